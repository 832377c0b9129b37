"""The lines of a day of the year: which post stands there, in which year, and why."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from posts.dates import (
    Calendar,
    DayOfYear,
    HistoricalDate,
    Since,
    civil,
    datetime_attribute,
    month_day_display,
    remembered_day,
    styles,
)
from posts.dates.calendar import year_name
from posts.dates.distance import ABOUT
from posts.models import Post

type Row = tuple[int, int, int]  # (Post.pk, key of the day, Julian Day Number) of an entry


@dataclass(frozen=True, slots=True)
class Remembered:
    """A post on one of its days; `note` tells the day in both calendars where they differ."""

    post: Post
    value: HistoricalDate
    key: DayOfYear
    note: str
    is_old_style: bool

    @property
    def month_day(self) -> int:
        return self.key.month_day

    @property
    def role(self) -> str:
        return self.key.role

    @property
    def year(self) -> int:
        """Astronomical, and that of the calendar by which the day goes."""
        return remembered_day(self.value, self.key)[0]

    @property
    def since(self) -> Since:
        return Since(self.year, self.key.month_day, word=ABOUT if self.value.qualifier else "")

    @property
    def year_name(self) -> str:
        return year_name(self.year)

    @property
    def datetime(self) -> str:
        return datetime_attribute(self.value)

    @property
    def told(self) -> str:
        """What happened on it, and by which calendar; '' where the date says it all."""
        return ", ".join(filter(None, (self.key.role_word, self.note)))


def lines_of(rows: Sequence[Row], posts: Mapping[int, Post]) -> list[Remembered]:
    """Return a line for each of the rows whose post is among `posts` and is still of that day.

    A post whose date was changed a moment ago is left out: its entries follow the save.
    """
    found = (_line(posts[pk], key, jdn) for pk, key, jdn in rows if pk in posts)
    return [line for line in found if line]


def lines_of_post(post: Post) -> Iterator[tuple[Remembered, int]]:
    """Yield the line of each day on which a post is listed, with its Julian Day Number."""
    value = post.event_date
    days = value.anniversaries(post.anniversary_rule) if value else ()
    for day in days:
        jdn = post.event_end if day.role == "end" else post.event_start
        if value is not None and jdn is not None:
            others = [other for other in days if other.role == day.role and other != day]
            note, is_old_style = _style(post, day, others[0], jdn) if others else ("", False)
            yield Remembered(post, value, day, note, is_old_style), jdn


def _line(post: Post, month_day: int, jdn: int) -> Remembered | None:
    lines = (line for line, at in lines_of_post(post) if (line.month_day, at) == (month_day, jdn))
    return next(lines, None)


def _style(post: Post, day: DayOfYear, other: DayOfYear, jdn: int) -> tuple[str, bool]:
    """Return what is said of a day that two calendars name, and whether it is Old Style."""
    written_style, usual_style = styles(post.event_calendar)
    _, month, number = civil(jdn)
    if day.month_day == 100 * month + number:
        return f"{month_day_display(other.month_day)} {written_style}", False
    written, usual = month_day_display(day.month_day), month_day_display(other.month_day)
    note = f"{written} {written_style}, {usual} {usual_style}"
    return note, post.event_calendar == Calendar.JULIAN
