"""The line under the form's box that says how the text was understood."""

from typing import Final

from .anniversaries import second_style
from .calendar import REFORM, Calendar, civil
from .display import month_day_display, period_name, words
from .language import told_in
from .period import Kind, Period, Precision
from .value import AnniversaryRule, DayOfYear, HistoricalDate

KINDS: Final = {
    Kind.SINGLE: "{}",
    Kind.RANGE: "range, to the {}",
    Kind.OPEN_START: "open beginning, to the {}",
    Kind.OPEN_END: "open end, to the {}",
    Kind.ONEOF: "date not known, to the {}",
}


@told_in("en")
def explanation(value: HistoricalDate, rule: str = AnniversaryRule.AUTO) -> str:
    """Return one line of plain text: the date, its precision, and its days of the year.

    It is in English, as what is typed into the form.

    >>> from .value import from_edtf
    >>> explanation(from_edtf("1066-10-14", "H", "day"))
    '14 October 1066, Julian calendar (20 October 1066 Gregorian) · day · on this day: 14 October'
    """
    date = f"{words(value)}{_calendar(value)}{_aside(value)}"
    return " · ".join((date, _precision(value), _on_this_day(value, rule)))


def _calendar(value: HistoricalDate) -> str:
    if value.calendar is Calendar.GREGORIAN:
        return ", Gregorian calendar"
    if value.calendar is Calendar.JULIAN:
        return ", Julian calendar"
    if not _has_day(value):
        return ""
    if value.sort >= REFORM:
        return ", Gregorian calendar"
    is_across = value.end is not None and value.end >= REFORM
    return f", Julian calendar{' until 4 October 1582' if is_across else ''}"


def _has_day(value: HistoricalDate) -> bool:
    return any(end.precision is Precision.DAY for end in value.ends)


def _aside(value: HistoricalDate) -> str:
    """Return in brackets the other calendar's days, or the reach of a century and the like."""
    if _has_day(value):
        other = _other_calendar(value)
    elif value.calendar is Calendar.JULIAN and value.sort >= REFORM:
        other = _gregorian_days(value)
    else:
        other = _reach(value)
    return f" ({other})" if other else ""


def _other_calendar(value: HistoricalDate) -> str:
    if value.calendar is Calendar.GREGORIAN:
        return _in_calendar(value, Calendar.JULIAN, "Julian") if value.sort < REFORM else ""
    if value.to_gregorian_edtf() == value.edtf:
        return ""
    return _in_calendar(value, Calendar.GREGORIAN, "Gregorian")


def _in_calendar(value: HistoricalDate, calendar: Calendar, name: str) -> str:
    first, last = (value.converted(end, calendar) for end in (value.first, value.last))
    if value.precision is Precision.DAY:
        other = words(HistoricalDate.of(calendar, value.kind, first, last))
    else:
        # A month or year keeps its digits, so the whole could seem to end before it begins.
        other = next(period_name(end) for end in (first, last) if end and end.day)
    return "" if other == words(value) else f"{other} {name}"


def _gregorian_days(value: HistoricalDate) -> str:
    if value.kind is not Kind.SINGLE or value.start is None or value.end is None:
        return ""
    first, last = (civil(jdn, Calendar.GREGORIAN) for jdn in (value.start, value.end))
    days = Period.dated(first), Period.dated(last)
    return f"{words(HistoricalDate.of(Calendar.GREGORIAN, Kind.RANGE, *days))} Gregorian"


def _reach(value: HistoricalDate) -> str:
    period = value.ends[0]
    if value.kind is not Kind.SINGLE or period.precision in (Precision.MONTH, Precision.YEAR):
        return ""
    first, last = period.bounds()
    return words(HistoricalDate.of(value.calendar, Kind.RANGE, first, last))


def _precision(value: HistoricalDate) -> str:
    text = KINDS[value.kind].format(value.precision)
    if value.qualifier.is_circa:
        text += ", approximate"
    return f"{text}, uncertain" if value.qualifier.is_uncertain else text


def _on_this_day(value: HistoricalDate, rule: str) -> str:
    keys = value.anniversaries(rule)
    if not keys:
        return "no anniversary"
    style = second_style(value.calendar, rule)
    label = "as written" if style == "Gregorian" else style
    days = ", ".join(_day(key, keys, label) for key in keys if not key.is_alt)
    return f"on this day: {days}"


def _day(key: DayOfYear, keys: tuple[DayOfYear, ...], label: str) -> str:
    role = "" if key.role == "on" else key.role
    alts = (alt for alt in keys if alt.is_alt and alt.role == key.role)
    other = next((f"{label} {month_day_display(alt.month_day)}" for alt in alts), "")
    notes = ", ".join(filter(None, (role, other)))
    return month_day_display(key.month_day) + (f" ({notes})" if notes else "")
