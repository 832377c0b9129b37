"""How text is cut into words, the same way for what is stored and for what is asked."""

import re
import threading
import unicodedata
from functools import cached_property, lru_cache
from importlib import import_module
from itertools import batched, chain, groupby, starmap
from typing import Any, Final

from posts.rendering import apart

LONGEST_WORD: Final = 40  # characters; the rest of a longer word is not looked at


def _marks() -> str:
    """Return, as a class of characters, all that combine; but for Japanese, where か is not が.

    As ranges, which make a pattern four times faster; none is among Han, Hangul and Tangut.
    """
    bounds = (0x300, 0x3099, 0x309B, 0x3400, 0xA000, 0xAC00, 0xF900, 0x17000, 0x1BC00, 0x20000)
    codes = chain.from_iterable(starmap(range, batched((*bounds, 0xE0100, 0xE01F0), 2)))
    marks = [code for code in codes if unicodedata.category(chr(code))[0] == "M"]
    runs = groupby(enumerate(marks), key=lambda pair: pair[1] - pair[0])
    ends = ([code for _, code in run] for _, run in runs)
    return "".join(f"{chr(run[0])}-{chr(run[-1])}" for run in ends)


# What is written above, below or between letters and left out by most who type them: accents and
# vowel signs of all scripts; the Arabic lengthened line and Hebrew marks of abbreviation; half
# rings, hamza and okina of transcriptions; soft hyphens, joiners and others that nobody sees.
_TRANSCRIBED: Final = "\u02b9-\u02bf\ua78b\ua78c\u0640\u05f3\u05f4"
_UNSEEN: Final = "\u00ad\u180e\u200b-\u200f\u2060-\u2064\ufeff"
SILENT: Final = f"{_marks()}{_TRANSCRIBED}{_UNSEEN}"
_MARKS: Final = re.compile(f"[{SILENT}]")
_UNSEEN_ONES: Final = re.compile(f"[{_UNSEEN}]")
_ARABIC: Final = str.maketrans({"ٱ": "ا", "ى": "ي", "ی": "ي", "ک": "ك"})
# Chinese, Japanese, Thai, Lao, Burmese and Khmer, with the signs above their letters.
SPACELESS: Final = (
    "\u0e01-\u0e3a\u0e40-\u0e4e\u0e81-\u0ece\u1000-\u1049\u1050-\u109f\u1780-\u17d3"
    "\u3005\u3041-\u309a\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff\u3400-\u4dbf\u4e00-\u9fff"
    "\uf900-\ufaff\U00020000-\U0003ffff"
)
_WORD: Final = re.compile(rf"[{SPACELESS}]+|(?:(?![{SPACELESS}])[^\W_])+")
_ASCII_WORD: Final = re.compile("[a-z0-9]+")
_SPACELESS: Final = re.compile(f"[{SPACELESS}]")
# U.S.S.R., Ph.D.; then J. R. R.
_DOTTED: Final = re.compile(
    r"(?<![^\W_])(?:[^\W\d_](?:\.[^\W\d_])+\.?|(?:[^\W\d_]{1,2}\.){2,})(?![^\W_])"
)
_SPACED: Final = re.compile(r"(?<![^\W_])[^\W\d_]\.(?: [^\W\d_]\.)+(?![^\W_])")
_GERSHAYIM: Final = re.compile(r"(?<=[\u05d0-\u05ea])[\"“”„](?=[\u05d0-\u05ea])")
_APOSTROPHE: Final = re.compile(r"\b([^\W\d_]+)['’‘](?=[^\W\d_])")
_APOSTROPHES: Final = frozenset("'’‘ʼ")
# After these an apostrophe parts two words: d’Artagnan, l’Élysée, O’Connell, dell’Arte.
_ELIDED: Final = frozenset((
    "c", "d", "j", "l", "m", "n", "o", "s", "qu", "jusqu", "lorsqu", "puisqu", "quoiqu",
    "all", "dall", "dell", "nell", "quell", "sant", "sull", "un",
))  # fmt: skip
_POSSESSIVE: Final = re.compile(r"(?<=\w)['’ʼ][sS]\b")
_DECADE: Final = re.compile(r"(?<=\d0)['’ʼ](?=[sS]\b)")
_ORDINAL: Final = re.compile(r"[0-9](?<![^\W_][0-9])[0-9]*(?:st|nd|rd|th)(?![^\W_])")
_OTHER_DIGIT: Final = re.compile(r"(?![0-9])\d")
_THOUSANDS: Final = re.compile(r",(?<=\d,)(?=\d{3}\b)")
# What the patterns of abbreviations have in common: a search for it takes a tenth of theirs.
_ABBREVIATED: Final = re.compile(r"\.(?:[^\W\d_]|\s[^\W\d_]\.)")
_DOTTED_ERA: Final = re.compile(r"(?<![^\W\d_]\.)\b(?:b\.\s?c\.(?:\s?e\.)?|a\.\s?d\.|c\.\s?e\.)")
_BEFORE_CHRIST: Final = frozenset({"bc", "bce"})
_AFTER_CHRIST: Final = frozenset({"ad", "ce"})
_WARS: Final = {"wwi": "ww1", "wwii": "ww2"}
_ERAS: Final = _BEFORE_CHRIST | _AFTER_CHRIST


