"""How a date is told, in the language of the site; what is told in English reads back."""

import re
from datetime import date
from typing import TYPE_CHECKING, Final

from .calendar import LEAP_LENGTHS, REFORM, Calendar, civil, with_era, year_name
from .errors import refusal
from .language import current
from .period import SPRING, WINTER, Kind, Period, Precision
from .winters import winter_numbers, winter_years

if TYPE_CHECKING:
    from .value import HistoricalDate

CENTURIES: Final = frozenset({Precision.CENTURY, Precision.MILLENNIUM})


def display(value: "HistoricalDate") -> str:
    """Return the date in words, with the calendar where it is not the historical one.

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
        return phrase("between", _with_article(first, spans), _with_article(last, spans))
    if value.kind is Kind.ONEOF:
        return phrase("before" if first is None else "after", _with_article(value.excluded))
    return phrase("until" if first is None else "since", _with_article(value.ends[0]))


def phrase(word: str, *dates: str) -> str:
    """Return a preposition with its dates, run together as the language does."""
    return contracted(current().phrases[word].format(*dates))


def contracted(text: str) -> str:
    for pattern, short in current().contractions:
        text = re.sub(pattern, short, text)
    return text


def calendar_mark(value: "HistoricalDate") -> str:
    if value.calendar is Calendar.HISTORICAL:
        return ""
    is_julian, is_late = value.calendar is Calendar.JULIAN, value.sort >= REFORM
    if is_late:
        return f" ({current().marks['old' if is_julian else 'new']})"
    return f" ({current().marks['julian' if is_julian else 'gregorian']})"


def _both_styles(value: "HistoricalDate") -> str:
    new = Period.dated(civil(value.sort))
    (old,) = value.ends
    return _doubted(f"{old_style(old, new)}{calendar_mark(value)} / {period_name(new)}", old)


def old_style(old: Period, new: Period) -> str:
    """Return the day as written, and its year where the New Style year is another."""
    return period_name(old) if old.year != new.year else _day_of_month(old)


def month_name(period: Period) -> str:
    month = period.month or 0
    words = current()
    return words.months[month - 1] if month < SPRING else words.seasons[month]


def day_number(period: Period) -> str:
    return "" if period.day is None else current().day(period.day)


def _day_of_month(period: Period) -> str:
    return f"{day_number(period)} {month_name(period)}"


def period_name(period: Period, always_ad: bool = False) -> str:
    """Return the period's words without its qualifier; AD shows below 1000, or always."""
    if period.month is not None:
        name = winter_years if period.month == WINTER else year_name
        year = name(period.year, always_ad=always_ad)
        return f"{day_number(period)} {month_name(period)} {year}".lstrip()
    return year_part(period, always_ad)


def year_part(period: Period, always_ad: bool = False) -> str:
    text = _with_era_of(period, year_number(period), always_ad)
    return text + current().not_century if _is_hundreds(period) else text


def _with_era_of(period: Period, number: str, always_ad: bool = False) -> str:
    bc = period.year < 1
    if period.precision in CENTURIES:
        return (
            current().ad_of_century.format(number)
            if always_ad and not bc
            else with_era(number, bc=bc, ad=False)
        )
    return with_era(number, bc=bc, ad=always_ad or period.year < 1000)


def _is_hundreds(period: Period) -> bool:
    return period.precision is Precision.DECADE and _tens(period).endswith("00")


def year_number(period: Period) -> str:
    """Return the year without its era: "44", "480s", "5th century", "1956–57" of a winter."""
    if period.month == WINTER:
        return winter_numbers(period.year) if period.year else winter_years(0)
    if period.precision is Precision.DECADE:
        return current().decade.format(_tens(period))
    if period.precision in CENTURIES:
        return current().counted[period.precision].format(ordinal_number(period))
    return str(period.year if period.year > 0 else 1 - period.year)


def _tens(period: Period) -> str:
    index = period.index
    return str(10 * (index if index > 0 else -index - 1))


def era(period: Period) -> str:
    if period.month == WINTER and period.year == 0:
        return ""
    is_early = period.year < 1000 and period.precision not in CENTURIES
    return with_era("", bc=period.year < 1, ad=is_early).strip()


