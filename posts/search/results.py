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

# So many are ranked and counted. Of more, half are those with the words in the title and
# half those entered last.
MOST_RANKED: Final = 5_000
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
    """Some of the (kind, key) of what was found, in order, and how many there are.

    There are more than `number` if `is_cut`, and only the `number` ranked ones can be listed.
    """

    rows: list[tuple[str, int]]
    number: int
    is_cut: bool = False


def find(criteria: Criteria, first: int, size: int) -> Results:
    """Return `size` documents that any reader may see, from the place `first` (0 is the best).

    Beyond the last there are no rows and the number is 0: ask again for the first. Takes one
    statement, and a second one where more than MOST_RANKED are found.
    """
    if not criteria.query.wanted:
        return Results([], 0)
    found = _run(*_statement(criteria, first, size))
    if found.number <= MOST_RANKED:
        return found
    cut = _run(*_cut_statement(criteria, first, size))
    return Results(cut.rows, cut.number, is_cut=True)


def _run(sql: str, values: Sequence[Any]) -> Results:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        rows = cursor.fetchall()
    return Results([(kind, key) for kind, key, _ in rows], rows[0][2] if rows else 0)


def number_found(criteria: Criteria, most: int = MOST_RANKED) -> int:
    """Return how many documents readers may see of what is asked, `most` at the most.

    Nothing is ranked for it: it takes one statement, and little time where few are enough.
    """
    if not criteria.query.wanted:
        return 0
    unranked = replace(criteria, by_event=True)
    hits, values = _hits(unranked, engine().matching(criteria.query))
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
_HITS = """SELECT document.kind, document.object_id, document.event_sort, {rank} AS score
FROM {table} WHERE {where} AND document.{due}{filters}"""

_LATEST = "SELECT * FROM ({hits} ORDER BY {latest} LIMIT {half}) AS part"
_ONCE = """SELECT kind, object_id, event_sort, MIN(score) AS score FROM ({parts}) AS parts
GROUP BY kind, object_id, event_sort"""


def _statement(criteria: Criteria, first: int, size: int) -> tuple[str, list[Any]]:
    matching = engine().matching(criteria.query)
    hits, values = _hits(criteria, matching)
    return _listed(criteria, f"{hits} LIMIT {MOST_RANKED + 1}", first, size), values


def _cut_statement(criteria: Criteria, first: int, size: int) -> tuple[str, list[Any]]:
    half = MOST_RANKED // 2
    parts, values = [], list[Any]()
    for in_titles in (True, False):
        matching = engine().matching(criteria.query, in_titles=in_titles)
        hits, of_hits = _hits(criteria, matching)
        parts.append(_LATEST.format(hits=hits, latest=matching.latest, half=half))
        values += of_hits
    once = _ONCE.format(parts=" UNION ALL ".join(parts))
    return _listed(criteria, once, first, size), values


def _listed(criteria: Criteria, hits: str, first: int, size: int) -> str:
    order = "event_sort" if criteria.by_event else "score"
    return _LISTED.format(hits=hits, order=order, size=int(size), first=int(first))


def _hits(criteria: Criteria, matching: MatchClause) -> tuple[str, list[Any]]:
    filters, of_filters = _filters(criteria.filters)
    rank = "0" if criteria.by_event else matching.rank
    sql = _HITS.format(
        rank=rank, table=matching.table, where=matching.where, due=DUE_SQL, filters=filters
    )
    of_rank = [] if criteria.by_event else matching.rank_values
    return sql, [*of_rank, matching.value, _until(criteria), *of_filters]


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
        most=MOST_RANKED,
    )
    sql = _COUNTED.format(hits=hits, archives=", ".join(str(one.value) for one in archives))
    with connection.cursor() as cursor:
        cursor.execute(sql, [matching.value, _until(criteria), *of_filters])
        for archive, key, number in cursor.fetchall():
            counts[Archive(archive)][key] = number
