"""On-this-day keys: the day of the year each stands for, and how long ago that was.

A day of the year is its key: 527 is 27 May. After 31 December comes 1 January.
"""

from collections.abc import Iterable
from typing import Final

from .calendar import LEAP_LENGTHS, Calendar, Civil, civil
from .value import AnniversaryRule, DayOfYear, HistoricalDate

# Of a date's calendar, what days are called by it, and by the one that days usually go by.
STYLES: Final = {
    Calendar.JULIAN: ("Old Style", "New Style"),
    Calendar.GREGORIAN: ("Gregorian", "Julian"),
}

DAYS: Final = tuple(
    100 * month + day
    for month, length in enumerate(LEAP_LENGTHS, 1)
    for day in range(1, length + 1)
)
_PLACES: Final = {day: place for place, day in enumerate(DAYS)}


def remembered_day(value: HistoricalDate, key: DayOfYear) -> Civil:
    """Return the (astronomical year, month, day) that one of `value.anniversaries()` means.

    The two styles of a day can lie in different years.

    >>> from .parse import parse
    >>> value = parse("25 December 1917 (O.S.)")
    >>> [remembered_day(value, key) for key in value.anniversaries()]
    [(1918, 1, 7), (1917, 12, 25)]
    """
    period = value.last if key.role == "end" else value.first
    if period is None:
        raise ValueError(f"{value!r} has no key {key}")
    styles = (
        civil(period.first_day(value.calendar)),
        (period.year, period.month or 0, period.day or 0),
    )
    return next(day for day in styles if day[1] * 100 + day[2] == key.month_day)


def second_style(calendar: str, rule: str) -> str:
    """Return what a second day of the year goes by: the written calendar, unless that is first.

    '' where the two calendars do not differ, so that there is no second day.
    """
    written, usual = STYLES.get(Calendar(calendar), ("", ""))
    return usual if rule == AnniversaryRule.AS_WRITTEN else written


def years_ago(year: int, this_year: int) -> str:
    """Return the distance between two astronomical years in words, without a year 0.

    >>> years_ago(1997, 2026), years_ago(0, 1), years_ago(-43, 2026)
    ('29 years ago', '1 year ago', '2069 years ago')
    """
    years = this_year - year
    if years == 0:
        return "this year"
    number = f"{abs(years)} year{'' if abs(years) == 1 else 's'}"
    return f"{number} ago" if years > 0 else f"in {number}"


def days_around(month_day: int, reach: int) -> tuple[int, ...]:
    """Return the day with `reach` days before it and as many after it.

    >>> days_around(228, 2), days_around(101, 1)
    ((226, 227, 228, 229, 301), (1231, 101, 102))
    """
    place = _PLACES[month_day]
    return tuple(DAYS[at % len(DAYS)] for at in range(place - reach, place + reach + 1))


def nearest_days(month_day: int, days: Iterable[int]) -> list[int]:
    """Return the last of `days` before the day and the first after it; once if they are one.

    >>> nearest_days(703, [101, 620, 1014]), nearest_days(101, [214, 620]), nearest_days(101, [])
    ([620, 1014], [620, 214], [])
    """
    place = _PLACES[month_day]
    others = sorted((_PLACES[day] - place) % len(DAYS) for day in {*days} - {month_day})
    ends = [others[-1], others[0]] if others else []
    return [DAYS[(place + steps) % len(DAYS)] for steps in dict.fromkeys(ends)]
