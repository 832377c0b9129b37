"""One stretch of time as somebody wrote it: a day, a month, a year, a century."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final, Self

from .calendar import Calendar, civil, julian_day, month_length, require_day, year_name
from .english import ENGLISH
from .errors import refusal

FIRST_YEAR: Final = -200_000
LAST_YEAR: Final = 9999
FIRST_FOUR_DIGIT_YEAR: Final = -9999
SPRING: Final = 21
WINTER: Final = 24
SEASONS: Final = dict(ENGLISH.seasons)  # as they are typed


class Kind(StrEnum):
    SINGLE = "single"
    RANGE = "range"
    ONEOF = "oneof"
    OPEN_START = "open_start"
    OPEN_END = "open_end"


class Precision(StrEnum):
    """From the finest to the coarsest."""

    DAY = "day"
    MONTH = "month"
    SEASON = "season"
    YEAR = "year"
    DECADE = "decade"
    CENTURY = "century"
    MILLENNIUM = "millennium"


class Qualifier(StrEnum):
    EXACT = ""
    UNCERTAIN = "?"
    CIRCA = "~"
    BOTH = "%"

    @classmethod
    def of(cls, *, circa: bool, uncertain: bool) -> "Qualifier":
        if circa:
            return cls.BOTH if uncertain else cls.CIRCA
        return cls.UNCERTAIN if uncertain else cls.EXACT

    @property
    def is_circa(self) -> bool:
        return self is Qualifier.CIRCA or self is Qualifier.BOTH

    @property
    def is_uncertain(self) -> bool:
        return self is Qualifier.UNCERTAIN or self is Qualifier.BOTH


COARSENESS: Final = {precision: rank for rank, precision in enumerate(Precision)}
YEARS_IN: Final = {
    Precision.YEAR: 1,
    Precision.DECADE: 10,
    Precision.CENTURY: 100,
    Precision.MILLENNIUM: 1000,
}


def _offset(precision: Precision, index: int) -> int:
    """Return the years by which a count from year 0 misses the English count."""
    if index > 0:
        return 0
    return 2 if precision is Precision.DECADE else 1


@dataclass(frozen=True, slots=True)
class Period:
    """A day, month, season, year, decade, century or millennium, in a calendar kept elsewhere.

    `year` is astronomical, and the first of a decade or longer. `month` is 1–12, or 21–24 for
    spring to winter, as EDTF numbers them.
    """

    precision: Precision
    year: int
    month: int | None = None
    day: int | None = None
    qualifier: Qualifier = Qualifier.EXACT

    def __post_init__(self) -> None:
        if self.year < FIRST_YEAR or self.last_year > LAST_YEAR:
            raise refusal("out_of_range", year=year_name(self.year))
        if self.month is None:
            return
        if self.year < FIRST_FOUR_DIGIT_YEAR:
            raise refusal("too_early")
        if not (1 <= self.month <= 12 or self.month in SEASONS):
            raise refusal("month", number=self.month)

    @classmethod
    def dated(cls, date: tuple[int, int, int], qualifier: Qualifier = Qualifier.EXACT) -> Self:
        return cls(Precision.DAY, *date, qualifier)

    @classmethod
    def nth(cls, precision: Precision, index: int, qualifier: Qualifier) -> Self:
        """Return a decade, century or millennium by its number, 0 being the first AD.

        The first century AD has 99 years. Centuries BC go by hundreds from 100–1 BC, decades
        by their written tens: the 480s BC are 489–480 BC.

        Raises HistoricalDateError for the decades on either side of AD 1.
        """
        if precision is Precision.DECADE and index in (-1, 0):
            raise refusal("year_zero_decade")
        year = index * YEARS_IN[precision]
        return cls(precision, year + _offset(precision, index), qualifier=qualifier)

    @classmethod
    def around(cls, precision: Precision, year: int, qualifier: Qualifier) -> Self:
        """Return the decade, century or millennium in which `year` lies."""
        index = (year - _offset(precision, year)) // YEARS_IN[precision]
        return cls.nth(precision, index, qualifier)

    @property
    def index(self) -> int:
        """The number of a decade, century or millennium, as `nth` counts."""
        return self.year // YEARS_IN[self.precision]

    @property
    def last_year(self) -> int:
        years = YEARS_IN.get(self.precision, 1)
        return self.year + years - (2 if self.year == 1 and years > 1 else 1)

    def bounds(self) -> tuple["Period", "Period"]:
        """Return the first and last month of a season, or year of anything longer."""
        if self.month is None:
            years = (self.year, self.last_year)
            return Period(Precision.YEAR, years[0]), Period(Precision.YEAR, years[1])
        month = self._first_month
        year, last = self._last_month
        return Period(Precision.MONTH, self.year, month), Period(Precision.MONTH, year, last)

    @property
    def _first_month(self) -> int:
        month = self.month or 1
        return month if month < SPRING else 3 * (month - SPRING) + 3

    @property
    def _last_month(self) -> tuple[int, int]:
        month = self.month or 12
        if month == WINTER:
            return self.year + 1, 2
        return self.last_year, month if month < SPRING else 3 * (month - SPRING) + 5

    def require(self, calendar: Calendar) -> None:
        """Raise HistoricalDateError if `calendar` has no such day."""
        if self.month is not None and self.day is not None:
            require_day(self.year, self.month, self.day, calendar)

    def first_day(self, calendar: Calendar) -> int:
        """Return the Julian Day Number on which the period begins."""
        return julian_day(self.year, self._first_month, self.day or 1, calendar)

    def last_day(self, calendar: Calendar) -> int:
        """Return the Julian Day Number on which the period ends, itself included."""
        if self.day is not None:
            return self.first_day(calendar)
        year, month = self._last_month
        return julian_day(year, month, month_length(year, month, calendar), calendar)

    def neighbour(self, step: int, calendar: Calendar) -> "Period":
        """Return the period of the same length just before (-1) or just after (1)."""
        self.require(calendar)
        precision, qualifier = self.precision, self.qualifier
        if precision is Precision.DAY:
            return Period.dated(civil(self.first_day(calendar) + step, calendar), qualifier)
        if precision is Precision.YEAR:
            return Period(precision, self.year + step, qualifier=qualifier)
        if self.month is None:
            return Period.nth(precision, self.index + step, qualifier)
        first, count = (1, 12) if precision is Precision.MONTH else (SPRING, 4)
        year, months = divmod(self.year * count + self.month - first + step, count)
        return Period(precision, year, months + first, None, qualifier)
