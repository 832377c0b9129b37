"""English display: every text here reads back as the same value."""

from typing import TYPE_CHECKING

from .calendar import LEAP_LENGTHS, MONTHS, REFORM, Calendar, civil, with_era, year_name
from .errors import refusal
from .period import SEASONS, WINTER, Kind, Period, Precision
from .winters import winter_numbers, winter_years

if TYPE_CHECKING:
    from .value import HistoricalDate


def display(value: "HistoricalDate") -> str:
    """Return the date in English, with the calendar where it is not the historical one.

    A day in Old Style shows its New Style too: "25 October (O.S.) / 7 November 1917".
    """
    if value.kind is Kind.SINGLE and is_late_julian(value) and value.precision is Precision.DAY:
        return _both_styles(value)
    return words(value) + calendar_mark(value)


def is_late_julian(value: "HistoricalDate") -> bool:
    return value.calendar is Calendar.JULIAN and value.sort >= REFORM


def words(value: "HistoricalDate") -> str:
    first, last = value.first, value.last
    if first is not None and last is not None:
        if value.kind is Kind.SINGLE:
            return qualified(first)
        if value.kind is Kind.RANGE:
            return _range(first, last)
        spans = _spans_eras(first, last)
        return f"between {_with_article(first, spans)} and {_with_article(last, spans)}"
    if value.kind is Kind.ONEOF:
        return f"{'before' if first is None else 'after'} {_with_article(value.excluded)}"
    return f"{'until' if first is None else 'since'} {_with_article(value.ends[0])}"


def calendar_mark(value: "HistoricalDate") -> str:
    if value.calendar is Calendar.HISTORICAL:
        return ""
    if value.calendar is Calendar.JULIAN:
        return " (O.S.)" if value.sort >= REFORM else " (Julian)"
    return " (N.S.)" if value.sort >= REFORM else " (Gregorian)"


def _both_styles(value: "HistoricalDate") -> str:
    new = Period.dated(civil(value.sort))
    (old,) = value.ends
    return _doubted(f"{old_style(old, new)} (O.S.) / {period_name(new)}", old)


def old_style(old: Period, new: Period) -> str:
    """Return the day as written, and its year where the New Style year is another."""
    return period_name(old) if old.year != new.year else f"{old.day} {month_name(old)}"


def month_name(period: Period) -> str:
    month = period.month or 0
    return SEASONS.get(month) or MONTHS[month - 1]


def period_name(period: Period, always_ad: bool = False) -> str:
    """Return the period's English without its qualifier; AD shows below 1000, or always."""
    if period.month is not None:
        name = winter_years if period.month == WINTER else year_name
        year = name(period.year, always_ad=always_ad)
        day = "" if period.day is None else f"{period.day} "
        return f"{day}{month_name(period)} {year}"
    return year_part(period, always_ad)


def year_part(period: Period, always_ad: bool = False) -> str:
    number, bc = year_number(period), period.year < 1
    if period.precision in (Precision.CENTURY, Precision.MILLENNIUM):
        return f"{number} BC" if bc else f"{number} AD" if always_ad else number
    text = with_era(number, bc=bc, ad=always_ad or period.year < 1000)
    # "1800s" alone could be the century, and is not accepted.
    return f"{text} (decade)" if number.endswith("00s") else text


def year_number(period: Period) -> str:
    """Return the year without its era: "44", "480s", "5th century", "1956–57" of a winter."""
    if period.month == WINTER:
        return winter_numbers(period.year) if period.year else winter_years(0)
    if period.precision is Precision.DECADE:
        index = period.index
        return f"{10 * (index if index > 0 else -index - 1)}s"
    if period.precision in (Precision.CENTURY, Precision.MILLENNIUM):
        return f"{ordinal_number(period)} {period.precision}"
    return str(period.year if period.year > 0 else 1 - period.year)


