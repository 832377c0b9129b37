"""What stands around a story: neighbours in time, its chain, its days, its kin, its dossiers."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString

from historyblog.languages import for_readers
from posts.archives.chain import Chain, chain_around
from posts.archives.edition import edition
from posts.jsonld import translations_graph
from posts.models import (
    Beside,
    ContentVersion,
    Dossier,
    Line,
    PlaceInTime,
    Post,
    StoredParts,
    StoredSurroundings,
    beside,
    related_to,
)
from posts.rendering import linked_data, stored_html


@dataclass(frozen=True, slots=True)
class Surroundings:
    """HTML of links for the head, of the dossiers in the article's foot, of what lies beyond.

    `translations` are links to the same story in other languages, for the article's head.
    """

    links: SafeString
    dossiers: SafeString
    beyond: SafeString
    translations: SafeString


@for_readers()
def surroundings_of(
    key: int, place: PlaceInTime, now: datetime, *, is_linked: bool = True, is_gathered: bool = True
) -> Surroundings:
    """Return what readers see around a post at `now`, all of it public, in two queries.

    A chain takes one more, and dossiers another, unless it is known that there are none.
    """
    chain = chain_around(Post(pk=key)) if is_linked else None
    chained = chain.keys if chain else []
    found = beside(key, place, now, chained=chained)
    onward = _onward(found, chain)
    others = [line for line in found.in_languages if line.pk != key]
    graph = translations_graph(key, found.original, found.in_languages)
    context = {
        "beside": found,
        "others": others,
        "site_url": settings.SITE_URL,
        "translations_data": linked_data(graph) if graph else "",
        "onward": onward,
        "days": place.days,
        "chain": chain if {*chained} - onward.keys else None,
        "here": place.text,
        "related": related_to(key, place, {*chained, *found.keys}, now),
    }
    dossiers = Dossier.objects.published().filter(posts=key).for_links() if is_gathered else ()
    return Surroundings(
        links=render_to_string("posts/_story_links.html", context),
        dossiers=render_to_string("posts/_dossiers.html", {"dossiers": dossiers}),
        beyond=render_to_string("posts/_beyond.html", context),
        translations=stored_html(render_to_string("posts/_translations.html", context).rstrip()),
    )


@dataclass(frozen=True, slots=True)
class Onward:
    """Where a story leads on: one other large, with its picture, the one before it as a line.

    Of the last story the one before it is the large one. `how` and `line_how` say what they have
    to do with the story, where they are linked.
    """

    large: Line | None
    line: Line | None
    how: str
    line_how: str

    @property
    def keys(self) -> set[int]:
        return {line.pk for line in (self.large, self.line) if line}


def _onward(found: Beside, chain: Chain | None) -> Onward:
    large = found.later or found.earlier
    steps = (*chain.past, *chain.future) if chain else ()
    how = {step.post.pk: step.how for step in steps if not step.other}
    line = found.earlier if found.later else None
    large_how, line_how = (how.get(each.pk, "") if each else "" for each in (large, line))
    return Onward(large, line, large_how, line_how)


_HTML = ("links", "dossiers", "beyond", "translations")


def _html(found: Surroundings) -> dict[str, SafeString]:
    return {name: getattr(found, name) for name in _HTML}


def store_surroundings(keys: Iterable[int]) -> None:
    """Store what stands around these posts, under the content version of now."""
    version, now = ContentVersion.current(), timezone.now()
    rows = [
        StoredSurroundings(
            post_id=key,
            edition=edition(),
            number=version.number,
            changed_at=version.changed_at,
            made_at=now,
            **_html(surroundings_of(key, PlaceInTime.from_json(place), now)),
        )
        for key, place in StoredParts.objects.filter(
            post_id__in=list(keys), edition=edition()
        ).values_list("post_id", "place_in_time")
    ]
    StoredSurroundings.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["post", "edition"],
        update_fields=["number", "changed_at", "made_at", *_HTML],
    )
