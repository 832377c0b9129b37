"""From the pieces of one date, or of a range's two ends, to periods."""

from typing import Final

from .calendar import MONTHS
from .display import is_short_bc
from .english import ordinal
from .errors import HistoricalDateError, refusal
from .grammar import Written, season_turn
from .period import SEASONS, WINTER, Period, Precision, Qualifier
from .tokens import unrecognised
from .winters import is_next_year

type Pair = tuple[Period, Period]

DATED: Final = range(1, 13)
BOTH_ERAS: Final = {"both_bc": "431–404 BC", "bc_to_ad": "27 BC – AD 14"}


def period(part: Written) -> Period:
    """Return the period that these pieces make; raise HistoricalDateError if one is missing."""
    qualifier = Qualifier.of(circa=part.circa, uncertain=part.uncertain)
    if part.unit is not None:
        return _nth(part, part.unit, qualifier)
    if part.ordinal is not None:
        raise unrecognised()
    if part.iso_month and part.era:
        raise refusal("range_era", **BOTH_ERAS)
    if part.year is None:
        raise _yearless(part)
    year = _astronomical(part.year, part.era)
    if part.day is not None and part.month is not None:
        return Period(Precision.DAY, year, part.month, part.day, qualifier)
    if part.day is not None:
        raise unrecognised()
    if part.month is not None:
        precision = Precision.SEASON if part.month in SEASONS else Precision.MONTH
        return Period(precision, year, part.month, None, qualifier)
    return Period(Precision.YEAR, year, qualifier=qualifier)


def _yearless(part: Written) -> HistoricalDateError:
    if part.day is not None and part.day > 31:
        return refusal("short_year", number=part.day)
    return refusal("year_missing") if part.month is not None else unrecognised()


def _astronomical(digits: str, era: str) -> int:
    number = int(digits)
    if number == 0:
        raise refusal("year_zero")
    if not era and len(digits) <= 2:
        raise refusal("short_year", number=number)
    return 1 - number if era == "bc" else number


def _nth(part: Written, unit: Precision, qualifier: Qualifier) -> Period:
    if unit is Precision.DECADE:
        return _decade(part, qualifier)
    if part.ordinal is None or part.year is not None:
        raise unrecognised()
    if part.ordinal == 0:
        raise refusal("year_zero")
    index = -part.ordinal if part.era == "bc" else part.ordinal - 1
    return Period.nth(unit, index, qualifier)


def _decade(part: Written, qualifier: Qualifier) -> Period:
    if part.year is None or part.ordinal is not None:
        raise unrecognised()
    number, is_bc = int(part.year), part.era == "bc"
    if not part.era and 0 < number < 100:
        raise refusal("short_year", number=number)
    if number % 100 == 0 and number and not part.is_named_decade:
        raise _hundreds(number, is_bc=is_bc)
    tens = number // 10
    return Period.nth(Precision.DECADE, -tens - 1 if is_bc else tens, qualifier)