def ordinal_number(period: Period) -> str:
    """Return the number of a century or millennium, as in "19th"."""
    index = period.index
    return current().ordinal(index + 1 if index >= 0 else -index)


def qualified(period: Period, always_ad: bool = False) -> str:
    return _doubted(period_name(period, always_ad), period)


def _doubted(text: str, period: Period) -> str:
    words = current()
    circa = words.circa.get(period.precision, words.circa_within)
    return contracted(_marked(text, period, circa))


def _within(period: Period, always_ad: bool = False) -> str:
    """Return the period as it stands after a preposition, its qualifier included."""
    return _marked(period_name(period, always_ad), period, current().circa_within)


def _marked(text: str, period: Period, circa: str) -> str:
    doubt = "?" if period.qualifier.is_uncertain else ""
    return f"{circa if period.qualifier.is_circa else ''}{text}{doubt}"


def _with_article(period: Period, always_ad: bool = False) -> str:
    article = "" if period.qualifier.is_circa else current().articles.get(period.precision, "")
    return article + _within(period, always_ad)


def _spans_eras(first: Period, last: Period) -> bool:
    # The winter of 1 BC ends in AD 1, so the first may also be the one that is AD.
    return (first.year < 1) != (last.year < 1)


def _range(first: Period, last: Period) -> str:
    left = qualified(first, _spans_eras(first, last))
    right = qualified(last, _spans_eras(first, last))
    alike = first.precision is last.precision
    if alike and first.qualifier is last.qualifier and not first.qualifier.is_uncertain:
        return _doubted(_merged(first, last), first)
    # A dash lets the "c." of the first end cover both.
    if alike and first.qualifier.is_circa and not last.qualifier.is_circa:
        return phrase("from", _within(first, _spans_eras(first, last)), right)
    if alike and first.qualifier.is_circa:
        right = _marked(period_name(last, _spans_eras(first, last)), last, "")
    return _joined(left, right)


def range_end(word: str, first: Period, last: Period) -> str:
    """Return "to" or "and" with the last period, its era wherever the first is of the other."""
    return phrase(word, stamp_article(last) + _within(last, _spans_eras(first, last)))


def stamp_article(period: Period) -> str:
    """Return the article of what a stamp says after a preposition, with its space."""
    is_circa = period.qualifier.is_circa
    return "" if is_circa else current().lead_articles.get(period.precision, "")


def _joined(left: str, right: str) -> str:
    return f"{left} – {right}" if " " in left + right else f"{left}–{right}"


def _merged(first: Period, last: Period) -> str:
    """Return both ends with the words they share said once."""
    right = period_name(last, _spans_eras(first, last))
    if first.month is not None:
        return _merged_within_year(first, last, right)
    if _spans_eras(first, last) or _is_hundreds(first) or _is_hundreds(last):
        return _joined(period_name(first), right)
    if first.precision in CENTURIES:
        counted = current().counted[first.precision]
        numbers = f"{ordinal_number(first)}–{ordinal_number(last)}"
        return _with_era_of(first, counted.format(numbers))
    if first.precision is Precision.DECADE:
        return _with_era_of(first, current().decades.format(_tens(first), _tens(last)))
    early, late = year_number(first), year_number(last)
    if first.year < 1 and is_short_bc(early, late):
        return _joined(period_name(first), right)
    return _with_era_of(first, f"{early}–{late}")


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
        return f"{day_number(first)}–{right}"
    return f"{_day_of_month(first)} – {right}"


def month_day_display(month_day: int) -> str:
    """Return a day of the year in words.

    >>> month_day_display(527)
    '27 May'

    Raises HistoricalDateError if the number names no day of a leap year.
    """
    month, day = divmod(month_day, 100)
    if not (1 <= month <= 12 and 1 <= day <= LEAP_LENGTHS[month - 1]):
        raise refusal("month_day", number=month_day)
    words = current()
    return f"{words.day(day)} {words.months[month - 1]}"


def day_in_words(day: date) -> str:
    """Return a civil day as the language writes it.

    >>> day_in_words(date(2026, 5, 1))
    '1 May 2026'
    """
    return f"{month_day_display(100 * day.month + day.day)} {year_name(day.year)}"
