"""What a reader may be about to type: titles, and the pages of archives, days and years."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import reduce
from itertools import chain, islice
from operator import or_
from typing import Any, Final

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from taggit.models import Tag

from historyblog.databases.replica import connection
from posts.dates import Span, Unit, month_day_display
from posts.models import (
    DUE_SQL,
    Archive,
    ArchiveEntry,
    Category,
    Dossier,
    Place,
    Post,
    SearchDocument,
    slug_from,
    tag_slug,
)
from posts.search.date_queries import day_of, named_day, year_of
from posts.search.engine import engine
from posts.search.query import COMMON, cleaned
from posts.search.words import fold, stem, words

MOST: Final = 8
MOST_TITLES: Final = 6
MOST_NAMES: Final = 2  # of each kind
LATEST: Final = 300  # titles that are ranked

_ARCHIVES: Final[tuple[tuple[Any, Archive, str], ...]] = (
    (Category, Archive.CATEGORY, "category"),
    (Place, Archive.PLACE, "place"),
    (Tag, Archive.TAG, "tag"),
)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A page by its name, and what kind of page it is."""

    label: str
    kind: str
    url: str


def suggestions(typed: str) -> list[Suggestion]:
    """Return at most MOST public pages whose names go on as `typed` begins; takes six queries."""
    line = cleaned(typed)
    if not words(line):
        return []
    begins = [Q(slug__startswith=slug) for slug in _slugs(line)]
    archives = _archives(reduce(or_, begins, Q(name__istartswith=line)))
    dossiers = _dossiers(reduce(or_, begins, Q(title__istartswith=line)))
    pages = (_times(line), archives, dossiers, stories_with(line))
    return list(islice(chain.from_iterable(pages), MOST))


def ways(typed: str) -> list[Suggestion]:
    """Return the public pages that have the very name that was typed; takes four queries."""
    named = Q(slug__in=_slugs(typed))
    return [*_times(typed), *_archives(named), *_dossiers(named)]


def _slugs(line: str) -> set[str]:
    """Return what a name makes of an address: a tag's keeps accents and script, others are ASCII.

    One of before words were parted at a slash has none there. A name without letters makes none.
    """
    return {slug_from(fold(line)), tag_slug(line), slugify(line, allow_unicode=True)} - {""}


def _times(line: str) -> Iterator[Suggestion]:
    if day := day_of(line) or named_day(line):
        yield Suggestion(month_day_display(day), "day", reverse("day", args=[day]))
    if (year := year_of(line)) is not None:
        span = Span(Unit.YEAR, year)
        yield Suggestion(span.name, "year", reverse("year", args=[span]))


def _archives(named: Q) -> Iterator[Suggestion]:
    for model, archive, kind in _ARCHIVES:
        entries = ArchiveEntry.objects.published().of(archive).filter(key=OuterRef("pk"))
        rows = model.objects.filter(named, Exists(entries)).order_by("name", "pk")
        rows = rows.exclude(slug="")  # A tag without letters has no address.
        for row in rows[:MOST_NAMES]:
            yield Suggestion(row.name, kind, reverse(kind, args=[row.slug]))


def _dossiers(named: Q) -> Iterator[Suggestion]:
    for row in Dossier.objects.published().filter(named).order_by("title", "pk")[:MOST_NAMES]:
        yield Suggestion(row.title, "dossier", row.get_absolute_url())


def stories_with(line: str) -> Iterator[Suggestion]:
    """Public stories with these words in their title, the last perhaps unfinished; two queries."""
    keys = _titles(line)
    posts = Post.objects.only_published().filter(pk__in=keys).for_links().in_bulk()
    for post in (posts[key] for key in keys if key in posts):
        yield Suggestion(post.title, "story", post.get_absolute_url())


_LATEST: Final = """SELECT object_id FROM (
    SELECT document.object_id, {rank} AS score FROM {table}
    WHERE {where} AND document.{due} AND document.kind = '{kind}'
    ORDER BY {latest} LIMIT {of}
) AS found ORDER BY score, object_id LIMIT {most}"""


def _titles(line: str) -> list[int]:
    """Return the keys of stories whose title has the words, the last of them unfinished."""
    *before, last = words(line)
    whole = [(stem(word),) for word in before if stem(word) not in COMMON]
    matching = engine().beginning(whole, last, stem(last))
    sql = _LATEST.format(
        due=DUE_SQL,
        rank=matching.rank,
        table=matching.table,
        where=matching.where,
        latest=matching.latest,
        kind=SearchDocument.Kind.POST,
        of=LATEST,
        most=MOST_TITLES,
    )
    now = connection.ops.adapt_datetimefield_value(timezone.now())
    with connection.cursor() as cursor:
        cursor.execute(sql, [*matching.rank_values, matching.value, now])
        return [key for (key,) in cursor.fetchall()]
