"""Extended Date/Time Format (ISO 8601-2): levels 0 and 1, and sets with two dots.

A digit mask says "1980s" (198X) or "5th century BC" (-04XX). Where none fits (BC decades, the
first century, five-digit years) the first and last year stand instead, and only the stored
precision tells them from a range of years.
"""

import re
from typing import Final

from .errors import HistoricalDateError, refusal
from .period import SEASONS, Kind, Period, Precision, Qualifier

MASKS: Final = {1: Precision.DECADE, 2: Precision.CENTURY, 3: Precision.MILLENNIUM}
UNMASKED: Final = frozenset(MASKS.values())
QUALIFIERS: Final = {str(qualifier): qualifier for qualifier in Qualifier}
DATE: Final = re.compile(
    r"""(?: (?P<long>Y-?[1-9][0-9]{4,})
          | (?P<year>-?[0-9]{4}) (?: -(?P<month>[0-9]{2}|XX) (?: -(?P<day>[0-9]{2}|XX) )? )?
          | (?P<sign>-?)(?P<mask>[0-9]X{3}|[0-9]{2}XX|[0-9]{3}X)
        ) (?P<qualifier>[?~%]?)""",
    re.VERBOSE | re.IGNORECASE,
)

type Ends = tuple[Kind, Period | None, Period | None]


def year_digits(year: int) -> str:
    if 0 <= year <= 9999:
        return f"{year:04}"
    return f"{year:05}" if -9999 <= year < 0 else f"Y{year}"


def write(kind: Kind, first: Period | None, last: Period | None) -> str:
    if kind is Kind.SINGLE and first is not None:
        return _single(first)
    opening = "" if first is None else _end(first, first.year)
    closing = "" if last is None else _end(last, last.last_year)
    if kind is Kind.ONEOF:
        return f"[{opening}..{closing}]"
    return f"{opening or '..'}/{closing or '..'}"


def _single(period: Period) -> str:
    opening, closing = _end(period, period.year), _end(period, period.last_year)
    return opening if opening == closing else f"{opening}/{closing}"


def _end(period: Period, bound: int) -> str:
    """Return the period's digits; `bound` is the year that stands in where no mask fits."""
    if period.month is not None:
        digits = f"{year_digits(period.year)}-{period.month:02}"
        if period.day is not None:
            digits += f"-{period.day:02}"
    else:
        digits = _mask(period) or year_digits(bound)
    return digits + period.qualifier


def _mask(period: Period) -> str:
    width = next((x for x, precision in MASKS.items() if precision is period.precision), 0)
    year = period.year
    masked = (-9999 <= year < 0 and width > 1) or year >= 10
    if not width or not masked:
        return ""
    sign = "-" if year < 0 else ""
    return f"{sign}{abs(year):04}"[:-width] + "X" * width


def read(text: str, precision: Precision | None = None) -> Ends | None:
    """Return kind, first and last of an EDTF text, or None if it is not one.

    `precision` is the stored one; without it, two years are a range of years.

    Raises HistoricalDateError for a text of the right shape that names no date.
    """
    if text.startswith("[") and text.endswith("]"):
        opening, dots, closing = text[1:-1].partition("..")
        kind = Kind.ONEOF
    else:
        opening, dots, closing = text.partition("/")
        kind = Kind.RANGE
    if not dots:
        period = _period(opening) if kind is Kind.RANGE else None
        return (Kind.SINGLE, period, period) if period else None
    return _two_ends(kind, opening, closing, precision)


def _two_ends(kind: Kind, opening: str, closing: str, precision: Precision | None) -> Ends | None:
    blank = "" if kind is Kind.ONEOF else ".."
    first = None if opening == blank else _period(opening)
    last = None if closing == blank else _period(closing)
    if (first is None and opening != blank) or (last is None and closing != blank):
        _refuse_unknown_end(opening, closing, first or last)
        return None
    if first is None and last is None:
        return None
    if precision in UNMASKED:
        first, last = _unmasked(first, precision), _unmasked(last, precision, at_end=True)
    if kind is Kind.RANGE and (first is None or last is None):
        kind = Kind.OPEN_START if first is None else Kind.OPEN_END
    return kind, first, last


def _refuse_unknown_end(opening: str, closing: str, known: Period | None) -> None:
    if known is not None and not (opening and closing):
        raise refusal("unknown_end", known=opening or closing)


def _period(text: str) -> Period | None:
    found = DATE.fullmatch(text)
    if found is None:
        return None
    qualifier = QUALIFIERS[found["qualifier"]]
    if found["mask"]:
        return _masked(found["sign"], found["mask"], qualifier)
    year = int(found["long"][1:] if found["long"] else found["year"])
    month, day = _number(found["month"]), _number(found["day"])
    if day is not None and month is not None:
        return Period(Precision.DAY, year, month, day, qualifier)
    if month is not None:
        precision = Precision.SEASON if month in SEASONS else Precision.MONTH
        return Period(precision, year, month, None, qualifier)
    return Period(Precision.YEAR, year, qualifier=qualifier)


def _number(digits: str | None) -> int | None:
    # XX leaves a day or month open, which is what the next coarser precision says.
    return None if digits is None or digits in ("XX", "xx") else int(digits)


def _masked(sign: str, mask: str, qualifier: Qualifier) -> Period:
    digits = mask.rstrip("Xx")
    precision = MASKS[4 - len(digits)]
    if sign and precision is Precision.DECADE:
        raise _no_bc_mask(mask, int(digits))
    if not sign and not int(digits):
        raise refusal("year_zero")
    index = -int(digits) - 1 if sign else int(digits)
    return Period.nth(precision, index, qualifier)


def _no_bc_mask(mask: str, tens: int) -> HistoricalDateError:
    # -048X is 490–481 BC, one year off what English calls the 480s.
    low = tens * 10
    return refusal(
        "bc_decade",
        decade=f"{low}s BC",
        decade_years=f"{low + 9}–{low or 1} BC",
        mask_years=f"{low + 10}–{low + 1} BC",
        mask=f"-{mask.upper()}",
    )


def _unmasked(
    period: Period | None, precision: Precision, *, at_end: bool = False
) -> Period | None:
    """Return the decade or longer that a bare year bounds, or the period itself if none."""
    if period is None or period.precision is not Precision.YEAR:
        return period
    if precision is Precision.DECADE and -8 <= period.year <= 9:
        return period
    whole = Period.around(precision, period.year, period.qualifier)
    bound = whole.last_year if at_end else whole.year
    return whole if bound == period.year and not _mask(whole) else period
