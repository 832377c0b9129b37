"""Which stories stand closest to a story, found in one query over its archives."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from historyblog.databases.replica import connection
from posts.dates import Span, Unit, civil
from posts.models.archive import UNDATED, Archive
from posts.models.post_query import PostQuerySet
from posts.models.publishing import DUE_SQL

if TYPE_CHECKING:
    from posts.models.post import Post

MOST, FEWEST = 5, 3
NEAREST = 25  # looked at on either side of the story in each of its archives
ARCHIVES_AT_MOST = 40  # so that a story with a hundred tags costs no more than any other
# A tag outweighs any number of places; closeness breaks ties.
WEIGHTS = {Archive.TAG: 1000, Archive.PLACE: 30, Archive.CATEGORY: 1, Archive.CENTURY: 0}

# Each side is a seek in the index `archive_order`: the cost does not grow with the archive.
_SIDE = """SELECT * FROM (
    SELECT post_id, sort, {weight} AS weight FROM posts_archiveentry
    WHERE archive = %s AND key = %s AND sort {side} %s AND {due}
    ORDER BY sort {way}, post_id {way} LIMIT {limit}) AS side_{number}"""
_RANKED = """SELECT shown.*, ranked.weight FROM (
    SELECT post_id, SUM(weight) AS weight, MIN(ABS(sort - %s)) AS distance
    FROM ({found}) AS found WHERE post_id NOT IN ({others}) GROUP BY post_id
) AS ranked JOIN ({public}) AS shown ON shown.id = ranked.post_id
ORDER BY ranked.weight DESC, ranked.distance, shown.id LIMIT {most}"""


def related_to(
    post: "Post", public: PostQuerySet, beside: Iterable[int], now: datetime
) -> list["Post"]:
    """Return three to five posts of `public` (fewer if there are no more), the closest first.

    Those that share most tags come first, then places; among equals the closest in time. Posts
    that only lie close fill up to three. None is of those that stand `beside` it on the page
    anyway, which are keys of posts. Takes one query; `post` has its categories, places and tags
    loaded.
    """
    sides = _sides(post, now)
    if not sides:
        return []
    shown, of_shown = public.for_links().order_by().query.sql_with_params()
    found = " UNION ALL ".join(sql for sql, _ in sides)
    others = ", ".join(str(int(key)) for key in (post.pk, *beside))
    params = [_sort(post), *(value for _, values in sides for value in values)]
    sql = _RANKED.format(found=found, public=shown, most=MOST, others=others)
    ranked: list[Any] = list(type(post)._default_manager.raw(sql, [*params, *of_shown]))
    return [row for place, row in enumerate(ranked) if row.weight > 1 or place < FEWEST]


def _sides(post: "Post", now: datetime) -> list[tuple[str, Sequence[Any]]]:
    moment = connection.ops.adapt_datetimefield_value(now)
    sort = _sort(post)
    sides: list[tuple[str, Sequence[Any]]] = []
    for archive, key in _archives(post)[:ARCHIVES_AT_MOST]:
        for side, way in ((">=", "ASC"), ("<", "DESC")):
            form = {"weight": WEIGHTS[archive], "side": side, "way": way, "limit": NEAREST}
            sql = _SIDE.format(number=len(sides), due=DUE_SQL, **form)
            sides.append((sql, (archive.value, key, sort, moment)))
    return sides


def _archives(post: "Post") -> list[tuple[Archive, int]]:
    kinds = [(Archive.CATEGORY, category.pk) for category in post.categories.all()]
    places = [(Archive.PLACE, place.pk) for place in post.places.all()]
    tags = [(Archive.TAG, tag.pk) for tag in post.tags.all()]
    return [*_centuries(post), *kinds[:3], *places[:6], *tags]


def _centuries(post: "Post") -> list[tuple[Archive, int]]:
    if post.event_sort is None:
        return []
    return [(Archive.CENTURY, Span.around(Unit.CENTURY, civil(post.event_sort)[0]).number)]


def _sort(post: "Post") -> int:
    return UNDATED if post.event_sort is None else post.event_sort
