"""What to type instead of a word that is not understood."""

import re
from typing import Final

from .calendar import MONTHS, Calendar, civil
from .centuries import number_of
from .errors import HistoricalDateError, refusal
from .vocabulary import ALTERNATIVES, FEASTS, HOURS, OTHER_ERAS, OTHER_MONTHS, PARTS, names_month

NUMBER: Final = re.compile(r"\d{1,4}")  # in any digits
ROMAN: Final = re.compile(r"[ivxlcdm]+")
ROMAN_MONTH: Final = re.compile(r"\d[. /-]*\b(x?i{1,3}|i?[vx]|vi{1,3})\b[. /-]*\d", re.IGNORECASE)
CENTURY: Final = re.compile(r"\b(?:centur|si[eè]cle|siglo|secolo)", re.IGNORECASE)
HIJRA: Final = frozenset(("ah", "hijri", "hegirae"))
FIRST_HIJRI_DAY: Final = 1_948_440  # 16 July 622, Julian


def unknown_word(word: str, typed: str, text: str, plain: str) -> HistoricalDateError:
    """Return the refusal of `text`, which is `plain` without accents, for `word`, `typed` there."""
    number = NUMBER.search(text)
    if word in PARTS:
        return refusal("part_of_period" + ":days" * names_month(plain), word=typed)
    if ROMAN.fullmatch(word) and CENTURY.search(text):
        return refusal("unrecognised:roman", word=typed)
    if number is None:
        return refusal("unrecognised")
    if word in HOURS:
        return refusal("time")
    if word in FEASTS:
        return refusal("unrecognised:feast", word=typed, text=text)
    if word in OTHER_MONTHS:
        calendar = OTHER_MONTHS[word]
        return refusal("unrecognised:other_month", word=typed, calendar=calendar, text=text)
    if (month := ROMAN_MONTH.search(plain)) and month[1].lower() == word:
        return refusal("unrecognised:month", word=typed, month=MONTHS[number_of(month[1]) - 1])
    if word in HIJRA and int(number[0]):
        return refusal("unrecognised:hijri", word=typed, years=_years_of_hijri(int(number[0])))
    if word in ALTERNATIVES:
        return refusal("unrecognised:place", word=typed)
    if word in OTHER_ERAS:
        return refusal("unrecognised:era", word=typed)
    return refusal("unrecognised:word", word=typed)


def _years_of_hijri(year: int) -> str:
    """Return our year or two of a year of the Islamic calendar, by its arithmetic."""
    starts = (354 * (n - 1) + (11 * n + 3) // 30 + FIRST_HIJRI_DAY for n in (year, year + 1))
    first, after = starts
    years = dict.fromkeys(civil(day, Calendar.HISTORICAL)[0] for day in (first, after - 1))
    era = "AD " if max(years) < 1000 else ""
    return era + "–".join(str(number) for number in years)
