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

# So many are listed and counted: of more, those with the words in the title, half of all at the
# most, and of the others those entered last.
MOST_LISTED: Final = 500
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

    Beyond the last there are no rows and the number is 0: ask again for the first. Takes one
    statement, and a second one where more than MOST_RANKED are found.
    """
    if not criteria.query.wanted:
        return Results([], 0)
    page = {"size": int(size), "first": int(first)}
    number, rows = _run(*_ranked(criteria, **page))
    if number <= MOST_RANKED:
        return Results(rows, number if rows else 0)
    number, rows = _run(*_latest(criteria, **page))
    return Results(rows, min(number, MOST_LISTED), is_cut=number > MOST_LISTED)


def _run(sql: str, values: Sequence[Any]) -> tuple[int, list[tuple[str, int]]]:
    """Return how many there are, and (kind, key) of those asked for; 0 where no row came."""
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        rows = cursor.fetchall()
    return rows[0][0] if rows else 0, [(kind, key) for _, kind, key in rows if kind]


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
# Counted first, as far as is told, so that of many nothing is ranked in vain.
_RANKED = """WITH found AS MATERIALIZED
    (SELECT COUNT(*) AS number FROM ({counted} LIMIT {most}) AS counted)
SELECT number, kind, object_id FROM found LEFT JOIN (
    SELECT hit.*, ROW_NUMBER() OVER (ORDER BY {order}, kind DESC, object_id) AS place
    FROM ({hits} AND (SELECT number FROM found) <= {ranked}) AS hit
    ORDER BY place LIMIT {size} OFFSET {first}
) AS listed ON number > 0 ORDER BY place"""
_HITS = """SELECT document.kind, document.object_id, document.event_sort, {score} AS score
FROM {table} WHERE {where} AND document.{due}{filters}"""

_LATEST = "SELECT * FROM ({hits} ORDER BY {latest} LIMIT {most}) AS part"
_LISTED = """SELECT number, kind, object_id FROM (
    SELECT kind, object_id, event_sort, MIN(score) AS score, COUNT(*) OVER () AS number
    FROM ({parts}) AS parts GROUP BY kind, object_id, event_sort
    ORDER BY MIN(score), object_id DESC LIMIT {most}
) AS listed ORDER BY {order}, object_id DESC, kind LIMIT {size} OFFSET {first}"""


def _ranked(criteria: Criteria, **page: int) -> tuple[str, list[Any]]:
    matching = engine().matching(criteria.query)
    counted, of_hits = _hits(criteria, matching)
    hits, values = counted, [*of_hits, *of_hits]
    if not criteria.by_event:
        hits, _ = _hits(criteria, matching, matching.rank)
        values = [*of_hits, *matching.rank_values, *of_hits]
    sql = _RANKED.format(
        counted=counted,
        hits=hits,
        order="event_sort" if criteria.by_event else "score",
        most=MOST_RANKED + 1,
        ranked=MOST_RANKED,
        **page,
    )
    return sql, values


def _latest(criteria: Criteria, **page: int) -> tuple[str, list[Any]]:
    parts, values = [], list[Any]()
    for in_titles, most in ((True, MOST_LISTED // 2), (False, MOST_LISTED + 1)):
        matching = engine().matching(criteria.query, in_titles=in_titles)
        hits, of_hits = _hits(criteria, matching, "0" if in_titles else "1")
        parts.append(_LATEST.format(hits=hits, latest=matching.latest, most=most))
        values += of_hits
    order = "event_sort" if criteria.by_event else "score"
    every = " UNION ALL ".join(parts)
    return _LISTED.format(parts=every, most=MOST_LISTED, order=order, **page), values


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
