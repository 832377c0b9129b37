"""Centuries as they are counted elsewhere, in the words of the one grammar."""

import re
from typing import Final

ROMAN: Final = r"(?=[IVX])X{0,2}(?:IX|IV|V?I{0,3})"
_VALUES: Final = {"I": 1, "V": 5, "X": 10}
_NAMES: Final = "century|siecle|siglo|secolo|seculo|jahrhundert|jh|eeuw"
_UNITS: Final = (
    rf"(?:{_NAMES}|centuries|cent|siecles|siglos|secoli|c|millennium|millennia|millenaire)(?![a-z])"
)
_ENDING: Final = r"(?:th|st|nd|rd|i?eme|er|e|o)?"
# "XIX century", "XIXe siecle", "XVIII–XIX centuries", "V c. BC"
_BEFORE: Final = re.compile(
    rf"\b(?:({ROMAN}){_ENDING}( ?[-–] ?| and | to ))?({ROMAN}){_ENDING}(?:\. ?| |-)(?={_UNITS})",
    re.IGNORECASE | re.ASCII,
)
# "siglo XIX", "century XIX"
_AFTER: Final = re.compile(rf"\b(?:{_NAMES}) ({ROMAN})(?![a-z])", re.IGNORECASE | re.ASCII)
# "19. Jahrhundert", "19 century"
_NUMBERED: Final = re.compile(
    rf"\b(?:([0-9]{{1,2}})\. ?([-–]) ?)?([0-9]{{1,2}})(?:\. ?| )"
    rf"(?=(?:{_NAMES}|jahrtausend)(?![a-z]))",
    re.IGNORECASE,
)
# "19th-century", "nineteenth-century"
_HYPHENED: Final = re.compile(r"(?<=[a-z])-(?=(?:century|centuries|cent)(?![a-z]))", re.IGNORECASE)


def counted(text: str) -> str:
    """Return `text`, which has no accents, with its centuries counted as in “19th century”.

    >>> counted("XIX century"), counted("siglo V"), counted("19. Jh."), counted("1st-century BC")
    ('19th century', '5th century', '19th Jh.', '1st century BC')
    """
    text = _HYPHENED.sub(" ", text)
    text = _AFTER.sub(lambda found: f"{_nth(found[1])} century", text)
    text = _NUMBERED.sub(_numbered, text)
    return _BEFORE.sub(_counted, text)


def _numbered(found: re.Match[str]) -> str:
    first = f"{found[1]}th{found[2]}" if found[1] else ""
    return f"{first}{found[3]}th "


def _counted(found: re.Match[str]) -> str:
    first = f"{_nth(found[1])}{found[2]}" if found[1] else ""
    return f"{first}{_nth(found[3])} "


def _nth(roman: str) -> str:
    return f"{number_of(roman)}th"


def number_of(roman: str) -> int:
    values = [_VALUES[letter] for letter in roman.upper()]
    pairs = zip(values, [*values[1:], 0], strict=True)
    return sum(-one if one < following else one for one, following in pairs)
