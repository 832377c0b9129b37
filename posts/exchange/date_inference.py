"""Works out when a story happened from what its author wrote; never from when it was published.

A date is taken only if two kinds of signal agree on it and none speaks against it: the title,
the prose, a year among the categories, the name of the picture.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from posts.dates import HistoricalDate, HistoricalDateError, Precision, parse
from posts.dates.calendar import MONTHS

_MONTH: Final = "|".join(f"{name}|{name[:3]}" for name in MONTHS)
_ERA: Final = r"(?:\s?(?P<era>BCE?|B\.C\.|CE|AD|A\.D\.)(?![A-Za-z]))?"
_YEAR: Final = rf"(?:AD\s)?(?P<year>\d{{1,4}})(?!\d){_ERA}"
_DAY: Final = r"(?<!\d)(?P<day>\d{1,2})(?:st|nd|rd|th)?"
DAY_FIRST: Final = re.compile(rf"{_DAY}\s(?:of\s)?(?P<month>{_MONTH})\.?,?\s{_YEAR}", re.IGNORECASE)
MONTH_FIRST: Final = re.compile(
    rf"\b(?P<month>{_MONTH})\.?\s(?:the\s)?{_DAY},?\s{_YEAR}", re.IGNORECASE
)
# By when something has to be done, which is no day on which anything happened.
DEADLINE: Final = re.compile(
    r"\b(?:by|until|till|before|no later than|deadline\w*(?: \w+){0,2}|due(?: \w+)?"
    r"|expires?(?: on)?)"
    r":?\s+(?:the\s+)?(?:\w+day,?\s+)?(?:the\s+)?$",
    re.IGNORECASE,
)
ISO: Final = re.compile(r"(?<![\d-])\d{4}-\d{2}-\d{2}(?![\d-])")
LONE_YEAR: Final = re.compile(
    r"(?<![\d.,-])(?:\d{1,4}\s?BCE?|AD\s?\d{1,4}|1\d{3}|20\d{2})(?![\d,]*\d)"
)
YEAR_CATEGORY: Final = re.compile(r"(\d{3,4})|(\d{1,4})-?\s?(bce?)", re.IGNORECASE)
PICTURE_NAME: Final = re.compile(
    rf"(?:^|[_\s-])(?:(?P<day>\d{{1,2}})[_\s-](?P<month>{_MONTH})|"
    rf"(?P<month2>{_MONTH})[_\s-](?P<day2>\d{{1,2}}))"
    r"(?:[_\s-](?P<year>\d{3,4})(?![0-9A-Za-z]))?(?=[_\s.-]|$)",
    re.IGNORECASE,
)
MOST_SEARCHED: Final = 20_000


@dataclass(frozen=True)
class Signals:
    """What may tell the event's date; `prose` begins with what says most."""

    title: str
    prose: tuple[str, ...]
    categories: tuple[str, ...]
    picture: str = ""


@dataclass(frozen=True)
class _DayName:
    month: int
    day: int
    year: int | None


def infer_date(signals: Signals) -> HistoricalDate | None:
    """Return the day, or else the year, on which two kinds of signal agree."""
    return _agreed_day(signals) or _agreed_year(signals)


def year_of(category: str) -> int | None:
    """Return the astronomical year that a category names, as “1997” or “44-bc” does."""
    found = YEAR_CATEGORY.fullmatch(category.strip())
    if found is None:
        return None
    return 1 - int(found[2]) if found[3] else int(found[1])


def names_year_of(category: str, date: HistoricalDate) -> bool:
    """Tell whether `category` is a year in which the event happened."""
    year = year_of(category)
    first, last = date.year_start, date.year_end
    return year is not None and first is not None and last is not None and first <= year <= last


def _agreed_day(signals: Signals) -> HistoricalDate | None:
    """Look in the description before the story, which may tell of other days as well."""
    in_title = _days(signals.title)
    for text in (signals.title, *signals.prose):
        days = list(dict.fromkeys(_days(text)))
        agreed = [day for day in days if _is_agreed(day, signals, in_title)]
        if len(agreed) == 1:
            return agreed[0]
        if agreed:
            return None
    return None


def _is_agreed(day: HistoricalDate, signals: Signals, in_title: tuple[HistoricalDate, ...]) -> bool:
    verdicts = [
        _title_agrees(day, signals.title, in_title),
        any(day in _days(text) for text in signals.prose) or None,
        _categories_agree(day, signals.categories),
        _picture_agrees(day, signals.picture),
    ]
    return False not in verdicts and verdicts.count(True) >= 2


def _title_agrees(
    day: HistoricalDate, title: str, in_title: tuple[HistoricalDate, ...]
) -> bool | None:
    if in_title:
        return day in in_title
    years = {year.year_start for year in _years(title)}
    return day.year_start in years if years else None


def _categories_agree(day: HistoricalDate, categories: Iterable[str]) -> bool | None:
    years = {year for name in categories if (year := year_of(name)) is not None}
    return day.year_start in years if years else None


def _picture_agrees(day: HistoricalDate, picture: str) -> bool | None:
    name = _picture_day(picture)
    if name is None:
        return None
    same = (name.month, name.day) == (day.month, day.day)
    return same and name.year in (None, day.year_start)


def _agreed_year(signals: Signals) -> HistoricalDate | None:
    """Return the one year of the title that is also the one year among the categories."""
    titled = {year.year_start for year in _years(signals.title)}
    filed = {year for name in signals.categories if (year := year_of(name)) is not None}
    if len(titled) == 1 and titled == filed:
        return next(iter(_years(signals.title)))
    return None


@lru_cache(maxsize=16)  # The texts of one post, each of which is asked several times.
def _days(text: str) -> tuple[HistoricalDate, ...]:
    return tuple(_found_days(text[:MOST_SEARCHED]))


def _found_days(text: str) -> Iterator[HistoricalDate]:
    for pattern in (DAY_FIRST, MONTH_FIRST):
        for found in pattern.finditer(text):
            era = (found["era"] or "").replace(".", "")
            if DEADLINE.search(text, max(0, found.start() - 40), found.start()):
                continue
            if not era and len(found["year"]) < 3:
                continue
            year = f"{found['year']} {era}" if era else found["year"]
            yield from _read(f"{found['day']} {found['month']} {year}")
    for found in ISO.finditer(text):
        if not DEADLINE.search(text, max(0, found.start() - 40), found.start()):
            yield from _read(found[0])


def _years(text: str) -> Iterator[HistoricalDate]:
    for found in LONE_YEAR.finditer(text[:MOST_SEARCHED]):
        yield from _read(found[0])


def _read(text: str) -> Iterator[HistoricalDate]:
    try:
        value = parse(text)
    except HistoricalDateError:
        return
    if value.precision in (Precision.DAY, Precision.YEAR):
        yield value


def _picture_day(name: str) -> _DayName | None:
    found = PICTURE_NAME.search(name[:MOST_SEARCHED])
    if found is None:
        return None
    month = (found["month"] or found["month2"])[:3].title()
    number = next(n for n, name in enumerate(MONTHS, 1) if name.startswith(month))
    day = int(found["day"] or found["day2"])
    return _DayName(number, day, int(found["year"]) if found["year"] else None)
