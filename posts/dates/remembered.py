"""Which day of which year an on-this-day key stands for, and how long ago that was."""

from .calendar import Civil, civil
from .value import Anniversary, HistoricalDate


def remembered_day(value: HistoricalDate, key: Anniversary) -> Civil:
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
