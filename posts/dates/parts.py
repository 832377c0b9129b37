"""The parts of a date for a template: a big numeral with its words, and `<time datetime>`."""

from dataclasses import dataclass
from typing import Final

from .calendar import REFORM, Calendar, civil
from .display import (
    contracted,
    day_number,
    era,
    is_late_julian,
    month_name,
    old_style,
    range_end,
    stamp_article,
    year_number,
)
from .language import current
from .period import Kind, Period, Precision
from .value import HistoricalDate

IN_HTML: Final = frozenset({Precision.DAY, Precision.MONTH, Precision.YEAR})


@dataclass(frozen=True, slots=True)
class DateParts:
    """What a template sets large (day, month, year) and small (era, lead, note, until).

    `lead` is said before the numerals, `note` after them. A range is told by its start and the
    text of its end in `until`; only days of one month share a numeral ("1–3").
    The parts together say no more than the display does.
    """

    day: str = ""
    month: str = ""
    year: str = ""
    era: str = ""
    lead: str = ""
    note: str = ""
    until: str = ""

    @property
    def numeral(self) -> str:
        """The year as a sign without words: "1960s", "5th"; its first number, else first word."""
        return split_at_numeral(self.year)[1]


def split_at_numeral(text: str) -> tuple[str, str, str]:
    """Return the word of a year, decade or century that is its number, and what stands around.

    >>> split_at_numeral("AD 79"), split_at_numeral("5th century BC")
    (('AD', '79', ''), ('', '5th', 'century BC'))
    """
    words = text.split(" ")
    place = next((i for i, word in enumerate(words) if word[:1].isdigit()), 0)
    return " ".join(words[:place]), words[place], " ".join(words[place + 1 :])


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
        return _parts(new, note=current().old_style_day.format(old_style(period, new)))
    return _parts(period, note=_calendar_note(value))


def _range(value: HistoricalDate, first: Period, last: Period) -> DateParts:
    note = _calendar_note(value)
    if value.kind is Kind.ONEOF:
        return _parts(first, "between", note, until=range_end("and", first, last))
    same_month = (first.year, first.month, first.qualifier) == (
        last.year,
        last.month,
        last.qualifier,
    )
    if same_month and first.day is not None and last.day is not None:
        return _parts(first, note=note, day=f"{day_number(first)}–{day_number(last)}")
    return _parts(first, note=note, until=range_end("to", first, last))


def _parts(
    period: Period, word: str = "", note: str = "", *, day: str = "", until: str = ""
) -> DateParts:
    is_season = period.precision is Precision.SEASON
    doubt = current().uncertain if period.qualifier.is_uncertain else ""
    lead = _lead(period, word)
    told = contracted(lead)
    return DateParts(
        day=day or day_number(period),
        month="" if period.month is None or is_season else month_name(period),
        # A decade goes by what stands before it: "vor den 1960er Jahren".
        year=contracted(f"{lead} {year_number(period)}").removeprefix(told).lstrip(),
        era=era(period),
        lead=told,
        note=", ".join(filter(None, (doubt, note))),
        until=until,
    )


def _lead(period: Period, word: str) -> str:
    words, is_circa = current(), period.qualifier.is_circa
    lead = f"{words.leads[word]} {words.about_within if is_circa else ''}".rstrip()
    if is_circa and not word:
        lead = words.leads["about"]
    if period.precision is Precision.SEASON:
        return words.season_lead.format(lead, month_name(period))
    if not word:
        return words.circa.get(period.precision, lead).rstrip() if is_circa else ""
    return f"{lead} {stamp_article(period)}".rstrip()


def _calendar_note(value: HistoricalDate) -> str:
    if value.calendar is Calendar.JULIAN and value.sort >= REFORM:
        return current().styles["old"]
    is_early = value.calendar is Calendar.GREGORIAN and value.sort < REFORM
    return current().styles["gregorian"] if is_early else ""


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
