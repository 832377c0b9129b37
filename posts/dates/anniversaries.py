"""On-this-day keys: the day of the year each stands for, and which of them are near.

A day of the year is its key: 527 is 27 May. After 31 December comes 1 January.
"""

from collections.abc import Iterable
from typing import Final

from .calendar import LEAP_LENGTHS, Calendar, Civil, civil, julian_day, month_length
from .language import current
from .value import AnniversaryRule, DayOfYear, HistoricalDate

_STYLES: Final = {Calendar.JULIAN: ("old", "new"), Calendar.GREGORIAN: ("gregorian", "julian")}

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


def styles(calendar: str) -> tuple[str, str]:
    """Return what days are called by a date's calendar, and by the one they usually go by."""
    written, usual = _STYLES[Calendar(calendar)]
    return current().styles[written], current().styles[usual]


def second_style(calendar: str, rule: str) -> str:
    """Return what a second day of the year goes by: the written calendar, unless that is first.

    '' where the two calendars do not differ, so that there is no second day.
    """
    if calendar not in _STYLES:
        return ""
    written, usual = styles(calendar)
    return usual if rule == AnniversaryRule.AS_WRITTEN else written


def is_round(years: int) -> bool:
    """Whether an anniversary is round: multiples of 10 and 25 up to 100 years, then of 25.

    The rule is that of Wikipedia's selected anniversaries.

    >>> [years for years in range(141) if is_round(years)]
    [10, 20, 25, 30, 40, 50, 60, 70, 75, 80, 90, 100, 125]
    """
    return years > 0 and (years % 25 == 0 or (years <= 100 and years % 10 == 0))


def days_around(month_day: int, reach: int) -> tuple[int, ...]:
    """Return the day with `reach` days before it and as many after it.

    >>> days_around(228, 2), days_around(101, 1)
    ((226, 227, 228, 229, 301), (1231, 101, 102))
    """
    place = _PLACES[month_day]
    return tuple(DAYS[at % len(DAYS)] for at in range(place - reach, place + reach + 1))


def week_around(month_day: int) -> tuple[int, ...]:
    return days_around(month_day, 3)


def nearest_days(month_day: int, days: Iterable[int]) -> list[int]:
    """Return the last of `days` before the day and the first after it; once if they are one.

    >>> nearest_days(703, [101, 620, 1014]), nearest_days(101, [214, 620]), nearest_days(101, [])
    ([620, 1014], [620, 214], [])
    """
    place = _PLACES[month_day]
    others = sorted((_PLACES[day] - place) % len(DAYS) for day in {*days} - {month_day})
    ends = [others[-1], others[0]] if others else []
    return [DAYS[(place + steps) % len(DAYS)] for steps in dict.fromkeys(ends)]


def days_between(month_day: int, other: int, year: int) -> int:
    """Return the days from one day of a year to another by the shorter way, below 0 if back.

    29 February is the 28th in a year without one.

    >>> days_between(1129, 1125, 2026), days_between(1230, 102, 2026), days_between(101, 1230, 2026)
    (-4, 3, -2)
    >>> days_between(228, 301, 2026), days_between(228, 301, 2028), days_between(228, 229, 2026)
    (1, 2, 0)
    """
    length = 366 if month_length(year, 2, Calendar.GREGORIAN) == 29 else 365
    first, last = (_day_number(key, year) for key in (month_day, other))
    steps = (last - first) % length
    return steps if steps <= length // 2 else steps - length


def _day_number(key: int, year: int) -> int:
    month, day = divmod(key, 100)
    return julian_day(
        year, month, min(day, month_length(year, month, Calendar.GREGORIAN)), Calendar.GREGORIAN
    )
