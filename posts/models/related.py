"""Which stories stand around a story: before and after, on its days, by a link, and closest."""

import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.urls import reverse

from historyblog.databases.replica import connection
from posts.dates import HistoricalDate, Span, Unit, civil, from_edtf
from posts.models.archive import UNDATED, Archive
from posts.models.image import Image
from posts.models.publishing import DUE_SQL, found_public_sql, public_sql

if TYPE_CHECKING:
    from posts.models.post import Post

_PUBLIC, _FOUND_PUBLIC = public_sql("post"), found_public_sql("post")
MOST = 3
ON_THE_SAME_DAY = 6
LINKING = 30  # stories, and as many dossiers, that are told to link to one
LINKED = 60  # stories in the text of one of which something is told
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
# What each row of the one statement is. Its parts are in no order among themselves.
_EARLIER, _LATER, _SAME_DAY, _LINKING, _DOSSIER, _LINKED, _ORIGINAL, _TRANSLATION = range(8)
_ROW = f"{_LINE}, post.event_sort AS sort"
_SORT = 9  # its place in a row
_HERO = ("content_hash", "width", "height", "focal_x", "focal_y", "transparent")
# Neighbours and what a link leads to tell more than a line does; all have as many columns.
_MORE = "post.description, " + ", ".join(f"hero.{column}" for column in _HERO)
_NO_HERO = "'' AS content_hash, 0 AS width, 0 AS height, 0 AS x, 0 AS y, FALSE"
_NO_MORE = f"'' AS description, {_NO_HERO}"
# What is the same story in another language stands in the head of the page, and nowhere else.
_OF_ORIGINAL = "(SELECT COALESCE(translation_of_id, id) FROM posts_post WHERE id = {key})"
_OTHER_STORY = f"COALESCE(post.translation_of_id, post.id) <> {_OF_ORIGINAL}"
# Each side is a seek in the index on status and event order.
_BESIDE = f"""SELECT {{kind}} AS kind, {_ROW}, {_MORE} FROM posts_post post
LEFT JOIN posts_image hero ON hero.id = post.hero_id
WHERE {_PUBLIC} AND post.event_sort {{side}}= %s
    AND (post.event_sort {{side}} %s OR post.id {{side}} %s) AND {_OTHER_STORY}
ORDER BY post.event_sort {{way}}, post.id {{way}} LIMIT 1"""  # noqa: S608
# A cross join is the order in which SQLite takes its tables; PostgreSQL finds the same.
_ON_DAYS = f"""SELECT {_SAME_DAY} AS kind, {_ROW}, {_NO_MORE} FROM (
    SELECT DISTINCT post_id FROM posts_archiveentry
    WHERE archive = {Archive.DAY.value} AND key IN ({{days}}) AND {DUE_SQL}
) AS listed CROSS JOIN posts_post post
WHERE post.id = listed.post_id AND post.id NOT IN ({{shown}}) AND {_FOUND_PUBLIC}
    AND {_OTHER_STORY}
ORDER BY post.event_sort, post.id LIMIT {ON_THE_SAME_DAY + 2}"""  # noqa: S608
_BY_LINK = f"""SELECT {{kind}} AS kind, {_ROW}, {{told}} AS description, {_NO_HERO}
FROM posts_storylink link CROSS JOIN posts_post post
WHERE link.{{here}} = %s AND post.id = link.{{there}} AND post.id NOT IN ({{shown}})
    AND {_FOUND_PUBLIC}
ORDER BY post.event_sort, post.id LIMIT {{most}}"""  # noqa: S608
# Not those that gather the post: its foot names them.
_BY_SECTION = f"""SELECT DISTINCT {_DOSSIER} AS kind, dossier.id, dossier.slug, dossier.title,
    dossier.language, '' AS display, '' AS edtf, '' AS calendar, '' AS precision, 0 AS sort,
    {_NO_MORE}
FROM posts_storylink link CROSS JOIN posts_section section CROSS JOIN posts_dossier dossier
WHERE link.target_id = %s AND section.id = link.section_id AND dossier.id = section.dossier_id
    AND {found_public_sql("dossier")} AND NOT EXISTS (SELECT 1 FROM posts_dossier_posts gathered
        WHERE gathered.dossier_id = dossier.id AND gathered.post_id = link.target_id)
ORDER BY dossier.id LIMIT {LINKING}"""  # noqa: S608
_IN_LANGUAGES = f"""SELECT {{kind}} AS kind, {_ROW}, {_NO_MORE} FROM posts_post post
WHERE post.{{column}} = {_OF_ORIGINAL} AND {_FOUND_PUBLIC}"""  # noqa: S608
# Each side is a seek in the index `archive_order`: the cost does not grow with the archive.
_SIDE = f"""SELECT * FROM (
    SELECT post_id, sort, {{weight}} AS weight FROM posts_archiveentry
    WHERE archive = {{archive}} AND key = {{key}} AND sort {{side}} {{sort}} AND {DUE_SQL}
    ORDER BY sort {{way}}, post_id {{way}} LIMIT {NEAREST}) AS side_{{number}}"""  # noqa: S608