def fold(text: str) -> str:
    """Return `text` in small letters without accents and what else is silent.

    >>> fold("Élysée"), fold("Søren Þórsson"), fold("Straße")
    ('elysee', 'soren thorsson', 'strasse')
    """
    if text.isascii():
        return text.lower()
    plain = apart(text).translate(_ARABIC)
    plain = _OTHER_DIGIT.sub(lambda digit: str(unicodedata.decimal(digit[0])), plain)
    # Put together again what stays: Korean syllables, Japanese letters with their sound marks.
    return unicodedata.normalize("NFC", _MARKS.sub("", plain))


def without_unseen(text: str) -> str:
    """Return `text` without soft hyphens, joiners and other characters that nobody sees."""
    return _UNSEEN_ONES.sub("", text)


def without_gershayim(text: str) -> str:
    """Return `text` without the marks of Hebrew abbreviations that are typed as quotation marks."""
    return _GERSHAYIM.sub("", text)


def with_joined_initials(text: str) -> str:
    """Return `text` with the initials of a name in one word, as J.R.R."""
    return _SPACED.sub(lambda initials: initials[0].replace(" ", ""), text)


def words(text: str) -> list[str]:
    """Return the words of `text`, folded, with the era as a part of its year.

    >>> words("Caesar’s death, 15 March 44 B.C.; in AD 79 some 10,000 fled NATO–Russia")[:6]
    ['caesar', 'death', '15', 'march', '44bc', 'in']
    >>> words("in AD 79 some 10,000 fled")
    ['in', '79', 'some', '10000', 'fled']
    >>> words("the Qurʾān, the Qur’an, U.S.S.R., l’Élysée, 本能寺")
    ['the', 'quran', 'the', 'quran', 'ussr', 'l', 'elysee', '本能', '能寺']
    """
    if not text.isascii():
        text = without_gershayim(text)
    has_apostrophe = not _APOSTROPHES.isdisjoint(text)
    plain = fold(_POSSESSIVE.sub("", _DECADE.sub("", text)) if has_apostrophe else text)
    is_abbreviated = _ABBREVIATED.search(plain)
    if is_abbreviated:
        plain = _DOTTED_ERA.sub(lambda era: era[0].replace(".", "").replace(" ", ""), plain)
    plain = _THOUSANDS.sub("", plain)
    if is_abbreviated:
        plain = with_joined_initials(plain)
        plain = _DOTTED.sub(lambda letters: letters[0].replace(".", ""), plain)
    plain = _ORDINAL.sub(lambda number: number[0][:-2], plain)
    if has_apostrophe:
        plain = _APOSTROPHE.sub(lambda word: word[0] if word[1] in _ELIDED else word[1], plain)
    if plain.isascii():
        return _with_eras([_WARS.get(x, x)[:LONGEST_WORD] for x in _ASCII_WORD.findall(plain)])
    return _with_eras(
        [word[:LONGEST_WORD] for found in _WORD.findall(plain) for word in _cut(found)]
    )


def _cut(word: str) -> list[str]:
    """Return the word, or the pairs of letters of a text without spaces, each with its next."""
    if not _SPACELESS.match(word):
        return [_WARS.get(word, word)]
    # What Unicode has not assigned is no letter to either engine.
    letters = "".join(filter(str.isalnum, word))
    pairs = [letters[place : place + 2] for place in range(len(letters) - 1)]
    return pairs or [letters] if letters else []


def _with_eras(found: list[str]) -> list[str]:
    if _ERAS.isdisjoint(found):
        return found
    joined: list[str] = []
    for place, word in enumerate(found):
        follows_year = bool(joined) and joined[-1].isdecimal()
        is_before_year = "".join(found[place + 1 : place + 2]).isdecimal()
        if follows_year and word in _BEFORE_CHRIST:
            joined[-1] += "bc"
        elif word in _AFTER_CHRIST and (follows_year or is_before_year):
            continue
        else:
            joined.append(word)
    return joined


class _Stemmer(threading.local):
    """Snowball's English stemmer, one for each thread: it keeps the word it is at work on."""

    @cached_property
    def english(self) -> Any:  # most processes do without the library's twenty languages
        return import_module("snowballstemmer").stemmer("english")


_stemmer = _Stemmer()


@lru_cache(maxsize=100_000)
def stem(word: str) -> str:
    """Return what a folded word has in common with its other forms; numbers stay.

    >>> stem("treaties") == stem("treaty"), stem("1990s")
    (True, '1990s')
    """
    if any(letter.isdecimal() for letter in word):
        return word
    return str(_stemmer.english.stemWord(word))


def stems(text: str) -> list[str]:
    """Return the stems of the words of `text`, in order."""
    return [stem(word) for word in words(text)]
