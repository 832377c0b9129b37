"""The parts of pages that show one post, rendered: by the same templates, stored or not."""

import json
from collections.abc import Callable, Iterable
from typing import Any, Final

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from historyblog.languages import for_readers
from posts.ago import ago_slot
from posts.archives.day_lines import lines_of_post
from posts.archives.edition import edition
from posts.archives.sources import sources_of
from posts.dates import civil
from posts.feeds.entries import entry_of
from posts.feeds.formats import atom_entry, rss_entry
from posts.models import PlaceInTime, Post, StoredParts
from posts.rendering import slot, stored_html
from posts.search import texts_of_post

DOSSIERS, TRANSLATIONS = slot("dossiers"), slot("translations")
type Part = SafeString | str | int | None


def parts_of(post: Post) -> StoredParts:
    """Return all parts of an approved post that was loaded `for_page`, as readers see it."""
    return StoredParts(post=post, edition=edition(), **rendered(post, RENDERERS))


@for_readers()
def rendered(post: Post, names: Iterable[str]) -> dict[str, Any]:
    """Return the parts of these names; `post` was loaded for what they tell of it."""
    return {name: RENDERERS[name](post) for name in names}


@for_readers()
def article_of(post: Post, *, is_citable: bool) -> SafeString:
    """Return the article with its slots; what nobody can look up is not cited."""
    slots = {"dossiers": DOSSIERS, "translations": TRANSLATIONS}
    return _html("article", post, is_citable=is_citable, sources=sources_of(post), **slots)


def _html(template: str, post: Post, **values: Any) -> SafeString:
    site = {"site_name": settings.SITE_NAME, "site_url": settings.SITE_URL}
    return render_to_string(f"posts/_{template}.html", {"post": post} | site | values)


def _from(template: str) -> Callable[[Post], SafeString]:
    return lambda post: _html(template, post)


def _bare(template: str) -> Callable[[Post], SafeString]:
    """Return what renders a part without the line's end, which is nothing where there is none."""
    return lambda post: stored_html(_html(template, post).strip())


def _card(post: Post) -> SafeString:
    names = ("kind", "stamp", "level", "published", "published_alone", "picture")
    return _html("card", post, **{name: slot(name) for name in names})


def _days(post: Post) -> str:
    """Return the stamp of each day of the year on which it is listed, by day and Julian Day."""
    stamps = {
        f"{line.month_day} {jdn}": render_to_string(
            "posts/_stamp_of_day.html",
            {
                "year": line.year_name,
                "role": line.told,
                "datetime": line.datetime,
                "ago": ago_slot(line.since),
            },
        )
        for line, jdn in lines_of_post(post)
    }
    return json.dumps(stamps, ensure_ascii=False)


def _found(post: Post) -> str:
    told = {
        "title": post.title,
        "url": post.get_absolute_url(),
        "language": _html("language", post).strip(),
        "texts": [text for text in texts_of_post(post) if text],
    }
    return json.dumps(told, ensure_ascii=False)


def era_of(post: Post) -> int | None:
    """Return a year, astronomical, of the century under whose name lists show it."""
    value = post.event_date
    return civil(value.sort)[0] if value else None


RENDERERS: Final[dict[str, Callable[[Post], Part]]] = {
    "era": era_of,
    "modified": lambda post: post.modified_at.isoformat(),
    "stamp": _from("small_stamp"),
    "picture": _bare("card_picture"),
    "published": _from("published"),
    "days": _days,
    "card": _card,
    "brief": _from("brief"),
    "lead": _bare("lead"),
    "filed": _from("filed"),
    "found": _found,
    "place_in_time": lambda post: PlaceInTime.of(post).as_json(),
    "title": _bare("story_title"),
    "head": _from("story_meta"),
    "article": lambda post: article_of(post, is_citable=True),
    "atom": lambda post: atom_entry(entry_of(post)),
    "rss": lambda post: rss_entry(entry_of(post)),
}