_RANKED = f"""SELECT {_LINE} FROM (
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
    event_display: str  # else the text of the date
    event_date: HistoricalDate | None = None
    kind: str = "post"  # or "dossier"
    description: str = ""  # of what a link leads to, and of a neighbour, which has a picture too
    hero: Image | None = None

    @property
    def event_text(self) -> str:
        return self.event_display or (str(self.event_date) if self.event_date else "")

    def get_absolute_url(self) -> str:
        return reverse(self.kind, args=[self.slug])


@dataclass(frozen=True, slots=True)
class Beside:
    """What stands around a post, all public and in event order; none of them is told twice.

    `linking` are the stories and dossiers that link to it, `linked` the stories to which it
    links itself, wherever else those stand. `original` and `translations` are of the same story,
    the post itself among them.
    """

    earlier: Line | None
    later: Line | None
    same_day: list[Line]
    linking: list[Line]
    linked: list[Line]
    original: Line | None
    translations: list[Line]

    @property
    def in_languages(self) -> list[Line]:
        """Return the story in all its languages, the original first; [] if there is but one."""
        found = [*([self.original] if self.original else []), *self.translations]
        return found if len(found) > 1 else []

    @property
    def keys(self) -> set[int]:
        told = (self.earlier, self.later, *self.same_day, *self.linking, *self.in_languages)
        return {line.pk for line in told if line and line.kind == "post"}


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


def beside(key: int, place: PlaceInTime, now: datetime, *, chained: Collection[int] = ()) -> Beside:
    """Return what stands around a post at `now`, in one query.

    Just before and after it in event order (nothing is, of an undated post), on its days, by a
    link, and in other languages. What stands in its chain, whose keys are `chained`, is told there.
    """
    found: dict[int, list[Line]] = {kind: [] for kind in range(8)}
    for row in sorted(_Statement(key, place, now, chained).rows(), key=_in_event_order):
        kind, columns, (description, *hero) = row[0], row[1:_SORT], row[_SORT + 1 :]
        more: dict[str, Any] = {"kind": "dossier"} if kind == _DOSSIER else {}
        if description or hero[0]:
            image = Image(**dict(zip(_HERO, hero, strict=True))) if hero[0] else None
            more = {"description": description, "hero": image}
        found[kind].append(replace(_line(columns), **more))
    earlier, later = (next(iter(found[kind]), None) for kind in (_EARLIER, _LATER))
    told = {line.pk for line in (earlier, later) if line}
    same_day = [line for line in found[_SAME_DAY] if line.pk not in told][:ON_THE_SAME_DAY]
    told |= {line.pk for line in same_day}
    linking = [line for line in found[_LINKING] if line.pk not in told]
    original = next(iter(found[_ORIGINAL]), None)
    translations = sorted(found[_TRANSLATION], key=lambda line: (line.language, line.pk))
    linking = [*linking, *found[_DOSSIER]]
    return Beside(earlier, later, same_day, linking, found[_LINKED], original, translations)


def _in_event_order(row: Sequence[Any]) -> tuple[int, int]:
    key, sort = row[1], row[_SORT]
    return (UNDATED if sort is None else sort, key)


class _Statement:
    """The parts of one statement, with their parameters."""

    def __init__(
        self,
        key: int,
        place: PlaceInTime,
        now: datetime,
        chained: Collection[int],
    ) -> None:
        self.parts: list[str] = []
        self.params: list[Any] = []
        moment, sort = _adapted(now), place.sort
        shown = ", ".join(str(int(other)) for other in (key, *chained))
        if sort is not None:
            for kind, side, way in ((_EARLIER, "<", "DESC"), (_LATER, ">", "ASC")):
                sql = _BESIDE.format(kind=kind, side=side, way=way, key=int(key))
                self.add(sql, moment, sort, sort, key)
        if place.days:
            days = ", ".join(str(int(day)) for day in place.days)
            self.add(_ON_DAYS.format(days=days, shown=shown, key=int(key)), moment, moment)
        ends = {
            "here": "target_id",
            "there": "post_id",
            "shown": shown,
            "most": LINKING,
            "told": "''",
        }
        self.add(_BY_LINK.format(kind=_LINKING, **ends), key, moment)
        ends = {"here": "post_id", "there": "target_id", "told": "post.description"}
        self.add(_BY_LINK.format(kind=_LINKED, shown=int(key), most=LINKED, **ends), key, moment)
        self.add(_BY_SECTION, key, moment)
        for kind, column in ((_ORIGINAL, "id"), (_TRANSLATION, "translation_of_id")):
            self.add(_IN_LANGUAGES.format(kind=kind, column=column, key=int(key)), moment)

    def add(self, sql: str, *params: Any) -> None:
        self.parts.append(f"SELECT * FROM ({sql}) AS part_{len(self.parts)}")  # noqa: S608
        self.params += params

    def rows(self) -> list[tuple[Any, ...]]:
        return _asked(" UNION ALL ".join(self.parts), self.params)


def related_to(key: int, place: PlaceInTime, told: Iterable[int], now: datetime) -> list[Line]:
    """Return three public posts (fewer if there are no more), the closest first.

    Those that share most tags come first, then places; among equals the closest in time. None is
    of those that are `told` on the page anyway, which are keys of posts. Takes one query.
    """
    sort = UNDATED if place.sort is None else int(place.sort)
    sides = [
        _SIDE.format(number=number, archive=int(archive), key=int(of), sort=sort, **side)
        for number, (archive, of, side) in enumerate(_sides(place))
    ]
    if not sides:
        return []
    others = ", ".join(str(int(other)) for other in (key, *told))
    sql = _RANKED.format(found=" UNION ALL ".join(sides), others=others, sort=sort)
    return [_line(columns) for columns in _asked(sql, [_adapted(now)] * (len(sides) + 1))]


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
    return Line(pk, slug, title, language, display, from_edtf(*event) if event[0] else None)


def _archives(post: "Post") -> list[tuple[Archive, int]]:
    kinds = [(Archive.CATEGORY, category.pk) for category in post.categories.all()]
    places = [(Archive.PLACE, place.pk) for place in post.places.all()]
    tags = [(Archive.TAG, tag.pk) for tag in post.tags.all()]
    return [*_centuries(post), *kinds[:3], *places[:6], *tags]


def _centuries(post: "Post") -> list[tuple[Archive, int]]:
    if post.event_sort is None:
        return []
    return [(Archive.CENTURY, Span.around(Unit.CENTURY, civil(post.event_sort)[0]).number)]
