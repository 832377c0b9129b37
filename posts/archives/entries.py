"""The archive pages on which a post stands."""

from collections.abc import Iterable, Iterator, Mapping

from posts.dates import Kind, Precision, Span, Unit
from posts.models import UNDATED, Archive, ArchiveEntry, Post

_LENGTHS = {Precision.DECADE: 1, Precision.CENTURY: 2, Precision.MILLENNIUM: 3}
type Parents = Mapping[int, int | None]


def entries_of(post: Post, parents: Parents) -> list[ArchiveEntry]:
    """Return the entries of an approved post, whose relations are loaded.

    `parents` names the place around each place.
    """
    sort = UNDATED if post.event_sort is None else post.event_sort
    filed = {(Archive.CATEGORY, category.pk, sort) for category in post.categories.all()}
    filed |= {(Archive.TAG, tag.pk, sort) for tag in post.tags.all()}
    filed |= {(Archive.PLACE, pk, sort) for pk in _places(post, parents)}
    filed |= {(archive, key, sort) for archive, key in spans_of(post)}
    filed |= set(_days(post))
    if post.author_id:
        filed.add((Archive.AUTHOR, post.author_id, sort))
    moment = post.publish_at
    return [
        ArchiveEntry(archive=archive, key=key, sort=at, post=post, publish_at=moment)  # type: ignore[misc]
        for archive, key, at in sorted(filed)
    ]


def spans_of(post: Post) -> Iterator[tuple[Archive, int]]:
    """Yield the year, decade and century in which the post is listed.

    That is where a range or "since …" begins and where "until …" ends. A winter stands in
    both its years. What is known to the decade stands in no year, and to the century in no
    decade; "between" only where both its ends lie, and in no year; "before" and "after" nowhere.
    """
    if post.year_start is None or post.year_end is None:
        return
    for unit in [*Unit][_shortest(post) :]:
        for number in _numbers(post, Span.around(unit, post.year_start), post.year_end):
            yield Archive.of_unit(unit), number


def _numbers(post: Post, first: Span, last_year: int) -> Iterable[int]:
    last = Span.around(first.unit, last_year).number
    if post.event_kind == Kind.OPEN_START:
        return [last]
    if post.event_kind == Kind.ONEOF:
        return [last] if first.number == last else []
    is_season = post.event_kind == Kind.SINGLE and post.event_precision == Precision.SEASON
    return dict.fromkeys((first.number, last)) if is_season else [first.number]


def _shortest(post: Post) -> int:
    """Return the place of the shortest unit that the date is precise enough for."""
    value = post.event_date
    end = value and (value.first or value.last)
    loose = 1 if post.event_kind == Kind.ONEOF else 0
    return max(loose, _LENGTHS.get(end.precision, 0) if end else 0)


def _days(post: Post) -> Iterator[tuple[Archive, int, int]]:
    for day in post.days_of_the_year():
        at = post.event_end if day.role == "end" else post.event_start
        yield Archive.DAY, day.month_day, at or 0


def _places(post: Post, parents: Parents) -> set[int]:
    return {above for place in post.places.all() for above in _upwards(place.pk, parents)}


def _upwards(pk: int, parents: Parents) -> Iterable[int]:
    found: dict[int, None] = {}
    above: int | None = pk
    while above is not None and above not in found:
        found[above] = None
        above = parents.get(above)
    return found
