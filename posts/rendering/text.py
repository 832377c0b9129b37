import re
import unicodedata


class RenderingError(ValueError):
    """Text that cannot be stored or shown; `str()` names the place and the remedy."""


# C0 controls (but tab and line feed), DEL and C1 controls, surrogates, and the code points
# that Unicode guarantees never to be characters: XML, JSON or PostgreSQL refuse each of them.
_FORBIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef"
    + "".join(chr(plane + end) for plane in range(0, 0x110000, 0x10000) for end in (0xFFFE, 0xFFFF))
    + "]"
)
_BIDI_CONTROLS = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_NAMES = {
    "\x00": "NUL",
    "\x0b": "line tabulation",
    "\x0c": "form feed",
    "\x1b": "escape",
    "\x7f": "delete",
}


def clean_text(value: str) -> str:
    """Return `value` in NFC with line feeds as its only line ends.

    Raises RenderingError, naming the first character that no feed or database can carry.
    """
    value = value.replace("\r\n", "\n").replace("\r", "\n")
    # What is printable is never forbidden, and is known twenty times faster than by the pattern.
    is_plain = value.replace("\n", "").isprintable()
    if not is_plain and (found := _FORBIDDEN.search(value)):
        raise RenderingError(_refusal(value, found.start(), "cannot be stored"))
    return unicodedata.normalize("NFC", value)


def without_controls(value: str) -> str:
    """Return `value` without what `clean_text` refuses: a line in the shell can store that."""
    return _FORBIDDEN.sub("", value)


def clean_line(value: str) -> str:
    """Return `value` for a title, name or label: one line, trimmed, spaces folded.

    Raises RenderingError as `clean_text` does, and for controls of the writing direction,
    which can make a name read as another.
    """
    value = " ".join(clean_text(value).split())
    if found := _BIDI_CONTROLS.search(value):
        raise RenderingError(_refusal(value, found.start(), "is not allowed in a name or title"))
    return value


def _refusal(value: str, at: int, reason: str) -> str:
    character = value[at]
    name = _NAMES.get(character) or unicodedata.name(character, "").lower()
    shown = f"U+{ord(character):04X}" + (f" ({name})" if name else "")
    line = value.count("\n", 0, at) + 1
    column = at - value.rfind("\n", 0, at)
    return f"The character {shown} at line {line}, column {column} {reason}. Remove it."
