"""The letters of pictures drawn by code: which faces have them, and how wide they are."""

import re
import unicodedata
from functools import cache
from pathlib import Path

from PIL import ImageFont

SERIF = "cover-serif.ttf"
ITALIC = "cover-italic.ttf"
SANS = "cover-sans.ttf"

NO_CHARACTER = "\U0010ffff"  # drawn as every letter that a face lacks
FONTS = Path(__file__).with_name("fonts")


@cache
def font(face: str, size: int) -> ImageFont.FreeTypeFont:
    """Basic layout on purpose: Raqm is not on every machine, and the same post must give the
    same bytes everywhere. The font files carry a kern table for it."""
    return ImageFont.truetype(FONTS / face, size, layout_engine=ImageFont.Layout.BASIC)


def clean(text: str) -> str:
    """Composed letters, single spaces, nothing that cannot be printed."""
    composed = unicodedata.normalize("NFC", text)
    spaced = "".join(" " if char.isspace() else char for char in composed)
    printable = (char for char in spaced if unicodedata.category(char) not in {"Cc", "Cf", "Cs"})
    return " ".join("".join(printable).split())


def legible(text: str, preferred: str) -> str:
    """Return `text` without the words that its face has no letters for.

    A letter loses the accents that the face lacks. "" where most letters are missing, or some
    of a word: a name that lacks letters is another name.
    """
    face = face_for(text, preferred)
    drawn = [[_nearest(face, char) for char in word] for word in text.split(" ")]
    kept = " ".join("".join(word) for word in drawn)
    if kept == text:
        return text
    if any(_is_torn(*each) for each in zip(text.split(" "), drawn, strict=True)):
        return ""
    lost = sum(char.isalpha() for char in text) > 2 * sum(char.isalpha() for char in kept)
    without_gaps = " ".join(re.sub(r"\(\s*\)|\[\s*\]|“\s*”", "", kept).split())
    return "" if lost else without_gaps.strip(" ,;:–")


def _nearest(face: str, char: str) -> str:
    """Return the letter with as many of its accents as `face` has; " " where it has none."""
    parts = unicodedata.normalize("NFD", char)
    fewer = (unicodedata.normalize("NFC", parts[:end]) for end in range(len(parts), 0, -1))
    missing = "" if unicodedata.combining(char) else " "
    return next((each for each in fewer if has_letter(face, each)), missing)


def _is_torn(word: str, drawn: list[str]) -> bool:
    """Whether some letters of `word` would be drawn, and others not."""
    letters = [shown for char, shown in zip(word, drawn, strict=True) if char.isalpha()]
    return 0 < letters.count(" ") < len(letters)


@cache
def has_letter(face: str, char: str) -> bool:
    letters = font(face, 24)
    drawn, missing = (letters.getmask(each) for each in (char, NO_CHARACTER))
    return (drawn.size, bytes(drawn)) != (missing.size, bytes(missing))


def face_for(text: str, preferred: str) -> str:
    """Only the serif has Greek and Cyrillic letters."""
    beyond_latin = any(0x0370 <= ord(char) < 0x0530 for char in text)
    return SERIF if beyond_latin else preferred


def text_width(text: str, face: str, size: int, tracking: float = 0) -> float:
    if not text or not tracking:
        return font(face, size).getlength(text)
    return sum(font(face, size).getlength(char) + tracking for char in text) - tracking
