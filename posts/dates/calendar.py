"""Julian Day Numbers, month lengths and the reform of 1582.

Years are astronomical throughout: 0 is 1 BC, -43 is 44 BC. `//` floors, so the sums hold
for any year.
"""

from enum import StrEnum
from typing import Final

from .english import ENGLISH
from .errors import HistoricalDateError, refusal
from .language import current

MONTHS: Final = ENGLISH.months  # as they are typed, and told in what is refused
LENGTHS: Final = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
LEAP_LENGTHS: Final = (31, 29, *LENGTHS[2:])
REFORM: Final = 2_299_161
LAST_JULIAN: Final = (1582, 10, 4)
FIRST_GREGORIAN: Final = (1582, 10, 15)


class Calendar(StrEnum):
    """The calendar whose digits are written; H is Julian until 4 October 1582."""

    HISTORICAL = "H"
    JULIAN = "J"
    GREGORIAN = "G"


type Civil = tuple[int, int, int]


def _from_march(year: int, month: int) -> tuple[int, int]:
    # Counting from March puts the leap day last, where no month follows it.
    before_march = (14 - month) // 12
    return year + 4800 - before_march, month + 12 * before_march - 3


def _gregorian_to_jdn(year: int, month: int, day: int) -> int:
    years, months = _from_march(year, month)
    leap_days = years // 4 - years // 100 + years // 400
    return day + (153 * months + 2) // 5 + 365 * years + leap_days - 32045


def _julian_to_jdn(year: int, month: int, day: int) -> int:
    years, months = _from_march(year, month)
    return day + (153 * months + 2) // 5 + 365 * years + years // 4 - 32083


def _civil(days: int, centuries: int) -> Civil:
    years = (4 * days + 3) // 1461
    rest = days - 1461 * years // 4
    months = (5 * rest + 2) // 153
    after_december = months // 10
    return (
        100 * centuries + years - 4800 + after_december,
        months + 3 - 12 * after_december,
        rest - (153 * months + 2) // 5 + 1,
    )


def _jdn_to_gregorian(jdn: int) -> Civil:
    days = jdn + 32044
    centuries = (4 * days + 3) // 146097
    return _civil(days - 146097 * centuries // 4, centuries)


def _uses_julian(year: int, month: int, day: int, calendar: Calendar) -> bool:
    if calendar is Calendar.HISTORICAL:
        return (year, month, day) < FIRST_GREGORIAN
    return calendar is Calendar.JULIAN


def julian_day(year: int, month: int, day: int, calendar: Calendar = Calendar.HISTORICAL) -> int:
    """Return the Julian Day Number of a civil date that exists, in whole days.

    >>> julian_day(-43, 3, 15)  # the Ides of March, 44 BC
    1705426
    >>> julian_day(1582, 10, 15) - julian_day(1582, 10, 4)
    1
    """
    if _uses_julian(year, month, day, calendar):
        return _julian_to_jdn(year, month, day)
    return _gregorian_to_jdn(year, month, day)


def civil(jdn: int, calendar: Calendar = Calendar.HISTORICAL) -> Civil:
    """Return the (year, month, day) of a Julian Day Number.

    >>> civil(2421540), civil(2421540, Calendar.JULIAN)  # the October Revolution
    ((1917, 11, 7), (1917, 10, 25))
    """
    if calendar is Calendar.JULIAN or (calendar is Calendar.HISTORICAL and jdn < REFORM):
        return _civil(jdn + 32082, 0)
    return _jdn_to_gregorian(jdn)


def month_length(year: int, month: int, calendar: Calendar = Calendar.HISTORICAL) -> int:
    """Return the number of the month's last day (so 31 for the short October 1582)."""
    if month == 2 and year % 4 == 0:
        julian = _uses_julian(year, month, 29, calendar)
        return 29 if julian or year % 100 or year % 400 == 0 else 28
    return LENGTHS[month - 1]


def require_day(year: int, month: int, day: int, calendar: Calendar) -> None:
    """Raise HistoricalDateError unless `calendar` has this day."""
    if day < 1:
        raise refusal("day_zero")
    if day > 28 and day > (days := month_length(year, month, calendar)):
        raise _no_such_day(year, month, days)
    if calendar is Calendar.HISTORICAL and LAST_JULIAN < (year, month, day) < FIRST_GREGORIAN:
        raise refusal("gap_1582")


def _no_such_day(year: int, month: int, days: int) -> HistoricalDateError:
    name = MONTHS[month - 1]
    if month != 2:
        return refusal("day_range", month=name, days=days, where="")
    julian_days = month_length(year, month, Calendar.JULIAN)
    where = " in the Gregorian calendar" if days < julian_days else ""
    return refusal("day_range", month=f"{name} {year_name(year)}", days=days, where=where)


def with_era(number: str, *, bc: bool, ad: bool) -> str:
    if not (bc or ad):
        return number
    words = current()
    return (words.bc if bc else words.ad).format(number)


def year_name(year: int, *, always_ad: bool = False) -> str:
    """Return the year in words, with AD below 1000.

    >>> year_name(-43), year_name(79), year_name(1066)
    ('44 BC', 'AD 79', '1066')
    """
    number = year if year > 0 else 1 - year
    return with_era(str(number), bc=year < 1, ad=always_ad or year < 1000)
