"""How long ago something was: in whole years that have passed, as one counts an age."""

from dataclasses import dataclass
from datetime import date
from typing import Final, Self

from .anniversaries import is_round
from .calendar import Calendar, civil, month_length
from .language import current
from .period import Kind, Period, Precision
from .value import HistoricalDate

ABOUT: Final = "about"
_SPREAD: Final = {Precision.DECADE: 10, Precision.CENTURY: 50, Precision.MILLENNIUM: 500}
# From how many years on a number that is not exact is rounded to what.
_STEPS: Final = ((100_000, 10_000), (10_000, 1_000), (1_000, 50), (50, 10), (20, 5), (0, 1))


@dataclass(frozen=True, slots=True)
class Since:
    """From when years are counted, and what is said before their number.

    `year` is astronomical and `month_day` 720 for 20 July, 700 for July, 0 for a whole year: both
    as anniversaries go. `step` is the least that the number is rounded to after "about".
    """

    year: int
    month_day: int = 0
    step: int = 1
    word: str = ""  # in English, which `years_ago` puts into the language of the site

    def __str__(self) -> str:
        return f"{self.year} {self.month_day} {self.step} {self.word}"

    @classmethod
    def read(cls, text: str) -> Self:
        """Return what `str` told."""
        year, month_day, step, word = text.split(" ", 3)
        return cls(int(year), int(month_day), int(step), word)

    @property
    def is_exact(self) -> bool:
        return self.word in ("", "began", "ended")

    def years(self, today: date) -> int:
        """Return the whole years that have passed by a civil day, below 0 if it is to come."""
        years, now = today.year - self.year, 100 * today.month + today.day
        day = self.month_day
        if day == 229 and month_length(today.year, 2, Calendar.GREGORIAN) == 28:
            day = 228  # on which it is kept
        if day % 100 == 0:
            now = now // 100 * 100 if day else 0
        if years > 0 and now < day:
            return years - 1
        return years + 1 if years < 0 and now > day else years

    def is_round(self, today: date) -> bool:
        return self.is_exact and is_round(self.years(today))


def since(value: HistoricalDate) -> Since:
    """Return from when the years since a date are counted: of a range from its start."""
    first, last = value.first, value.last
    if value.kind is Kind.ONEOF and first and last:
        return Since((first.year + last.last_year) // 2, word=ABOUT)
    if value.kind is Kind.ONEOF:
        word = "more than" if first is None else "less than"
        return Since(value.excluded.year, word=word)
    word = {Kind.OPEN_END: "began", Kind.OPEN_START: "ended"}.get(value.kind, "")
    if first and last and first.year != last.year and value.kind is Kind.RANGE:
        word = "began"
    return _since(value.ends[0], value.calendar, word)


def _since(period: Period, calendar: Calendar, word: str) -> Since:
    spread = _SPREAD.get(period.precision, 1)
    if period.qualifier or spread > 1:
        year = (period.year + period.last_year) // 2
        return Since(year, step=spread, word=f"{word} {ABOUT}".strip())
    if period.day is not None:
        year, month, day = civil(period.first_day(calendar))
        return Since(year, 100 * month + day, word=word)
    first = period.bounds()[0] if period.month else None
    return Since(period.year, 100 * (first.month or 0) if first else 0, word=word)


def years_ago(start: Since, today: date) -> str:
    """Return the distance in words; '' where a date says too little for any.

    There is no year 0, and a year counts once it is over:

    >>> from .parse import parse
    >>> def ago(text, *today):
    ...     return years_ago(since(parse(text)), date(*(today or (2026, 11, 29))))
    >>> ago("20 July 1969"), ago("20 July 1969", 2026, 7, 19), ago("29 November 2025")
    ('57 years ago', '56 years ago', '1 year ago')
    >>> ago("15 March 44 BC"), ago("14 October 1066"), ago("25 October 1917 (O.S.)")
    ('2069 years ago', '960 years ago', '109 years ago')
    >>> ago("1 January 1 BC", 2, 1, 1), ago("July 1969", 2026, 7, 1), ago("1969", 2026, 1, 1)
    ('2 years ago', '57 years ago', '57 years ago')

    29 February is kept on the 28th where a year has none:

    >>> ago("29 February 1960", 2026, 2, 28), ago("29 February 1960", 2028, 2, 28)
    ('66 years ago', '67 years ago')

    Ranges, and what is not certain:

    >>> ago("1914–1918"), ago("1–3 July 1863"), ago("since 1991"), ago("until 1806")
    ('began 112 years ago', '163 years ago', 'began 35 years ago', 'ended 220 years ago')
    >>> ago("c. 1226"), ago("1226?"), ago("12th century"), ago("480s BC"), ago("c. 1405 – 1433")
    ('about 800 years ago', 'about 800 years ago', 'about 900 years ago', 'about 2500 years ago', \
'began about 620 years ago')
    >>> ago("between 1200 and 1210"), ago("before 1200"), ago("after 1200")
    ('about 820 years ago', 'more than 826 years ago', 'less than 826 years ago')

    What is near, or to come:

    >>> ago("1 May 2026"), ago("30 November 2025"), ago("1 May 2027"), ago("28 July 2061")
    ('this year', 'last year', 'next year', 'in 34 years')
    >>> ago("21st century"), ago("2020s"), ago("c. 2026"), ago("before 2030")
    ('', '', '', '')
    """
    years = start.years(today)
    if start.is_exact:
        told = _exact(years, today.year - start.year)
        return _begun(start.word, told) if years >= 0 else told
    number = _rounded(years, start.step) if start.word.endswith(ABOUT) else years
    if number <= 0:
        return ""
    begun, _, bound = (
        start.word.rpartition(" ") if start.word.endswith(ABOUT) else ("", "", start.word)
    )
    distances = current().distances
    return _begun(begun, distances["ago"].format(distances[bound].format(_number(number))))


def _begun(word: str, told: str) -> str:
    return current().distances[word].format(told) if word else told


def _exact(years: int, calendar_years: int) -> str:
    distances = current().distances
    if years:
        return distances["ago" if years > 0 else "to come"].format(_number(abs(years)))
    return distances[{-1: "next", 0: "this", 1: "last"}[calendar_years]]


def _number(years: int) -> str:
    words = current()
    return words.years[years != 1].format(words.number(years))


def _rounded(years: int, least: int) -> int:
    step = max(least, next((step for start, step in _STEPS if years >= start), 1))
    return (years + step // 2) // step * step
