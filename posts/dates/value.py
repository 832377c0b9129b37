"""The value: when something happened, in the digits and the calendar it was written in."""

from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache
from typing import Final, NamedTuple, Self

from . import edtf as edtf_text
from .calendar import REFORM, Calendar, civil, julian_day, year_name
from .display import display
from .english import ENGLISH
from .errors import HistoricalDateError, refusal
from .language import current, told_in
from .period import COARSENESS, FIRST_FOUR_DIGIT_YEAR, LAST_YEAR, Kind, Period, Precision, Qualifier

OPEN_START: Final = -100_000_000
OPEN_END: Final = 5_373_484  # 31 December 9999
FIRST_DAY: Final = julian_day(FIRST_FOUR_DIGIT_YEAR + 1, 1, 1, Calendar.JULIAN)
WITH_MONTH: Final = frozenset({Precision.DAY, Precision.MONTH})


class AnniversaryRule(StrEnum):
    AUTO = "auto"
    AS_WRITTEN = "as_written"
    NONE = "none"


ROLE_WORDS: Final = ENGLISH.roles


class DayOfYear(NamedTuple):
    """A day of the year on which a date is remembered: 527 is 27 May; `role` is in ROLE_WORDS.

    `is_alt` marks the same day by the other calendar.
    """

    month_day: int
    role: str
    is_alt: bool

    @property
    def role_word(self) -> str:
        return current().roles[self.role]


@dataclass(frozen=True, slots=True, repr=False)
class HistoricalDate:
    """One period, two ends of a range, or one end and an open side.

    Four fields say it all; everything else is worked out from them, so nothing can disagree.
    `start` and `end` are Julian Day Numbers, None where open. Raises HistoricalDateError if an
    end does not exist in the calendar, or the ends are reversed or out of reach.
    """

    calendar: Calendar
    kind: Kind
    first: Period | None
    last: Period | None
    start: int | None = field(init=False, compare=False)
    end: int | None = field(init=False, compare=False)

    @classmethod
    def of(cls, calendar: Calendar, kind: Kind, first: Period | None, last: Period | None) -> Self:
        """Return the value; a range from a period to the same period is that period."""
        return cls(calendar, Kind.SINGLE if first == last else kind, first, last)

    def __post_init__(self) -> None:
        first, last, calendar = self.first, self.last, self.calendar
        for period in (first,) if first is last else (first, last):
            if period is not None:
                _require(period, calendar)
        start = None if first is None else first.first_day(calendar)
        end = None if last is None else last.last_day(calendar)
        object.__setattr__(self, "start", start)
        object.__setattr__(self, "end", end)
        if start is not None and end is not None and end < start:
            raise refusal("reversed")
        if self.kind is not Kind.SINGLE:
            self._require_words()

    def _require_words(self) -> None:
        """Refuse what could be stored but not be told again from the columns."""
        first, last = self.first, self.last
        if first is not None and last is not None:
            if first.precision is not last.precision and self._reread() != (first, last):
                raise refusal("mixed_precision")
        elif self.kind is Kind.ONEOF:
            self.excluded.require(self.calendar)

    def _reread(self) -> tuple[Period | None, Period | None] | None:
        ends = edtf_text.read(self.edtf, self.precision)
        return ends and ends[1:]

    @property
    def excluded(self) -> Period:
        """The period that "before" or "after" names, which is just outside the open set."""
        step = 1 if self.first is None else -1
        return self.ends[0].neighbour(step, self.calendar)

    @property
    def ends(self) -> tuple[Period, ...]:
        pair = (self.first,) if self.kind is Kind.SINGLE else (self.first, self.last)
        return tuple(period for period in pair if period is not None)

    @property
    def edtf(self) -> str:
        """The canonical EDTF, in the digits of `calendar`."""
        return edtf_text.write(self.kind, self.first, self.last)

    @property
    def precision(self) -> Precision:
        """The coarser of the two ends'."""
        return max((end.precision for end in self.ends), key=COARSENESS.__getitem__)

    @property
    def qualifier(self) -> Qualifier:
        """What doubt there is at either end."""
        marks = [end.qualifier for end in self.ends]
        return Qualifier.of(
            circa=any(mark.is_circa for mark in marks),
            uncertain=any(mark.is_uncertain for mark in marks),
        )

    @property
    def sort(self) -> int:
        """The Julian Day Number to order by: the start, or the end where the start is open."""
        return self.start if self.start is not None else self.end or 0

    @property
    def year_start(self) -> int | None:
        """Astronomical, in the historical calendar; None where open."""
        return None if self.start is None else civil(self.start)[0]

    @property
    def year_end(self) -> int | None:
        """Astronomical, in the historical calendar; None where open."""
        return None if self.end is None else civil(self.end)[0]

    @property
    def month(self) -> int | None:
        """The start's, in the historical calendar; None unless a day or month is given."""
        is_known = self.first is not None and self.first.precision in WITH_MONTH
        return civil(self.sort)[1] if is_known else None

    @property
    def day(self) -> int | None:
        """The start's, in the historical calendar; None unless a day is given."""
        is_known = self.first is not None and self.first.precision is Precision.DAY
        return civil(self.sort)[2] if is_known else None

    def anniversaries(self, rule: str = AnniversaryRule.AUTO) -> tuple[DayOfYear, ...]:
        """Return the on-this-day keys: only of days known exactly or marked uncertain.

        The primary key is the day in the historical calendar. Where the digits as written
        differ, they follow as the alternative; the rule `as_written` swaps the two, `none`
        leaves none. Raises HistoricalDateError for any other rule.
        """
        if rule not in AnniversaryRule:
            raise refusal("rule_choice", choice=rule)
        is_loose = self.precision is not Precision.DAY or self.qualifier.is_circa
        if is_loose or self.kind is Kind.ONEOF or rule == AnniversaryRule.NONE:
            return ()
        if self.kind is Kind.SINGLE:
            return self._keys(self.first, "on", rule)
        return self._keys(self.first, "start", rule) + self._keys(self.last, "end", rule)

    def _keys(self, day: Period | None, role: str, rule: str) -> tuple[DayOfYear, ...]:
        if day is None:
            return ()
        written = (day.month or 0) * 100 + (day.day or 0)
        _, month, number = civil(day.first_day(self.calendar))
        primary = month * 100 + number
        if primary == written:
            return (DayOfYear(primary, role, False),)
        if rule == AnniversaryRule.AS_WRITTEN:
            primary, written = written, primary
        return DayOfYear(primary, role, False), DayOfYear(written, role, True)

    def to_gregorian_edtf(self) -> str:
        """Return the EDTF with each day in Gregorian digits; months and years stay as written."""
        if self.calendar is Calendar.GREGORIAN:
            return self.edtf
        first, last = (self.converted(end, Calendar.GREGORIAN) for end in (self.first, self.last))
        return edtf_text.write(self.kind, first, last)

    def converted(self, period: Period | None, calendar: Calendar) -> Period | None:
        """Return a day in the digits of another calendar, and any other period as it is."""
        if period is None or period.precision is not Precision.DAY:
            return period
        jdn = period.first_day(self.calendar)
        return Period.dated(civil(jdn, calendar), period.qualifier)

    @property
    def as_typed(self) -> str:
        """What `parse` reads as this value: the display in English, whatever the site's is."""
        with told_in("en"):
            return display(self)

    def __str__(self) -> str:
        return display(self)

    def __repr__(self) -> str:
        return f"<HistoricalDate {self.edtf} {self.calendar} {self.precision}>"


