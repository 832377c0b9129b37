"""What a result shows of its text: the part with the words that were looked for, marked."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from posts.search.words import SILENT, SPACELESS, fold, stems

LENGTH: Final = 240  # characters
_BEFORE: Final = 60  # characters shown before the first marked word
MOST_LETTERS: Final = 4  # of a word, by which its forms are found
_SPACELESS: Final = re.compile(f"[{SPACELESS}]")
_BETWEEN: Final = rf"[{SILENT}.'’‘]*"
_REST: Final = rf"(?:[^\W_]|[{SILENT}]|\.(?=[^\W\d_]\b)|['’‘](?!s\b)(?=[^\W\d_]))*"
_ERA: Final = r"\s?(?:bce?|b\.\s?c\.(?:\s?e\.)?)(?!\w)"


@dataclass(frozen=True, slots=True)
class Piece:
    """Text on one line, marked if it is a word that was looked for."""

    text: str
    is_marked: bool = False


def marked(text: str, wanted: frozenset[str]) -> list[Piece]:
    """Return the whole text with every form of the stems in `wanted` marked."""
    pieces, at = [], 0
    for start, end in _places(text, wanted):
        pieces += [Piece(text[at:start]), Piece(text[start:end], is_marked=True)]
        at = end
    return [piece for piece in (*pieces, Piece(text[at:])) if piece.text]


def has_any(text: str, wanted: frozenset[str]) -> bool:
    """Whether the text has a form of any of the stems."""
    return bool(_places(text, wanted))


def excerpt(texts: Iterable[str], wanted: frozenset[str], length: int = LENGTH) -> list[Piece]:
    """Return the part of one of `texts` that has most of the stems, the earliest among equals.

    Where none has any, that is the beginning of the first text.
    """
    best, most = ("", 0, 0), -1
    for text in texts:
        number, start, end = _window(text, _places(text, wanted), wanted, length)
        if number > most:
            best, most = (text, start, end), number
    text, start, end = best
    before, after = "… " if start else "", " …" if end < len(text) else ""
    pieces = marked(text[start:end], wanted)
    return [piece for piece in (Piece(before), *pieces, Piece(after)) if piece.text]


def _window(
    text: str, places: Sequence[tuple[int, int]], wanted: frozenset[str], length: int
) -> tuple[int, int, int]:
    """Return (number of different stems, start, end) of the best part, at whole words."""
    best = (0, 0)
    for place, (start, _) in enumerate(places[:200]):
        last = start + length - _BEFORE
        inside = [span for span in places[place : place + 12] if span[1] <= last]
        number = len({stem for a, b in inside for stem in stems(text[a:b]) if stem in wanted})
        if number > best[0]:
            best = (number, start)
    number, at = best
    start = text.find(" ", at - _BEFORE) + 1 if at > _BEFORE else 0
    return number, start, _word_end(text, start + length)


def _word_end(text: str, at: int) -> int:
    return len(text) if at >= len(text) else max(text.rfind(" ", 0, at), at - 40)


def _places(text: str, wanted: frozenset[str]) -> list[tuple[int, int]]:
    """Return where the forms of the stems stand; what only looks alike is left out."""
    pattern = _pattern(wanted)
    if pattern is None:
        return []
    return [
        found.span() for found in pattern.finditer(text) if wanted.intersection(stems(found[0]))
    ]


@lru_cache(maxsize=256)
def _pattern(wanted: frozenset[str]) -> re.Pattern[str] | None:
    """Return what matches every form of the stems, and some other words too."""
    spaceless = {letter for stem in wanted for letter in stem if _SPACELESS.match(letter)}
    parts = _parts(sorted(stem for stem in wanted if not _SPACELESS.match(stem)))
    forms = [rf"(?<![^\W_])(?:{'|'.join(parts)})"] if parts else []
    if spaceless:
        forms.append(f"[{''.join(sorted(spaceless))}{SILENT}]+")
    return re.compile("|".join(forms), re.IGNORECASE) if forms else None


def _parts(wanted: Iterable[str]) -> list[str]:
    parts: list[str] = []
    starts: dict[str, None] = {}
    for stem in wanted:
        if stem.endswith("bc") and stem[:-2].isdecimal():
            parts.append(stem[:-2] + _ERA)
        elif stem.isdecimal() and len(stem) > 3:
            parts.append(f"{stem[:-3]},?{stem[-3:]}(?!\\w)")
        else:
            starts[_start(stem)] = None
    return [*parts, f"(?:{'|'.join(starts)}){_REST}"] if starts else parts


def _start(stem: str) -> str:
    """Return what matches the beginning of a word, as its forms share it: treati, treaty.

    Of a few letters: what may stand between two of them takes a millisecond to prepare.
    """
    letters = stem[: min(max(2, len(stem) - 2), MOST_LETTERS)]
    return _BETWEEN.join(_ALIKE.get(letter, re.escape(letter)) for letter in letters)


def _alike() -> dict[str, str]:
    """Return, for each letter, a class of it and of its accented forms."""
    forms: dict[str, list[str]] = {}
    for code in (*range(0xC0, 0x250), *range(0x1E00, 0x1F00)):
        letter = fold(chr(code))
        if len(letter) == 1 and letter.isascii() and letter.isalpha():
            forms.setdefault(letter, []).append(unicodedata.normalize("NFC", chr(code)))
    return {letter: f"[{letter}{''.join(others)}]" for letter, others in forms.items()}


_ALIKE: Final = _alike()
