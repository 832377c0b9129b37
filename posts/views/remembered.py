"""The lines of a day of the year: which post stands there, in which year, and why."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from posts.dates import Anniversary as Key
from posts.dates import Calendar, civil, month_day_display
from posts.dates.calendar import year_name
from posts.dates.remembered import remembered_day
from posts.models import Post

# The calendar as written, and the one by which days of the year usually go.
STYLES = {"J": ("Old Style", "New Style"), "G": ("Gregorian", "Julian")}
ROLES = {"on": "", "start": "begins", "end": "ends"}
type Row = tuple[int, int, int]  # (Post.pk, key of the day, Julian Day Number) of an entry


@dataclass(frozen=True, slots=True)
class Remembered:
    """A post on one of its days: `year` is astronomical and goes with the digits of that day.

    `note` tells the day in both calendars where they differ.
    """

    post: Post
    month_day: int
    year: int
    role: str
    note: str
    is_old_style: bool

    @property
    def year_name(self) -> str:
        return year_name(self.year)

    @property
    def told(self) -> str:
        """What happened on it, and by which calendar; '' where the date says it all."""
        return ", ".join(filter(None, (ROLES[self.role], self.note)))


def lines_of(rows: Sequence[Row], posts: Mapping[int, Post]) -> list[Remembered]:
    """Return a line for each of the rows whose post is among `posts` and is still of that day.

    A post whose date was changed a moment ago is left out: its entries follow the save.
    """
    found = (_line(posts[pk], key, jdn) for pk, key, jdn in rows if pk in posts)
    return [line for line in found if line]


def _line(post: Post, month_day: int, jdn: int) -> Remembered | None:
    value = post.event_date
    days = post.days_of_the_year()
    for day in days:
        if value and day.month_day == month_day and _jdn(post, day) == jdn:
            others = [other for other in days if other.role == day.role and other != day]
            note, is_old_style = _style(post, day, others[0], jdn) if others else ("", False)
            year = remembered_day(value, day)[0]
            return Remembered(post, month_day, year, day.role, note, is_old_style)
    return None


def _jdn(post: Post, day: Key) -> int | None:
    return post.event_end if day.role == "end" else post.event_start


def _style(post: Post, day: Key, other: Key, jdn: int) -> tuple[str, bool]:
    """Return what is said of a day that two calendars name, and whether it is Old Style."""
    written_style, usual_style = STYLES[post.event_calendar]
    _, month, number = civil(jdn)
    if day.month_day == 100 * month + number:
        return f"{month_day_display(other.month_day)} {written_style}", False
    written, usual = month_day_display(day.month_day), month_day_display(other.month_day)
    note = f"{written} {written_style}, {usual} {usual_style}"
    return note, post.event_calendar == Calendar.JULIAN
