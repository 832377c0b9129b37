"""A month of publish times, by the days of the site's zone."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, QuerySet, Window
from django.db.models.functions import RowNumber, TruncDate
from django.utils import timezone

from posts.models import Post, month_bounds
from posts.planning.anniversaries import months_later

SHOWN_A_DAY = 4


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
class ScheduleMonth:
    first: date
    days: tuple[ScheduleDay, ...]

    @property
    def number(self) -> int:
        return sum(day.number for day in self.days)

    @property
    def before(self) -> date:
        return (self.first - timedelta(days=1)).replace(day=1)

    @property
    def after(self) -> date:
        return months_later(self.first, 1)

    @property
    def starts_on(self) -> int:
        """Return the weekday of the first: 1 is Monday."""
        return self.first.isoweekday()


def schedule_of(first: date) -> ScheduleMonth:
    """Return the month that begins on `first`, in one query.

    A post stands on the day that clocks in the site's zone show at its publish time, whether
    it is approved or only planned for then; withdrawn posts stand nowhere.
    """
    found: dict[date, list[Any]] = {}
    for post in _first_of_each_day(first):
        found.setdefault(post.on, []).append(post)
    number = (months_later(first, 1) - first).days
    dates = (first + timedelta(days=step) for step in range(number))
    return ScheduleMonth(first, tuple(_day(day, found.get(day, ())) for day in dates))


def _day(day: date, posts: Sequence[Any]) -> ScheduleDay:
    return ScheduleDay(day, tuple(posts), posts[0].number if posts else 0)


def _first_of_each_day(first: date) -> QuerySet[Any]:
    """Return the first SHOWN_A_DAY posts of each day, with `on`, and with its `number`."""
    on = TruncDate("publish_at", tzinfo=timezone.get_default_timezone())
    place = Window(RowNumber(), partition_by="on", order_by=["publish_at", "id"])
    posts = Post.objects.not_withdrawn().published_in_month(*month_bounds(first.year, first.month))
    return (
        posts.for_links()
        .annotate(on=on)
        .annotate(place=place, number=Window(Count("id"), partition_by="on"))
        .filter(place__lte=SHOWN_A_DAY)
        .order_by("publish_at", "id")
    )


def posts_on(day: date) -> QuerySet[Post]:
    """Return all posts of one day of the site's zone, the earliest time first."""
    zone = timezone.get_default_timezone()
    first = datetime(day.year, day.month, day.day, tzinfo=zone)
    after = first + timedelta(days=1)  # on the wall clock, whatever the hours of that day
    posts = Post.objects.not_withdrawn().published_in_month(first, after)
    return posts.for_links().order_by("publish_at", "id")
