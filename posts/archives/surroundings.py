"""What stands around a story: neighbours in time, its chain, its days, its kin, its dossiers."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString

from posts.archives.chain import chain_around
from posts.archives.edition import edition
from posts.models import (
    ContentVersion,
    Dossier,
    PlaceInTime,
    Post,
    StoredParts,
    StoredSurroundings,
    neighbours_of,
    related_to,
    same_day_as,
)


@dataclass(frozen=True, slots=True)
class Surroundings:
    """HTML of links for the head, of the dossiers in the article's foot, of what lies beyond."""

    links: SafeString
    dossiers: SafeString
    beyond: SafeString


def surroundings_of(
    key: int,
    place: PlaceInTime,
    now: datetime,
    *,
    is_linked: bool = True,
    is_gathered: bool = True,
) -> Surroundings:
    """Return what readers see around a post at `now`, all of it public, in three queries.

    A chain takes one more, and dossiers another, unless it is known that there are none.
    """
    earlier, later = neighbours_of(key, place, now)
    same_day = same_day_as(key, place, now)
    chain = chain_around(Post(pk=key)) if is_linked else None
    beside = [other.pk for other in (earlier, later, *same_day) if other]
    beside += chain.keys if chain else []
    context = {
        "earlier": earlier,
        "later": later,
        "days": place.days,
        "same_day": same_day,
        "chain": chain,
        "here": place.text,
        "related": related_to(key, place, beside, now),
    }
    dossiers = Dossier.objects.published().filter(posts=key).for_links() if is_gathered else ()
    return Surroundings(
        links=render_to_string("posts/_story_links.html", context),
        dossiers=render_to_string("posts/_dossiers.html", {"dossiers": dossiers}),
        beyond=render_to_string("posts/_beyond.html", context),
    )


_HTML = ("links", "dossiers", "beyond")


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