def era(period: Period) -> str:
    if period.month == WINTER and period.year == 0:
        return ""
    if period.year < 1:
        return "BC"
    is_counted = period.precision in (Precision.CENTURY, Precision.MILLENNIUM)
    return "AD" if period.year < 1000 and not is_counted else ""


def ordinal_number(period: Period) -> str:
    """Return the number of a century or millennium, as in "19th"."""
    index = period.index
    return ordinal(index + 1 if index >= 0 else -index)


def ordinal(number: int) -> str:
    is_teen = 11 <= number % 100 <= 13
    suffix = "th" if is_teen else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{suffix}"


def qualified(period: Period, always_ad: bool = False) -> str:
    return _doubted(period_name(period, always_ad), period)


def _doubted(text: str, period: Period) -> str:
    circa = "c. " if period.qualifier.is_circa else ""
    return f"{circa}{text}{'?' if period.qualifier.is_uncertain else ''}"


def _with_article(period: Period, always_ad: bool = False) -> str:
    text = qualified(period, always_ad)
    needs_article = period.month is None and period.precision is not Precision.YEAR
    return f"the {text}" if needs_article and not period.qualifier.is_circa else text


def _spans_eras(first: Period, last: Period) -> bool:
    # The winter of 1 BC ends in AD 1, so the first may also be the one that is AD.
    return (first.year < 1) != (last.year < 1)


def _range(first: Period, last: Period) -> str:
    left = qualified(first, _spans_eras(first, last))
    right = range_end(first, last)
    alike = first.precision is last.precision
    if alike and first.qualifier is last.qualifier and not first.qualifier.is_uncertain:
        return _doubted(_merged(first, last), first)
    # A dash lets the "c." of the first end cover both.
    if alike and first.qualifier.is_circa and not last.qualifier.is_circa:
        return f"from {left} to {right}"
    if alike and first.qualifier.is_circa:
        right = right.removeprefix("c. ")
    return _joined(left, right)


def range_end(first: Period, last: Period) -> str:
    """Return the last period's text, with its era wherever the first is of the other."""
    return qualified(last, _spans_eras(first, last))


def _joined(left: str, right: str) -> str:
    return f"{left} – {right}" if " " in left + right else f"{left}–{right}"


def _merged(first: Period, last: Period) -> str:
    """Return both ends with the words they share said once."""
    right = period_name(last, _spans_eras(first, last))
    if first.month is not None:
        return _merged_within_year(first, last, right)
    numbers = year_number(first), year_number(last)
    if _spans_eras(first, last) or any(number.endswith("00s") for number in numbers):
        return _joined(period_name(first), right)
    if first.precision in (Precision.CENTURY, Precision.MILLENNIUM):
        return f"{ordinal_number(first)}–{right}"
    if first.year >= 1:
        return f"{period_name(first)}–{numbers[1]}"
    if first.precision is Precision.YEAR and is_short_bc(*numbers):
        return _joined(period_name(first), right)
    return f"{numbers[0]}–{right}"


def is_short_bc(early: str, late: str) -> bool:
    """Whether "490–80 BC" could be taken to end in 480 BC."""
    if len(late) > 2 or len(late) >= len(early):
        return False
    return int(early[: -len(late)] + late) < int(early)


def _merged_within_year(first: Period, last: Period, right: str) -> str:
    if first.year != last.year or last.month == WINTER:
        return f"{period_name(first, _spans_eras(first, last))} – {right}"
    if first.day is None:
        return f"{month_name(first)}–{right}"
    if first.month == last.month:
        return f"{first.day}–{right}"
    return f"{first.day} {month_name(first)} – {right}"


def month_day_display(month_day: int) -> str:
    """Return a day of the year in English.

    >>> month_day_display(527)
    '27 May'

    Raises HistoricalDateError if the number names no day of a leap year.
    """
    month, day = divmod(month_day, 100)
    if not (1 <= month <= 12 and 1 <= day <= LEAP_LENGTHS[month - 1]):
        raise refusal("month_day", number=month_day)
    return f"{day} {MONTHS[month - 1]}"
