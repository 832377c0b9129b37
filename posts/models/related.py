"""Which stories stand around a story: just before and after, on its days, and closest to it."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from django.urls import reverse

from historyblog.databases.replica import connection
from posts.dates import Span, Unit, civil, from_edtf
from posts.models.archive import UNDATED, Archive
from posts.models.publishing import DUE_SQL, found_public_sql, public_sql

if TYPE_CHECKING:
    from posts.models.post import Post

_PUBLIC, _FOUND_PUBLIC = public_sql("post"), found_public_sql("post")
MOST, FEWEST = 5, 3
ON_THE_SAME_DAY = 6
NEAREST = 25  # looked at on either side of the story in each of its archives
ARCHIVES_AT_MOST = 40  # so that a story with a hundred tags costs no more than any other
# A tag outweighs any number of places; closeness breaks ties.
WEIGHTS = {Archive.TAG: 1000, Archive.PLACE: 30, Archive.CATEGORY: 1, Archive.CENTURY: 0}

# Statements of our own, made of nothing but constants, whole numbers and parameters.
_LINE = ", ".join(
    f"post.{column}"
    for column in (
        *("id", "slug", "title", "language", "event_display"),
        *("event_edtf", "event_calendar", "event_precision"),
    )
)
# Each side is a seek in the index on status and event order.
_BESIDE = f"""SELECT * FROM (SELECT {{number}}, {_LINE} FROM posts_post post
    WHERE {_PUBLIC} AND post.event_sort {{side}}= %s
    AND (post.event_sort {{side}} %s OR post.id {{side}} %s)
    ORDER BY post.event_sort {{way}}, post.id {{way}} LIMIT 1) AS side_{{number}}"""  # noqa: S608
_NEIGHBOURS = " UNION ALL ".join(
    _BESIDE.format(number=number, side=side, way=way)
    for number, (side, way) in enumerate((("<", "DESC"), (">", "ASC")))
)
# A cross join is the order in which SQLite takes its tables; PostgreSQL finds the same.
_SAME_DAY = f"""SELECT {_LINE} FROM (
    SELECT DISTINCT post_id FROM posts_archiveentry
    WHERE archive = {Archive.DAY.value} AND key IN ({{days}}) AND {DUE_SQL}
) AS listed CROSS JOIN posts_post post
WHERE post.id = listed.post_id AND post.id <> %s AND {_FOUND_PUBLIC}
ORDER BY post.event_sort, post.id LIMIT {ON_THE_SAME_DAY}"""  # noqa: S608
# Each side is a seek in the index `archive_order`: the cost does not grow with the archive.
_SIDE = f"""SELECT * FROM (
    SELECT post_id, sort, {{weight}} AS weight FROM posts_archiveentry
    WHERE archive = {{archive}} AND key = {{key}} AND sort {{side}} {{sort}} AND {DUE_SQL}
    ORDER BY sort {{way}}, post_id {{way}} LIMIT {NEAREST}) AS side_{{number}}"""  # noqa: S608
_RANKED = f"""SELECT ranked.weight, {_LINE} FROM (
    SELECT post_id, SUM(weight) AS weight, MIN(ABS(sort - {{sort}})) AS distance
    FROM ({{found}}) AS found WHERE post_id NOT IN ({{others}}) GROUP BY post_id
    ORDER BY weight DESC, distance, post_id LIMIT {MOST}
) AS ranked CROSS JOIN posts_post post WHERE post.id = ranked.post_id AND {_FOUND_PUBLIC}
ORDER BY ranked.weight DESC, ranked.distance, post.id"""  # noqa: S608


@dataclass(frozen=True, slots=True)
class Line:
    """A post as a line with date and title tells of it."""

    pk: int
    slug: str
    title: str
    language: str
    event_text: str

    def get_absolute_url(self) -> str:
        return reverse("post", args=[self.slug])


@dataclass(frozen=True, slots=True)
class PlaceInTime:
    """What a story's surroundings are found by: its event order, days and archives.

    `text` is its date as readers see it; `archives` those in which related stories stand.
    """

    sort: int | None
    days: list[int]
    archives: list[tuple[int, int]]
    text: str

    @classmethod
    def of(cls, post: "Post") -> "PlaceInTime":
        """Return that of a post which has its categories, places and tags loaded."""
        days = [day.month_day for day in post.days_of_the_year() if not day.is_alt]
        found = [(archive.value, key) for archive, key in _archives(post)]
        return cls(post.event_sort, days, found[:ARCHIVES_AT_MOST], post.event_text)

    @classmethod
    def from_json(cls, text: str) -> "PlaceInTime":
        return cls(**json.loads(text))

    def as_json(self) -> str:
        return json.dumps(asdict(self), separators=(",", ":"))


def neighbours_of(key: int, place: PlaceInTime, now: datetime) -> tuple[Line | None, Line | None]:
    """Return the public posts just before and after a post in event order, in one query.

    Nothing stands beside an undated post.
    """
    if place.sort is None:
        return None, None
    side = (_adapted(now), place.sort, place.sort, key)
    found = {number: _line(columns) for number, *columns in _asked(_NEIGHBOURS, [*side, *side])}
    return found.get(0), found.get(1)


def same_day_as(key: int, place: PlaceInTime, now: datetime) -> list[Line]:
    """Return the first other public posts that are listed on the post's days, in event order."""
    if not place.days:
        return []
    moment = _adapted(now)
    sql = _SAME_DAY.format(days=", ".join(str(int(day)) for day in place.days))
    return [_line(columns) for columns in _asked(sql, [moment, key, moment])]


