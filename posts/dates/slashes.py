"""What to write instead of a slash, where it does not join one day's two styles."""

from copy import copy
from typing import Final

from . import ranges
from .calendar import REFORM, Calendar, civil
from .display import display, period_name
from .errors import HistoricalDateError, refusal
from .grammar import Written
from .period import Kind, Period
from .value import HistoricalDate
from .winters import full_year

LAST_DOUBLE_YEAR: Final = 1752  # England began its years on 25 March until then.
LADY_DAY: Final = (3, 25)


def slash_refusal(left: Written, right: Written) -> HistoricalDateError:
    ranges.refuse_season_turn(left, right)
    if ranges.is_double_year(left, right):
        return _double_year(left, right)
    try:
        return _two_or_one(*ranges.pair(copy(left), copy(right), dashed=True))
    except HistoricalDateError:
        return refusal("slash")


def _double_year(left: Written, right: Written) -> HistoricalDateError:
    early, era = left.year or "", right.era or left.era or "ad"
    written = f"{early}/{right.year}"
    late = full_year(early, right.year or "", era)
    first, last = copy(left), copy(left)
    first.era = last.era = era
    last.year = late
    start, end = ranges.period(first), ranges.period(last)
    if left.is_bare_year:
        years = display(HistoricalDate.of(Calendar.HISTORICAL, Kind.RANGE, start, end))
        return refusal("double_year:span", years=years, written=written)
    day = end.month or 0, end.day or 1
    if era == "ad" and end.year <= LAST_DOUBLE_YEAR and day < LADY_DAY:
        mark = " (O.S.)" if end.first_day(Calendar.JULIAN) >= REFORM else ""
        return refusal("double_year", date=f"{period_name(end)}{mark}", written=written)
    return refusal("double_year:late", first=period_name(start), last=period_name(end))


def _two_or_one(first: Period, last: Period) -> HistoricalDateError:
    """Return the refusal of "May/June 1940", and of "12/23 May 1700", which may be one day."""
    kinds = (Kind.RANGE, Kind.ONEOF)
    both, one = (str(HistoricalDate.of(Calendar.HISTORICAL, kind, first, last)) for kind in kinds)
    if first.day and first.first_day(Calendar.JULIAN) >= REFORM:
        day = HistoricalDate.of(Calendar.JULIAN, Kind.SINGLE, first, first)
        if civil(day.sort) == (last.year, last.month, last.day):
            return refusal("slash:styles", styles=str(day), both=both)
    return refusal("slash:both", both=both, one=one)
