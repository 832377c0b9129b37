"""Finds the documents of a query, counted, ranked and filed, in few statements."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from django.db.models.expressions import RawSQL
from django.utils import timezone

from historyblog.databases.replica import connection
from posts.models import DUE_SQL, Archive, SearchDocument
from posts.search.engine import MatchClause, engine
from posts.search.query import Query, cleaned, read

# So many are listed and counted: of more, half are those with the words in the title and half those
# entered last.
MOST_LISTED: Final = 1_000
# Of more than so many those with the words in the title come first, and the latest of both: to
# weigh a document takes as long as ten to be found, and words that many have weigh little.
MOST_RANKED: Final = 300
FACETS: Final = (Archive.CATEGORY, Archive.CENTURY, Archive.PLACE)

type Filters = tuple[tuple[Archive, int], ...]
type Counts = dict[int, int]


@dataclass(frozen=True, slots=True)
class Criteria:
    """A query, the archives in which its posts must stand, and the order of what is found.

    What has come out since `as_of` (aware; None: this moment) is passed over.
    """

    query: Query
    filters: Filters = ()
    by_event: bool = False
    as_of: datetime | None = None

    def without(self, archive: Archive) -> "Criteria":
        others = tuple(pair for pair in self.filters if pair[0] != archive)
        return replace(self, filters=others)


@dataclass(frozen=True, slots=True)
class Results:
    """Some of the (kind, key) of what was found, in order, and how many can be listed.

    There are more than that if `is_cut`.
    """

    rows: list[tuple[str, int]]
    number: int
    is_cut: bool = False


def find(criteria: Criteria, first: int, size: int) -> Results:
    """Return `size` documents that any reader may see, from the place `first` (0 is the best).

    Beyond the last there are no rows and the number is 0: ask again for the first. Takes two
    statements.
    """
    number = number_found(criteria, MOST_LISTED + 1)
    if not number:
        return Results([], 0)
    is_cut = number > MOST_LISTED
    of_each = MOST_LISTED // 2 if is_cut else number
    is_ranked = number <= MOST_RANKED
    sql, values = _ranked(criteria) if is_ranked else _latest(criteria, of_each)
    order = "event_sort" if criteria.by_event else "score" if is_ranked else "score, object_id DESC"
    listed = _LISTED.format(hits=sql, order=order, size=int(size), first=int(first))
    with connection.cursor() as cursor:
        cursor.execute(listed, values)
        rows = cursor.fetchall()
    keys = [(kind, key) for kind, key, _ in rows]
    return Results(keys, rows[0][2] if rows else 0, is_cut)


def number_found(criteria: Criteria, most: int = MOST_LISTED) -> int:
    """Return how many documents readers may see of what is asked, `most` at the most.

    Nothing is ranked for it: it takes one statement, and little time where few are enough.
    """
    if not criteria.query.wanted:
        return 0
    hits, values = _hits(criteria, engine().matching(criteria.query))
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT COUNT(*) FROM ({hits} LIMIT {int(most)}) AS hit", values)  # noqa: S608
        return int(cursor.fetchone()[0])


def keys_of_posts(query: Query) -> RawSQL:
    """Return, for a lookup by `in`, the keys of approved posts, due or not, that `query` finds.

    It must want something.
    """
    matching = engine().matching(query)
    sql = _KEYS.format(table=matching.table, where=matching.where, posts=_POSTS)
    return RawSQL(sql, [matching.value])  # noqa: S611 - what was typed is its parameter


def keys_asked_for(typed: str) -> RawSQL | None:
    """Return what `keys_of_posts` does, for what was typed; None where that asks for nothing."""
    query = read(cleaned(typed))
    return keys_of_posts(query) if query.wanted else None


_KEYS = "SELECT document.object_id FROM {table} WHERE {where}{posts}"
_LISTED = """WITH hit AS ({hits})
SELECT kind, object_id, COUNT(*) OVER () FROM hit
ORDER BY {order}, kind DESC, object_id LIMIT {size} OFFSET {first}"""
_HITS = """SELECT document.kind, document.object_id, document.event_sort, {score} AS score
FROM {table} WHERE {where} AND document.{due}{filters}"""

_LATEST = "SELECT * FROM ({hits} ORDER BY {latest} LIMIT {most}) AS part"
_ONCE = """SELECT kind, object_id, event_sort, MIN(score) AS score FROM ({parts}) AS parts
GROUP BY kind, object_id, event_sort"""


def _ranked(criteria: Criteria) -> tuple[str, list[Any]]:
    matching = engine().matching(criteria.query)
    if criteria.by_event:
        return _hits(criteria, matching)
    sql, values = _hits(criteria, matching, matching.rank)
    return sql, [*matching.rank_values, *values]


def _latest(criteria: Criteria, most: int) -> tuple[str, list[Any]]:
    """Return what lists so many with the words in the title, and so many of all."""
    parts, values = [], list[Any]()
    for in_titles in (True, False):
        matching = engine().matching(criteria.query, in_titles=in_titles)
        hits, of_hits = _hits(criteria, matching, "0" if in_titles else "1")
        parts.append(_LATEST.format(hits=hits, latest=matching.latest, most=most))
        values += of_hits
    return _ONCE.format(parts=" UNION ALL ".join(parts)), values


def _hits(criteria: Criteria, matching: MatchClause, score: str = "0") -> tuple[str, list[Any]]:
    filters, of_filters = _filters(criteria.filters)
    sql = _HITS.format(
        score=score, table=matching.table, where=matching.where, due=DUE_SQL, filters=filters
    )
    return sql, [matching.value, _until(criteria), *of_filters]


def _until(criteria: Criteria) -> Any:
    now = timezone.now()
    return connection.ops.adapt_datetimefield_value(min(criteria.as_of or now, now))


_FILTER = """ AND EXISTS (SELECT 1 FROM posts_archiveentry AS entry
WHERE entry.post_id = document.object_id AND entry.archive = %s AND entry.key = %s)"""
_POSTS = f" AND document.kind = '{SearchDocument.Kind.POST}'"


def _filters(filters: Filters) -> tuple[str, list[int]]:
    values = [number for archive, key in filters for number in (archive.value, key)]
    return (_POSTS if filters else "") + _FILTER * len(filters), values


# A cross join is the order in which SQLite takes its tables; PostgreSQL orders them itself.
_COUNTED = """SELECT entry.archive, entry.key, COUNT(*)
FROM ({hits}) AS hit CROSS JOIN posts_archiveentry AS entry
WHERE entry.post_id = hit.object_id AND entry.archive IN ({archives})
GROUP BY entry.archive, entry.key"""
_HIT_POSTS = """SELECT document.object_id FROM {table}
WHERE {where} AND document.{due}{filters} ORDER BY {latest} LIMIT {most}"""


def facets(criteria: Criteria) -> dict[Archive, Counts]:
    """Return how many of the posts found stand in each category, century and place.

    A facet that is filtered by is counted as if it were not, so that another can be chosen.
    Takes a statement, and one more for each filter.
    """
    counts: dict[Archive, Counts] = {archive: {} for archive in FACETS}
    chosen = [archive for archive, _ in criteria.filters]
    open_ones = [archive for archive in FACETS if archive not in chosen]
    groups = [(criteria, open_ones), *((criteria.without(one), [one]) for one in chosen)]
    for narrowed, archives in groups:
        if archives and narrowed.query.wanted:
            _count(narrowed, archives, counts)
    return counts


def _count(criteria: Criteria, archives: Sequence[Archive], counts: dict[Archive, Counts]) -> None:
    matching = engine().matching(criteria.query)
    filters, of_filters = _filters(criteria.filters)
    hits = _HIT_POSTS.format(
        due=DUE_SQL,
        table=matching.table,
        where=matching.where,
        filters=filters or _POSTS,
        latest=matching.latest,
        most=MOST_LISTED,
    )
    sql = _COUNTED.format(hits=hits, archives=", ".join(str(one.value) for one in archives))
    with connection.cursor() as cursor:
        cursor.execute(sql, [matching.value, _until(criteria), *of_filters])
        for archive, key, number in cursor.fetchall():
            counts[Archive(archive)][key] = number
