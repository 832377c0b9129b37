"""How text is cut into words, the same way for what is stored and for what is asked."""

import re
import threading
import unicodedata
from functools import lru_cache
from typing import Any, Final

import snowballstemmer

LONGEST_WORD: Final = 40  # characters; the rest of a longer word is not looked at

_MARKS: Final = re.compile("[\u0300-\u036f]")
# Letters that no decomposition takes apart, as people without them on their keys write them.
_LETTERS: Final = str.maketrans(
    {"æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i"}
)
_WORD: Final = re.compile(r"[^\W_]+")
_POSSESSIVE: Final = re.compile(r"(?<=\w)['’ʼ]s\b")
_THOUSANDS: Final = re.compile(r"(?<=\d),(?=\d{3}\b)")
_DOTTED_ERA: Final = re.compile(r"\b(?:b\.\s?c\.(?:\s?e\.)?|a\.\s?d\.|c\.\s?e\.)")
_BEFORE_CHRIST: Final = frozenset({"bc", "bce"})
_AFTER_CHRIST: Final = frozenset({"ad", "ce"})
_ERAS: Final = _BEFORE_CHRIST | _AFTER_CHRIST


def fold(text: str) -> str:
    """Return `text` in small letters without accents.

    >>> fold("Élysée"), fold("Søren Þórsson"), fold("Straße")
    ('elysee', 'soren thorsson', 'strasse')
    """
    if text.isascii():
        return text.lower()
    plain = unicodedata.normalize("NFKD", text.casefold()).translate(_LETTERS)
    return _MARKS.sub("", plain)


def words(text: str) -> list[str]:
    """Return the words of `text`, folded, with the era as a part of its year.

    >>> words("Caesar’s death, 15 March 44 B.C.; in AD 79 some 10,000 fled NATO–Russia")[:6]
    ['caesar', 'death', '15', 'march', '44bc', 'in']
    >>> words("in AD 79 some 10,000 fled")
    ['in', '79', 'some', '10000', 'fled']
    """
    plain = _DOTTED_ERA.sub(lambda era: era[0].replace(".", "").replace(" ", ""), fold(text))
    plain = _THOUSANDS.sub("", _POSSESSIVE.sub("", plain))
    return _with_eras([word[:LONGEST_WORD] for word in _WORD.findall(plain)])


def _with_eras(found: list[str]) -> list[str]:
    if _ERAS.isdisjoint(found):
        return found
    joined: list[str] = []
    for place, word in enumerate(found):
        follows_year = bool(joined) and joined[-1].isdecimal()
        if follows_year and word in _BEFORE_CHRIST:
            joined[-1] += "bc"
        elif word in _AFTER_CHRIST and (follows_year or _is_year(found, place + 1)):
            continue
        else:
            joined.append(word)
    return joined


def _is_year(found: list[str], place: int) -> bool:
    return place < len(found) and found[place].isdecimal()


class _Stemmer(threading.local):
    """Snowball's English stemmer, one for each thread: it keeps the word it is at work on."""

    def __init__(self) -> None:
        self.english: Any = snowballstemmer.stemmer("english")


_stemmer = _Stemmer()


@lru_cache(maxsize=100_000)
def stem(word: str) -> str:
    """Return what a folded word has in common with its other forms; numbers stay.

    >>> stem("treaties") == stem("treaty"), stem("1990s")
    (True, '1990s')
    """
    if any(letter.isdecimal() for letter in word):
        return word
    found: str = _stemmer.english.stemWord(word)
    return found


def stems(text: str) -> list[str]:
    """Return the stems of the words of `text`, in order."""
    return [stem(word) for word in words(text)]
