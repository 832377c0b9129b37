"""From tokens to the pieces of one date: day, month, year, era, doubt, calendar."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Final

from .calendar import MONTHS, Calendar, year_name
from .edtf import year_digits
from .errors import HistoricalDateError, refusal
from .period import SEASONS, Precision
from .tokens import Token, unrecognised
from .vocabulary import CIRCA, DOUBT, MONTH_WORDS, ORDINAL_WORDS, SEASON_WORDS, UNIT_WORDS, WEEKDAYS

LONGEST_MONTH: Final = 31  # days


@dataclass(slots=True)
class Written:
    """The pieces of one date as they stand; a range lends some from one end to the other.

    `year` holds the digits typed, since how many there are decides whether they are a year.
    """

    day: int | None = None
    month: int | None = None
    year: str | None = None
    era: str = ""
    ordinal: int | None = None
    unit: Precision | None = None
    is_named_decade: bool = False
    is_either_order: bool = False
    iso_month: str = ""
    circa: bool = False
    uncertain: bool = False
    calendar: Calendar | None = None
    weekday: int | None = None  # 0 is Monday
    typed: str = ""  # the token that is being read
    is_year_first: bool = False
    numbers: list[str] = field(default_factory=list)

    @property
    def is_bare_year(self) -> bool:
        return self.year is not None and self.month is None and self.unit is None


def written(tokens: Sequence[Token]) -> Written:
    """Return the pieces that these tokens of one date give."""
    part = Written()
    for token in tokens:
        reader = READERS.get(token.kind)
        if reader is None:
            raise unrecognised()
        part.typed = token.typed
        reader(part, token.text)
    _share_out_numbers(part, tokens)
    if part.is_either_order and (part.era or len(part.year or "") > 2):
        raise _either_order(part.day or 0, part.month or 0, int(part.year or 0), part.era)
    return part


def _either_order(first: int, second: int, year: int, era: str) -> HistoricalDateError:
    astronomical = 1 - year if era == "bc" else year
    return refusal(
        "ambiguous_dmy",
        first=f"{first} {MONTHS[second - 1]}",
        second=f"{second} {MONTHS[first - 1]} {year_name(astronomical)}",
        iso=f"{year_digits(astronomical)}-{second:02}-{first:02}",
    )


def _share_out_numbers(part: Written, tokens: Sequence[Token]) -> None:
    """Decide which numbers are the day and the year, from the era, their order and length."""
    if part.ordinal is not None and part.month is not None and part.unit is None:
        _set_day(part, str(part.ordinal))
        part.ordinal = None
    numbers = part.numbers
    part.is_year_first = bool(numbers) and _has_year_first(part, tokens)
    if part.is_year_first:
        numbers.reverse()
    needs_year = bool(part.era) or part.day is not None or part.month in SEASONS
    if len(numbers) == 2 or (
        numbers and len(numbers[0]) <= 2 and part.month is not None and not needs_year
    ):
        _set_day(part, numbers.pop(0))
    for number in numbers:
        _set_year(part, number)


def _has_year_first(part: Written, tokens: Sequence[Token]) -> bool:
    """Whether the year comes before month and day: it is long, or the one beside the era.

    Between two numbers the era belongs to the one that is not beside the month.
    """
    words = MONTH_WORDS.keys() | SEASON_WORDS.keys()
    months = [i for i, token in enumerate(tokens) if token.text in words]
    places = [i for i, token in enumerate(tokens) if token.kind == "number"]
    if len(places) == 1:
        return bool(months) and places < months
    era = next((i for i, token in enumerate(tokens) if token.kind == "era"), -9)
    beside = [abs(era - place) == 1 for place in places]
    if not any(beside):
        return len(part.numbers[0]) > 2
    is_first = beside[0]
    if all(beside):
        is_first = _is_year_before_era(part, is_beside_month=places[0] - 1 in months)
    if int(day := part.numbers[is_first]) > LONGEST_MONTH:
        raise refusal("era_beside", era=part.era.upper(), day=day)
    return is_first


def _is_year_before_era(part: Written, *, is_beside_month: bool) -> bool:
    """Return which of "16 BC 27" is the year; "AD" stands before its year, so 27 in "16 AD 27"."""
    early, late = (int(number) for number in part.numbers)
    if is_beside_month and part.era == "bc" and max(early, late) <= LONGEST_MONTH:
        month = MONTHS[(part.month or 1) - 1] if part.month not in SEASONS else "March"
        either = (f"{early} {month} {late} BC", f"{late} {month} {early} BC")
        raise refusal("ambiguous_era", first=either[0], second=either[1])
    return early > LONGEST_MONTH or not is_beside_month


def _set_day(part: Written, digits: str) -> None:
    if part.day is not None or len(digits) > 2 or part.month in SEASONS:
        raise unrecognised()
    part.day = int(digits)


def _set_year(part: Written, digits: str) -> None:
    if part.year is not None or part.unit is not None:
        raise unrecognised()
    part.year = digits


def _read_word(part: Written, word: str) -> None:
    month = MONTH_WORDS.get(word) or SEASON_WORDS.get(word)
    if month is not None:
        _set_month(part, month)
    elif word == "c" and part.ordinal is not None:
        _set_unit(part, Precision.CENTURY)
    elif word in CIRCA and not (part.numbers or part.year or part.month):
        part.circa = True
    elif word in DOUBT:
        part.uncertain = True
    elif word in UNIT_WORDS:
        _set_unit(part, UNIT_WORDS[word])
    elif word in ORDINAL_WORDS:
        _read_ordinal(part, str(ORDINAL_WORDS[word]))
    elif word in WEEKDAYS and part.weekday is None:
        part.weekday = WEEKDAYS.index(word)
    else:
        raise refusal("unrecognised:place", word=part.typed)


def _set_month(part: Written, month: int) -> None:
    if part.month is not None:
        raise unrecognised()
    part.month = month


def _set_unit(part: Written, unit: Precision) -> None:
    if part.unit is not None or part.year or part.numbers or part.month is not None:
        raise unrecognised()
    part.unit = unit


def _read_ordinal(part: Written, text: str) -> None:
    if part.ordinal is not None:
        raise unrecognised()
    part.ordinal = int(re.sub("[^0-9]", "", text))


def _read_number(part: Written, text: str) -> None:
    part.numbers.append(text)
    if len(part.numbers) > 2:
        raise unrecognised()


def _read_decade(part: Written, text: str) -> None:
    digits = text.rstrip("'s")
    if part.numbers or not digits.endswith("0"):
        raise unrecognised()
    _set_unit(part, Precision.DECADE)
    part.year = digits


def _read_era(part: Written, text: str) -> None:
    if part.era:
        raise unrecognised()
    part.era = "bc" if text.startswith("b") else "ad"


def _read_calendar(part: Written, text: str) -> None:
    is_julian = text.lstrip("([").startswith(("o", "j"))
    calendar = Calendar.JULIAN if is_julian else Calendar.GREGORIAN
    if part.calendar not in (None, calendar):
        raise unrecognised()
    part.calendar = calendar


def _read_year_first(part: Written, text: str) -> None:
    year, month, day = re.split("[-–/.]", text)
    _set_month(part, int(month))
    _set_day(part, day)
    _set_year(part, year)


def _read_year_month(part: Written, text: str) -> None:
    year, second = text.split("-")
    if part.month in SEASONS:
        raise season_turn(part.month, int(year))
    _set_year(part, year)
    part.iso_month = second
    _set_month(part, int(second))


def season_turn(month: int, year: int) -> HistoricalDateError:
    names = {"year": year_name(year), "following": year_name(year + 1)}
    return refusal("season_turn", season=SEASONS[month], **names)


def _read_month_first(part: Written, text: str) -> None:
    month, year = re.split("[-/.]", text)
    if int(month) > len(MONTHS):
        raise refusal("month", number=int(month))
    _set_month(part, int(month))
    _set_year(part, year)


def _read_year_last(part: Written, text: str) -> None:
    one, two, year = re.split("[-–/.]", text)
    first, second = int(one), int(two)
    day, month = (two, first) if second > 12 >= first else (one, second)
    _set_month(part, month)
    _set_day(part, day)
    _set_year(part, year)
    part.is_either_order = 1 <= first <= 12 and 1 <= second <= 12 and first != second


def _confirm_decade(part: Written, _: str) -> None:
    # "1800s (decade)": the word settles that the hundred years are not meant.
    if part.unit is not Precision.DECADE:
        raise unrecognised()
    part.is_named_decade = True


def _set_circa(part: Written, _: str) -> None:
    part.circa = True


def _set_uncertain(part: Written, _: str) -> None:
    part.uncertain = True


def _set_both(part: Written, _: str) -> None:
    part.circa = part.uncertain = True


READERS: Final[dict[str, Callable[[Written, str], None]]] = {
    "calendar": _read_calendar,
    "confirmed": _confirm_decade,
    "decade": _read_decade,
    "dmy": _read_year_last,
    "doubt": _set_uncertain,
    "era": _read_era,
    "my": _read_month_first,
    "number": _read_number,
    "ordinal": _read_ordinal,
    "percent": _set_both,
    "tilde": _set_circa,
    "word": _read_word,
    "ym": _read_year_month,
    "ymd": _read_year_first,
}
