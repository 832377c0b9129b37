"""Which rows have pages, and at which paths."""

import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any
from urllib.parse import unquote

from django.apps import apps
from django.conf import settings
from django.core.exceptions import ValidationError
from django.urls import Resolver404, ResolverMatch, URLResolver, get_resolver, resolve, reverse

# What an old address may lead to, by the name of its column, of its model and of its page's URL.
TARGETS = {
    "post": "posts.Post",
    "dossier": "posts.Dossier",
    "page": "posts.Page",
    "image": "posts.Image",
    "category": "posts.Category",
    "place": "posts.Place",
    "tag": "taggit.Tag",
}


def forms_of(path: str) -> tuple[str, ...]:
    """Return `path`, and its other forms, which servers of static sites answer alike.

    They are those with and without a last slash, `.html` and `index.html`, in NFC.
    """
    whole = unicodedata.normalize("NFC", path)
    stem = whole.removesuffix("index.html").removesuffix(".html").removesuffix("/")
    others = (stem, f"{stem}/", f"{stem}.html", f"{stem}/index.html") if stem else ()
    return tuple(dict.fromkeys((path, whole, *others)))


def kind_of(row: Any) -> str:
    return str(row._meta.model_name)


def address_of(row: Any) -> str:
    """Return the address of the row's page, or of a picture's file."""
    return row.file.url if kind_of(row) == "image" else reverse(kind_of(row), args=[row.slug])


def path_of(row: Any) -> str:
    """Return the address of `row` decoded, as a request's path is."""
    return unquote(address_of(row))


def slug_at(path: str, kind: str) -> str:
    """Return the slug in the address `path` of a page of this kind; "" for another page."""
    match = _page_at(path)
    return match.kwargs["slug"] if match and match.url_name == kind else ""


def row_at(path: str) -> Any:
    """Return the row whose page has the address `path`, seen by readers or not; else None."""
    match = _page_at(path)
    if match is None or match.url_name not in TARGETS:
        return None
    rows = apps.get_model(TARGETS[match.url_name])._default_manager
    return rows.filter(slug=match.kwargs["slug"]).first()


def is_served(path: str) -> bool:
    """Whether this site has a page at `path` that no row has, such as a day's or a feed."""
    match = _page_at(path)
    return match is not None and match.url_name not in TARGETS


def is_reserved(path: str) -> bool:
    """Whether the site itself answers at `path`, before any old address is looked up.

    Any word at the root might be a page's address, and is one if there is such a page.
    """
    match = _page_at(path)
    return match is not None and (match.url_name != "page" or row_at(path) is not None)


@lru_cache(maxsize=1)
def first_parts() -> frozenset[str]:
    """Return the first parts of all addresses of the site, none of which a page can have."""
    kept = (settings.STATIC_URL, settings.MEDIA_URL, *_routes(get_resolver().url_patterns))
    return frozenset(part for path in kept if (part := path.strip("/").partition("/")[0]))


def _routes(patterns: Iterable[Any]) -> Iterator[str]:
    """Yield each address as it is written in the map, but what begins with any word at all."""
    for each in patterns:
        route = str(each.pattern)
        if isinstance(each, URLResolver) and not route:
            yield from _routes(each.url_patterns)
        elif not route.startswith(("<", "^")):
            yield route


def _page_at(path: str) -> ResolverMatch | None:
    try:
        match = resolve(path)
    except Resolver404:
        return None
    return None if match.url_name == "legacy" else match


def own_path(typed: str, name: str) -> str:
    """Return a path of this site as requests have it; raises ValidationError for another site's."""
    path = unicodedata.normalize("NFC", unquote(typed.strip().removeprefix(settings.SITE_URL)))
    if not path.isprintable():
        raise ValidationError(f"{typed} holds a character that no address can have: take it out.")
    if not path.startswith("/"):
        where = "another site" if "://" in path else "no whole address"
        raise ValidationError(f"Begin {name} with one slash: {typed} is {where}.")
    if path.startswith("//"):
        raise ValidationError(f"Begin {name} with one slash only: {typed} would be another site.")
    return path
