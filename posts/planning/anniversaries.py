"""Round anniversaries to come, by which one plans what to write."""

import calendar
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Case, F, Q, QuerySet, Value, When
from django.db.models.expressions import Combinable
from django.db.models.lookups import Exact, GreaterThan, LessThanOrEqual

from posts.dates import AnniversaryRule, DayOfYear, from_edtf, remembered_day
from posts.dates.anniversaries import is_round
from posts.models import Anniversary, Post, PostQuerySet

MONTHS_AHEAD = 24
_COLUMNS = (
    *("post_id", "month_day", "role", "year", "post__anniversary_rule"),
    *("post__event_edtf", "post__event_calendar", "post__event_precision"),
)


@dataclass(frozen=True, slots=True)
class AnniversaryAhead:
    """The `number`-th anniversary of a post, on the civil day on which readers are reminded.

    `month_day` is the day of the year it goes by: 229 is kept on 28 February where that year
    has no 29th. `role` is that of the stored anniversary: on, start or end.
    """

    on: date
    number: int
    month_day: int
    role: str
    post_id: int

    @property
    def is_hundred(self) -> bool:
        return self.number % 100 == 0

    @property
    def told(self) -> str:
        return {"start": "since it began", "end": "since it ended"}.get(self.role, "")


def months_later(start: date, months: int) -> date:
    """Return the same day `months` later, or the first of the next month where there is none."""
    year, month = divmod(12 * start.year + start.month - 1 + months, 12)
    if start.day <= calendar.monthrange(year, month + 1)[1]:
        return date(year, month + 1, start.day)
    return date(year + (month + 1) // 12, (month + 1) % 12 + 1, 1)


def anniversaries_ahead(start: date, months: int = MONTHS_AHEAD) -> list[AnniversaryAhead]:
    """Return every milestone of a post not withdrawn, from `start` to before `months` later.

    They stand by date; of one day the hundreds come first, then the greater numbers. Takes
    one query, which leaves out what cannot be round in any of the years concerned.
    """
    end = months_later(start, months)
    rows = _rows(range(start.year, end.year + 1), Post.objects.not_withdrawn())
    return _milestones(rows, start, end)


def round_this_month(today: date, most: int) -> list[tuple[AnniversaryAhead, Post]]:
    """Return the greatest milestones of public posts in a month, by date, in two queries."""
    first = today.replace(day=1)
    rows = _rows([today.year], Post.objects.published())
    days = (100 * first.month, 100 * first.month + 31)
    found = _milestones(rows.filter(month_day__range=days), first, months_later(first, 1))
    greatest = sorted(found, key=lambda each: (not each.is_hundred, -each.number))[:most]
    return with_posts([each for each in found if each in greatest])


def _milestones(rows: QuerySet[Anniversary, Any], start: date, end: date) -> list[AnniversaryAhead]:
    years = range(start.year, end.year + 1)
    found = (
        AnniversaryAhead(on, target - year, month_day, role, post)
        for post, month_day, role, year in _years_of(rows)
        for target in years
        if is_round(target - year) and start <= (on := _kept_on(month_day, target)) < end
    )
    return sorted(found, key=lambda m: (m.on, not m.is_hundred, -m.number, m.post_id, m.role))


def hundreds_first(milestones: Iterable[AnniversaryAhead]) -> list[AnniversaryAhead]:
    """Return the whole list with all hundreds before all others, each part by date as it was."""
    return sorted(milestones, key=lambda milestone: not milestone.is_hundred)


def with_posts(milestones: Sequence[AnniversaryAhead]) -> list[tuple[AnniversaryAhead, Post]]:
    """Return the milestones beside their posts, in one query."""
    posts = Post.objects.for_links().in_bulk({milestone.post_id for milestone in milestones})
    return [(each, posts[each.post_id]) for each in milestones if each.post_id in posts]


def _kept_on(month_day: int, year: int) -> date:
    month, day = divmod(month_day, 100)
    is_missing = month_day == 229 and not calendar.isleap(year)
    return date(year, month, 28 if is_missing else day)


def _rows(years: Iterable[int], posts: PostQuerySet) -> QuerySet[Anniversary, Any]:
    """Return the anniversaries of posts that may be round in one of `years`, and few others.

    A day kept as written can lie in another year than the columns tell: it is looked at by
    itself afterwards.
    """
    year = Case(When(role="end", then=F("post__year_end")), default=F("post__year_start"))
    as_written = Q(post__anniversary_rule=AnniversaryRule.AS_WRITTEN)
    wanted = as_written
    for target in years:
        wanted |= _is_round(Value(target) - F("year"))
    rows = Anniversary.objects.filter(is_alt=False, post__in=posts.order_by().values("pk"))
    return rows.annotate(year=year).filter(wanted).order_by().values_list(*_COLUMNS)


def _is_round(number: Combinable) -> Q:
    by_25, by_10 = Q(Exact(number % 25, 0)), Q(Exact(number % 10, 0))
    return Q(GreaterThan(number, 0)) & (by_25 | (by_10 & Q(LessThanOrEqual(number, 100))))


def _years_of(rows: Iterable[Any]) -> Iterable[tuple[int, int, str, int]]:
    """Yield (post, day of the year, role, astronomical year of that day)."""
    for post, month_day, role, year, rule, *stored in rows:
        if rule == AnniversaryRule.AS_WRITTEN:
            year = remembered_day(from_edtf(*stored), DayOfYear(month_day, role, False))[0]
        yield post, month_day, role, year
