"""A winter has two years: it is kept by the one whose December it begins with."""

import re
from typing import Final

from .calendar import with_era
from .language import current
from .tokens import Token

_LETTERS: Final = {"number": "n", "era": "e", "dash": "j", "slash": "j", "ym": "y"}
_WORDS: Final = {"winter": "w", "to": "t", "from": "f"}
_YEARS: Final = "e?ne?je?ne?|y"
_WINTER: Final = re.compile(f"w({_YEARS})|({_YEARS})w")
WORD: Final = Token("word", "winter")


def joined(tokens: list[Token]) -> list[Token]:
    """Return the tokens with the two years of each "winter 1956–57" become the first."""
    letters = "".join(map(_letter, tokens))
    if letters[:1] != "f":
        # "The winter of 1941 to 1942" is one; "from winter 1941 to 1942" is longer.
        letters = letters.replace("t", "j")
    if "w" not in letters:
        return tokens
    shorter, end = [], 0
    for found in _WINTER.finditer(letters):
        group = 1 if found[1] else 2
        years = _first_year(tokens[slice(*found.span(group))])
        if years:
            shorter += [*tokens[end : found.start()], WORD, *years]
            end = found.end()
    return shorter + tokens[end:]


def _letter(token: Token) -> str:
    return _WORDS.get(token.text) or _LETTERS.get(token.kind, "o")


def _first_year(tokens: list[Token]) -> list[Token]:
    """Return the first of two years and its era, or nothing where the second is not the next."""
    if tokens[0].kind == "ym":
        early, late = tokens[0].text.split("-")
        return [Token("number", early)] if is_next_year(early, late) else []
    joint = next(i for i, token in enumerate(tokens) if token.kind in ("dash", "slash", "word"))
    (early, first_era), (late, last_era) = _year(tokens[:joint]), _year(tokens[joint + 1 :])
    if not is_next_year(early, late, first_era, last_era):
        return []
    era = first_era or last_era
    return [Token("number", early), *([Token("era", era)] if era else [])]


def _year(tokens: list[Token]) -> tuple[str, str]:
    number = next(token.text for token in tokens if token.kind == "number")
    eras = ("bc" if token.text.startswith("b") else "ad" for token in tokens if token.kind == "era")
    return number, next(eras, "")


def is_next_year(early: str, late: str, era: str = "", late_era: str = "") -> bool:
    """Whether `late`, in full or by its last digits, is the year after `early`.

    The eras are those written beside them: only where both have one, `late` must be in full.

    >>> is_next_year("1899", "00"), is_next_year("219", "18", "", "bc")
    (True, True)
    >>> is_next_year("26", "5", "", "bc"), is_next_year("26", "5", "bc", "bc")
    (True, False)
    """
    if era == "bc" and late_era == "ad":
        return int(early) == int(late) == 1
    shared = era or late_era
    whole = late if era and late_era else full_year(early, late, shared)
    return whole == str(int(early) + (-1 if shared == "bc" else 1))


def full_year(early: str, late: str, era: str) -> str:
    """Return the year that the digits of `late` shorten where it follows `early` at once.

    >>> full_year("1899", "00", ""), full_year("480", "79", "bc"), full_year("1914", "18", "")
    ('1900', '479', '18')
    """
    following = str(int(early) + (-1 if era == "bc" else 1))
    is_short = len(late) <= 2 and len(late) < len(early)
    return following if is_short and following.endswith(late) else late


def winter_years(year: int, *, always_ad: bool = False) -> str:
    """Return both years of the winter that begins in December of an astronomical year.

    >>> winter_years(1956), winter_years(1899), winter_years(-218), winter_years(0)
    ('1956–57', '1899–1900', '219–218 BC', '1 BC – AD 1')
    """
    if year == 0:
        return f"{with_era('1', bc=True, ad=False)} – {with_era('1', bc=False, ad=True)}"
    return with_era(winter_numbers(year), bc=year < 0, ad=always_ad or 0 < year < 1000)


def winter_numbers(year: int) -> str:
    early, late = (year, year + 1) if year > 0 else (1 - year, -year)
    words = current()
    is_short = words.shortens_winter and year >= 1000 and early // 100 == late // 100
    return words.winter.format(early, f"{late % 100:02}" if is_short else late)
