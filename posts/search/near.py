"""Public pages at almost the address that was asked for, where one letter went wrong on its way."""

import re
from collections.abc import Iterator
from typing import Any, Final

from django.db.models import CharField, Exists, OuterRef, Q, QuerySet, Value
from django.urls import reverse
from rapidfuzz import fuzz

from posts.models import Archive, ArchiveEntry, Category, Dossier, Place, Post
from posts.search.suggest import Suggestion, stories_with

MOST: Final = 3
BESIDE: Final = 25  # slugs of each kind that are compared, on either side in their order
ALIKE: Final = 75  # of 100
_ASKED: Final = re.compile(r"/(?:posts|dossiers|places|categories)/([a-z0-9-]{3,100})/")

type Row = tuple[str, str, str]  # kind, slug and name


def near(path: str) -> list[Suggestion]:
    """Return at most MOST pages, the most alike first; else stories with these words in the title.

    Takes no query for an address that can name none of them, two at most for any other.
    """
    asked = _ASKED.fullmatch(path)
    if not asked:
        return []
    rows: list[Row] = list(_beside(asked[1]))
    liked = [(fuzz.ratio(asked[1], row[1]), row) for row in rows]
    found = sorted((-likeness, row) for likeness, row in liked if likeness >= ALIKE)[:MOST]
    pages = [Suggestion(name, kind, reverse(kind, args=[slug])) for _, (kind, slug, name) in found]
    return pages or list(stories_with(asked[1].replace("-", " ")))[:MOST]


def _beside(slug: str) -> QuerySet[Any, Row]:
    """Return what is public of every kind around a slug, in one query by the slugs' indexes."""
    posts, *others = (
        _two_sides(rows, slug).values_list(Value(kind, CharField()), "slug", name)
        for kind, rows, name in _kinds()
    )
    return posts.union(*others, all=True).order_by()


def _kinds() -> Iterator[tuple[str, QuerySet[Any], str]]:
    yield "post", Post.objects.only_published(), "title"
    yield "dossier", Dossier.objects.published(), "title"
    for kind, model, archive in (
        ("place", Place, Archive.PLACE),
        ("category", Category, Archive.CATEGORY),
    ):
        entries = ArchiveEntry.objects.published().of(archive).filter(key=OuterRef("pk"))
        yield kind, model._default_manager.filter(Exists(entries)), "name"


def _two_sides(rows: QuerySet[Any], slug: str) -> QuerySet[Any]:
    before = rows.filter(slug__lt=slug).order_by("-slug").values("pk")[:BESIDE]
    after = rows.filter(slug__gte=slug).order_by("slug").values("pk")[:BESIDE]
    return rows.model._default_manager.filter(Q(pk__in=before) | Q(pk__in=after)).order_by()
