"""The parts of a date for a template: a big numeral with its words, and `<time datetime>`."""

from dataclasses import dataclass
from typing import Final

from .calendar import REFORM, Calendar, civil
from .display import era, is_late_julian, month_name, old_style, range_end, year_number
from .period import Kind, Period, Precision
from .value import HistoricalDate

IN_HTML: Final = frozenset({Precision.DAY, Precision.MONTH, Precision.YEAR})


@dataclass(frozen=True, slots=True)
class DateParts:
    """What a template sets large (day, month, year) and small (era, note, until).

    A range is told by its start and the text of its end in `until`; only days of one month
    share a numeral ("1–3"). The parts together say no more than the display does.
    """

    day: str = ""
    month: str = ""
    year: str = ""
    era: str = ""
    note: str = ""
    until: str = ""


def date_parts(value: HistoricalDate) -> DateParts:
    """Return the parts to show; an Old Style day has its New Style digits, and says so."""
    if value.kind is Kind.SINGLE:
        return _single(value)
    if value.kind is Kind.ONEOF and None in (value.first, value.last):
        word = "before" if value.first is None else "after"
        return _parts(value.excluded, word, _calendar_note(value))
    if value.first is None or value.last is None:
        word = "until" if value.first is None else "since"
        return _parts(value.ends[0], word, _calendar_note(value))
    return _range(value, value.first, value.last)


def _single(value: HistoricalDate) -> DateParts:
    (period,) = value.ends
    if is_late_julian(value) and period.precision is Precision.DAY:
        new = Period.dated(civil(value.sort), period.qualifier)
        return _parts(new, note=f"Old Style {old_style(period, new)}")
    return _parts(period, note=_calendar_note(value))


def _range(value: HistoricalDate, first: Period, last: Period) -> DateParts:
    note = _calendar_note(value)
    if value.kind is Kind.ONEOF:
        return _parts(first, "between", note, until=range_end(first, last))
    same_month = (first.year, first.month, first.qualifier) == (
        last.year,
        last.month,
        last.qualifier,
    )
    if same_month and first.day is not None and last.day is not None:
        return _parts(first, note=note, day=f"{first.day}–{last.day}")
    return _parts(first, note=note, until=range_end(first, last))


def _parts(
    period: Period, word: str = "", note: str = "", *, day: str = "", until: str = ""
) -> DateParts:
    is_season = period.precision is Precision.SEASON
    doubt = "uncertain" if period.qualifier.is_uncertain else ""
    return DateParts(
        day=day or ("" if period.day is None else str(period.day)),
        month="" if period.month is None or is_season else month_name(period),
        year=year_number(period),
        era=era(period),
        note=", ".join(filter(None, (_lead(period, word), doubt, note))),
        until=until,
    )


def _lead(period: Period, word: str) -> str:
    about = "about" if period.qualifier.is_circa else ""
    lead = " ".join(filter(None, (word, about)))
    if period.precision is Precision.SEASON:
        return f"{lead or 'in'} the {month_name(period)} of"
    return lead


def _calendar_note(value: HistoricalDate) -> str:
    if value.calendar is Calendar.JULIAN and value.sort >= REFORM:
        return "Old Style"
    return "Gregorian" if value.calendar is Calendar.GREGORIAN and value.sort < REFORM else ""


def datetime_attribute(value: HistoricalDate) -> str:
    """Return the Gregorian date for `<time datetime>`, or "" where HTML or truth has none.

    Only unqualified single days, months and years from 15 October 1582 on have one, and Old
    Style months and years have not, since they cross two Gregorian ones.
    """
    is_early = value.sort < REFORM
    if value.kind is not Kind.SINGLE or value.qualifier or is_early:
        return ""
    if value.precision not in IN_HTML:
        return ""
    if value.calendar is Calendar.JULIAN and value.precision is not Precision.DAY:
        return ""
    return value.to_gregorian_edtf()
