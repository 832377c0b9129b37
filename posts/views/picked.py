"""A day that a reader picked in a field, with the year of birth or without."""

import re
from datetime import date
from typing import Final

from django.utils import timezone

from posts.dates import HistoricalDateError, parse
from posts.search import day_of

LONGEST_DATE: Final = 60  # characters of what was typed that are given back
FIRST_YEAR: Final = 1583  # from which every day is Gregorian
_MONTH_AND_DAY: Final = re.compile("([0-9]{1,2})-([0-9]{1,2})")


def day_picked(typed: str) -> tuple[int, int | None] | None:
    """Return the day of the year that a date field sends or that was typed, with a year if past.

    >>> day_picked("1969-07-20"), day_picked("7-20"), day_picked("30 February")
    ((720, 1969), (720, None), None)
    """
    if len(typed) > LONGEST_DATE:
        return None
    if found := _MONTH_AND_DAY.fullmatch(typed):
        typed = f"2000-{found[1]:0>2}-{found[2]:0>2}"
    key = day_of(typed)
    return None if key is None else (key, None if found else _past_year(_year_in(typed)))


def _year_in(typed: str) -> int:
    try:
        return parse(typed).year_start or 0
    except HistoricalDateError:  # a day without a year
        return 0


def day_of_birth(month_day: int, year: str) -> date | None:
    """Return the day in that year, None if it names no past year that has the day."""
    past = _past_year(int(year)) if re.fullmatch("[0-9]{4}", year) else None
    try:
        return date(past or 0, *divmod(month_day, 100))
    except ValueError:
        return None


def _past_year(year: int) -> int | None:
    return year if FIRST_YEAR <= year < timezone.localdate().year else None
