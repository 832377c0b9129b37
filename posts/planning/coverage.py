"""The year to plan by: what each of its 366 days has, and what stands on one of them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from django.db.models import Case, Count, F, QuerySet, When

from posts.dates import ROLE_WORDS, DayOfYear, remembered_day, today_keys
from posts.dates.anniversaries import DAYS
from posts.dates.calendar import year_name
from posts.models import LONG_TEXTS, Anniversary, Post

STATES = ("published", "scheduled", "drafted", "empty")


@dataclass(frozen=True, slots=True)
class Day:
    """How many posts are remembered on a day of the year (527 is 27 May).

    `drafted` are drafts and posts in review; withdrawn posts count nowhere. A post counts on
    the days it is remembered on, not on those that another calendar would give.
    """

    month_day: int
    published: int = 0
    scheduled: int = 0
    drafted: int = 0

    @property
    def month(self) -> int:
        return self.month_day // 100

    @property
    def day(self) -> int:
        return self.month_day % 100

    @property
    def number(self) -> int:
        return self.published + self.scheduled + self.drafted

    @property
    def state(self) -> str:
        """Return what the day has that is nearest to readers: one of STATES."""
        return next((state for state in STATES[:3] if getattr(self, state)), "empty")


@dataclass(frozen=True, slots=True)
class Coverage:
    days: tuple[Day, ...]

    @property
    def numbers(self) -> dict[str, int]:
        """Return how many days each state has; together they are 366."""
        return {state: sum(day.state == state for day in self.days) for state in STATES}

    @property
    def months(self) -> list[tuple[int, list[Day]]]:
        return [(month, list(days)) for month, days in groupby(self.days, lambda day: day.month)]

    def empty_after(self, today: date, number: int) -> list[Day]:
        """Return the next `number` days without any post from `today` on, round the year."""
        place = DAYS.index(100 * today.month + today.day)
        ahead = (*self.days[place:], *self.days[:place])
        return [day for day in ahead if day.state == "empty"][:number]


def coverage(now: datetime) -> Coverage:
    """Return all 366 days with their posts by what readers see at `now`, in three queries."""
    published = _numbers(Post.objects.published(now))
    scheduled = _numbers(Post.objects.scheduled(now))
    drafted = _numbers(Post.objects.in_the_works())
    numbers = (published, scheduled, drafted)
    return Coverage(tuple(Day(key, *(each.get(key, 0) for each in numbers)) for key in DAYS))


def _numbers(posts: QuerySet[Post]) -> Mapping[int, int]:
    """Return how many of `posts` each day has; a range that ends on its first day counts once."""
    rows = Anniversary.objects.filter(is_alt=False, post__in=posts.order_by().values("pk"))
    return dict(rows.order_by().values_list("month_day").annotate(n=Count("post", distinct=True)))


@dataclass(frozen=True, slots=True)
class DayLine:
    """A post on one of its days; `year` is that of the day (astronomical: 0 is 1 BC)."""

    post: Post
    role: str
    year: int

    @property
    def year_name(self) -> str:
        return year_name(self.year)

    @property
    def told(self) -> str:
        return ROLE_WORDS[self.role]


def remembered(month_day: int) -> QuerySet[Anniversary]:
    """Return what a day of the year has but for withdrawn posts, the earliest year first."""
    first_day = Case(When(role="end", then=F("post__event_end")), default=F("post__event_start"))
    long = [f"post__{name}" for name in LONG_TEXTS]
    rows = Anniversary.objects.filter(month_day=month_day, is_alt=False)
    rows = rows.exclude(post__status=Post.Status.WITHDRAWN)
    return rows.select_related("post").defer(*long).order_by(first_day, "post_id", "role")


def lines_of(rows: Iterable[Anniversary]) -> list[DayLine]:
    return [DayLine(row.post, row.role, _year(row)) for row in rows]


def _year(row: Anniversary) -> int:
    value = row.post.event_date
    if value is None:  # Its date was taken away between two queries.
        return row.post.year_start or 0
    return remembered_day(value, DayOfYear(row.month_day, row.role, row.is_alt))[0]


def days_ahead(start: date, end: date) -> set[int]:
    """Return the days of the year that readers are reminded of from `start` to before `end`."""
    dates = map(date.fromordinal, range(start.toordinal(), end.toordinal()))
    return {key for day in dates for key in today_keys(day.month, day.day, day.year)}
