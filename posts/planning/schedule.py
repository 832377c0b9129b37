"""A month of publish times, or the weeks to come, by the days of the site's zone."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, QuerySet, Window
from django.db.models.functions import RowNumber, TruncDate
from django.utils import timezone

from posts.models import Post
from posts.planning.anniversaries import months_later

SHOWN_A_DAY = 4
WEEKS = 5


@dataclass(frozen=True, slots=True)
class ScheduleDay:
    """A day of the site's zone with the first of its posts; `number` counts all of them."""

    date: date
    posts: tuple[Post, ...] = ()
    number: int = 0

    @property
    def more(self) -> int:
        return self.number - len(self.posts)


@dataclass(frozen=True, slots=True)
class Schedule:
    """The days in [first, after): a month, or the weeks to come.

    A post stands on the day that clocks in the site's zone show at its publish time, whether
    it is approved or only planned for then; withdrawn posts stand nowhere.
    """

    first: date
    after: date
    days: tuple[ScheduleDay, ...]

    @property
    def is_month(self) -> bool:
        return self.first.day == self.after.day == 1

    @property
    def number(self) -> int:
        return sum(day.number for day in self.days)

    @property
    def before(self) -> date:
        return (self.first - timedelta(days=1)).replace(day=1)

    @property
    def starts_on(self) -> int:
        """Return the weekday of the first: 1 is Monday."""
        return self.first.isoweekday()


def month_from(first: date) -> Schedule:
    """Return the month that begins on `first`, in one query."""
    return _schedule(first, months_later(first, 1))


def weeks_from(today: date) -> Schedule:
    """Return the week of `today` and those that follow, in one query."""
    monday = today - timedelta(days=today.weekday())
    return _schedule(monday, monday + timedelta(weeks=WEEKS))


def _schedule(first: date, after: date) -> Schedule:
    found: dict[date, list[Any]] = {}
    for post in _first_of_each_day(_midnight(first), _midnight(after)):
        found.setdefault(post.on, []).append(post)
    dates = (first + timedelta(days=step) for step in range((after - first).days))
    return Schedule(first, after, tuple(_day(day, found.get(day, ())) for day in dates))


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=timezone.get_default_timezone())


def _day(day: date, posts: Sequence[Any]) -> ScheduleDay:
    return ScheduleDay(day, tuple(posts), posts[0].number if posts else 0)


def _first_of_each_day(first: datetime, after: datetime) -> QuerySet[Any]:
    """Return the first SHOWN_A_DAY posts of each day, with `on`, and with its `number`."""
    on = TruncDate("publish_at", tzinfo=timezone.get_default_timezone())
    place = Window(RowNumber(), partition_by="on", order_by=["publish_at", "id"])
    posts = Post.objects.not_withdrawn().published_in_month(first, after)
    return (
        posts.for_links()
        .annotate(on=on)
        .annotate(place=place, number=Window(Count("id"), partition_by="on"))
        .filter(place__lte=SHOWN_A_DAY)
        .order_by("publish_at", "id")
    )


def posts_on(day: date) -> QuerySet[Post]:
    """Return all posts of one day of the site's zone, the earliest time first."""
    first, after = _midnight(day), _midnight(day + timedelta(days=1))
    posts = Post.objects.not_withdrawn().published_in_month(first, after)
    return posts.for_links().order_by("publish_at", "id")