def related_to(key: int, place: PlaceInTime, beside: Iterable[int], now: datetime) -> list[Line]:
    """Return three to five public posts (fewer if there are no more), the closest first.

    Those that share most tags come first, then places; among equals the closest in time. Posts
    that only lie close fill up to three. None is of those that stand `beside` it on the page
    anyway, which are keys of posts. Takes one query.
    """
    sort = UNDATED if place.sort is None else int(place.sort)
    sides = [
        _SIDE.format(number=number, archive=int(archive), key=int(of), sort=sort, **side)
        for number, (archive, of, side) in enumerate(_sides(place))
    ]
    if not sides:
        return []
    others = ", ".join(str(int(other)) for other in (key, *beside))
    sql = _RANKED.format(found=" UNION ALL ".join(sides), others=others, sort=sort)
    rows = _asked(sql, [_adapted(now)] * (len(sides) + 1))
    shown = [row for number, row in enumerate(rows) if row[0] > 1 or number < FEWEST]
    return [_line(columns) for _, *columns in shown]


def _sides(place: PlaceInTime) -> Iterable[tuple[int, int, dict[str, Any]]]:
    for archive, key in place.archives:
        weight = WEIGHTS[Archive(archive)]
        yield archive, key, {"side": ">=", "way": "ASC", "weight": weight}
        yield archive, key, {"side": "<", "way": "DESC", "weight": weight}


def _asked(sql: str, params: Sequence[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.fetchall()


def _adapted(moment: datetime) -> Any:
    return connection.ops.adapt_datetimefield_value(moment)


def _line(columns: Sequence[Any]) -> Line:
    pk, slug, title, language, display, *event = columns
    return Line(pk, slug, title, language, display or _text(*event))


@lru_cache(maxsize=4096)
def _text(edtf: str, calendar: str, precision: str) -> str:
    return str(from_edtf(edtf, calendar, precision)) if edtf else ""


def _archives(post: "Post") -> list[tuple[Archive, int]]:
    kinds = [(Archive.CATEGORY, category.pk) for category in post.categories.all()]
    places = [(Archive.PLACE, place.pk) for place in post.places.all()]
    tags = [(Archive.TAG, tag.pk) for tag in post.tags.all()]
    return [*_centuries(post), *kinds[:3], *places[:6], *tags]


def _centuries(post: "Post") -> list[tuple[Archive, int]]:
    if post.event_sort is None:
        return []
    return [(Archive.CENTURY, Span.around(Unit.CENTURY, civil(post.event_sort)[0]).number)]
