"""Days and years that were typed where words are looked for."""

import re
from typing import Final

from posts import dates
from posts.dates import HistoricalDate, HistoricalDateError, Kind, Precision, parse
from posts.search.words import words

_DAY_WITHOUT_YEAR: Final = re.compile(r"\D*\d{1,2}\D*")
_A_LEAP_YEAR: Final = 2000
_IN_WORDS: Final = (Precision.DAY, Precision.MONTH, Precision.SEASON)


def day_of(typed: str) -> int | None:
    """Return the day of the year (527 is 27 May) that was typed, with its year or without.

    >>> day_of("27 May 1997"), day_of("May 27"), day_of("29 February"), day_of("May 1997")
    (527, 527, 229, None)
    """
    if '"' in typed:
        return None
    date = _date(typed)
    if date is None and _DAY_WITHOUT_YEAR.fullmatch(typed):
        date = _date(f"{typed} {_A_LEAP_YEAR}")
    if date is None or date.kind is not Kind.SINGLE or date.precision is not Precision.DAY:
        return None
    keys = date.anniversaries()
    return keys[0].month_day if keys else None


def named_day(typed: str) -> int | None:
    """Return the day of the year that is known by the name that was typed, as "D-Day"."""
    return None if '"' in typed else dates.named_day(words(typed))


def year_of(typed: str) -> int | None:
    """Return the astronomical year that was typed.

    >>> year_of("1997"), year_of("44 BC"), year_of("12"), year_of("c. 1200")
    (1997, -43, None, None)
    """
    date = _date(typed)
    if date is None or date.kind is not Kind.SINGLE or date.qualifier or not date.first:
        return None
    return date.first.year if date.precision is Precision.YEAR else None


def in_words(typed: str) -> str:
    """Return a day, month or season of a year as readers see it, and anything else as typed.

    >>> in_words("27.5.1997"), in_words("winter 1902/3"), in_words("paris 1997")
    ('27 May 1997', 'winter 1902–03', 'paris 1997')
    """
    date = _date(typed) if any(map(str.isdecimal, typed)) else None
    if date is None or date.kind is not Kind.SINGLE or date.qualifier:
        return typed
    return str(date) if date.precision in _IN_WORDS else typed


def _date(typed: str) -> HistoricalDate | None:
    try:
        return parse(typed)
    except HistoricalDateError:
        return None