def _hundreds(number: int, *, is_bc: bool) -> HistoricalDateError:
    century = ordinal(number // 100 + 1)
    if is_bc:
        return refusal(
            "ambiguous_hundreds",
            century=f"{century} century BC",
            years=f"{number + 100}–{number + 1} BC",
            decade=f"{number + 9}–{number} BC",
        )
    return refusal(
        "ambiguous_hundreds",
        century=f"{century} century",
        years=f"{number}–{number + 99}",
        decade=f"{number}–{number + 9}",
    )


def single(part: Written) -> Period | Pair:
    """Return the period, or the pair that "1914-18" abbreviates.

    ISO's year and month wins where there is such a month ("1809-10" is October 1809). Raises
    HistoricalDateError for "1921-22", which is a range to most and summer 1921 in EDTF.
    """
    is_year_and_digits = part.iso_month and part.day is None and not part.era
    if not is_year_and_digits or part.month in DATED:
        return period(part)
    later = _completed(part.year or "", part.iso_month)
    if later is None:
        return period(part)
    if part.month in SEASONS:
        raise _season_or_range(part.year or "", later, part.month or 0)
    first, last = Written(year=part.year, circa=part.circa), Written(year=later)
    last.uncertain, last.circa = part.uncertain, part.circa
    return period(first), period(last)


def _completed(start: str, end: str) -> str | None:
    """Return "1918" for the "18" of 1914-18, or None if that is not a later year."""
    whole = start[: -len(end)] + end
    return whole if int(whole) > int(start) else None


def _season_or_range(start: str, end: str, season: int) -> HistoricalDateError:
    years, other = f"{start}–{end}", f"{SEASONS[season]} {start}"
    return refusal("ambiguous_range", years=years, other=other, unit="season")


def pair(start: Written, end: Written, *, dashed: bool) -> Pair:
    """Return both ends, each lent what it leaves to the other.

    "c." before a dash covers both ends if they turn out equally precise ("c. 1200–1250"), but
    only its own end after "from" or "between", and in "c. 1200 – 14 May 1250".
    """
    if dashed:
        refuse_season_turn(start, end)
        _refuse_short_bc(start, end)
    _lend_year_digits(start, end)
    if start.is_year_first:
        _lend_first_year(start, end)
    _lend_words(start, end)
    _lend_era(start, end)
    first, last = period(start), period(end)
    if dashed and start.circa and first.precision is last.precision:
        end.circa = True
        last = period(end)
    return first, last


def is_double_year(start: Written, end: Written) -> bool:
    """Whether `end` is the year after the start's, in full or abbreviated (1731/32)."""
    if start.year is None or end.year is None or not end.is_bare_year or start.unit:
        return False
    return is_next_year(start.year, end.year, start.era, end.era)


def refuse_season_turn(start: Written, end: Written) -> None:
    """Refuse "summer 1956–57": of the seasons only a winter has two years."""
    if start.month in SEASONS and start.month != WINTER and is_double_year(start, end):
        year = _astronomical(start.year or "", start.era or end.era or "ad")
        raise season_turn(start.month, year)


def _lend_year_digits(start: Written, end: Written) -> None:
    """Let the year of "1914–18" and the decade of "1980s–90s" begin as the first one does."""
    if start.year is None or end.year is None or end.era or start.era == "bc":
        return
    are_years = (start.is_bare_year or start.month in SEASONS) and end.is_bare_year
    are_decades = start.unit is Precision.DECADE and end.unit is Precision.DECADE
    if not are_years and not are_decades:
        return
    if len(end.year) > 2 or len(end.year) >= len(start.year):
        return
    if are_years and len(end.year) == 2 and len(start.year) == 4 and not start.era:
        _refuse_month_or_range(start.year, end.year)
    end.year = start.year[: -len(end.year)] + end.year


def _refuse_month_or_range(start: str, end: str) -> None:
    """Refuse "1809–10" with a dash: typographers mean 1810 by it, ISO's hyphen October."""
    number = int(end)
    later = _completed(start, end)
    if number in DATED:
        years = f"{start}–{later or int(start[:2] + end) + 100}"
        other = f"{MONTHS[number - 1]} {start}"
        raise refusal("ambiguous_range", years=years, other=other, unit="month")
    if number in SEASONS and later is not None:
        raise _season_or_range(start, later, number)


def _refuse_short_bc(start: Written, end: Written) -> None:
    """Refuse "490–80 BC", which may end in 480 BC or in 80 BC, but not "100–44 BC"."""
    if end.era != "bc" or start.era or not (start.is_bare_year and end.is_bare_year):
        return
    if is_short_bc(start.year or "", end.year or ""):
        early, late = start.year or "", end.year or ""
        whole = early[: -len(late)] + late
        raise refusal("ambiguous_bc", whole=f"{early}–{whole} BC", short=f"{early} BC – {late} BC")


def _lend_first_year(start: Written, end: Written) -> None:
    """Let "1863 July 1–3" and "27 BC January 16 – March 4" end in the year they begin with."""
    if start.day is not None and end.month is None and end.unit is None:
        if _is_day_number(end):
            end.day, end.year = int(end.year or "0"), None
        elif end.ordinal is not None:
            end.day, end.ordinal = end.ordinal, None
    if end.year is None and (end.day or end.month) is not None:
        end.year, end.era = start.year, end.era or start.era


def _lend_words(start: Written, end: Written) -> None:
    """Lend day ranges their month, months their year and ordinals their century."""
    if end.day is not None and end.month is None and start.month in DATED:
        end.month = start.month
    if start.ordinal is not None and start.unit is None and start.year is None:
        _lend_to_ordinal(start, end)
    if _is_day_number(start) and end.day is not None and end.month is not None:
        start.day, start.year, start.month = int(start.year or "0"), None, end.month
    if start.year is None and start.unit is None and end.month is not None:
        _take_year(start, end)


def _lend_to_ordinal(start: Written, end: Written) -> None:
    if end.unit in (Precision.CENTURY, Precision.MILLENNIUM):
        start.unit = end.unit
    elif end.day is not None:
        start.day, start.month, start.ordinal = start.ordinal, end.month, None


def _is_day_number(part: Written) -> bool:
    return part.is_bare_year and not part.era and len(part.year or "") <= 2


def _take_year(start: Written, end: Written) -> None:
    if end.day is None and end.era and start.day is not None:
        # In "May 20 – June 19 BC" the 20 may be a day or a year.
        raise refusal("range_era", **BOTH_ERAS)
    start.year, start.era = end.year, start.era or end.era


def _lend_era(start: Written, end: Written) -> None:
    if end.era and not start.era:
        start.era = end.era
    elif start.era == "ad" and not end.era:
        end.era = "ad"
    elif start.era == "bc" and not end.era and _could_be_bc(start, end):
        raise _one_era(start, end)


def _could_be_bc(start: Written, end: Written) -> bool:
    """Whether the end could lie in BC too; "27 BC – 476" can only end in AD 476."""
    if start.unit is not end.unit:
        return True
    if start.unit is not None and start.ordinal is not None:
        return (end.ordinal or 0) <= start.ordinal
    return int(end.year or "0") <= int(start.year or "0")


def _one_era(start: Written, end: Written) -> HistoricalDateError:
    early, late = (Written(year=part.year, era="bc") for part in (start, end))
    if start.unit is not None or end.unit is not None or not early.year or not late.year:
        return refusal("range_era", **BOTH_ERAS)
    both_bc = f"{int(early.year)}–{int(late.year)} BC"
    bc_to_ad = f"{int(early.year)} BC – AD {int(late.year)}"
    return refusal("range_era", both_bc=both_bc, bc_to_ad=bc_to_ad)