def _require(period: Period, calendar: Calendar) -> None:
    period.require(calendar)
    if period.month is not None and period.first_day(calendar) < FIRST_DAY:
        # In the other calendar its year could need five digits, and EDTF dates have four.
        raise refusal("too_early")
    if period.last_year == LAST_YEAR and period.last_day(calendar) > OPEN_END:
        raise refusal("out_of_range", year=year_name(LAST_YEAR + 1))


@lru_cache(maxsize=4096)
def from_edtf(edtf: str, calendar: str, precision: str) -> HistoricalDate:
    """Return the value that these three stored columns were written from.

    >>> str(from_edtf("-0488/-0479", "H", "decade")), str(from_edtf("-0488/-0479", "H", "year"))
    ('480s BC', '489–480 BC')

    Raises HistoricalDateError if they do not belong together.
    """
    try:
        kept = Precision(precision)
        ends = edtf_text.read(edtf, kept)
        value = HistoricalDate.of(Calendar(calendar), *ends) if ends else None
    except HistoricalDateError:
        raise
    except ValueError:
        value = None
    if value is None or value.precision is not kept:
        raise refusal("edtf", text=edtf, precision=precision)
    return value


def is_old_style_suspect(value: HistoricalDate, reform_jdn: int) -> bool:
    """Whether a day after the papal reform lies before the place's own and names no calendar.

    `reform_jdn` is the Julian Day Number of the place's first Gregorian day.

    >>> britain = 2361222
    >>> is_old_style_suspect(from_edtf("1732-02-11", "H", "day"), britain)
    True
    """
    if value.calendar is not Calendar.HISTORICAL:
        return False
    days = (end for end in value.ends if end.precision is Precision.DAY)
    return any(REFORM <= day.first_day(value.calendar) < reform_jdn for day in days)


def today_keys(month: int, day: int, year: int) -> tuple[int, ...]:
    """Return the month-days to show on a civil day; 28 February stands in for a missing 29th.

    >>> today_keys(2, 28, 2026), today_keys(2, 28, 2028)
    ((228, 229), (228,))
    """
    is_leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    if (month, day) == (2, 28) and not is_leap:
        return 228, 229
    return (month * 100 + day,)
