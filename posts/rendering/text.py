import re
import unicodedata
from functools import cache
from typing import Final

# Unicode's Stream-Safe Text Format: no script needs more on one letter, and putting a longer
# run in order takes time with its square, during which no other thread goes on.
MOST_MARKS: Final = 30


class RenderingError(ValueError):
    """Text that cannot be stored or shown; `str()` names the place and the remedy."""


# C0 controls (but tab and line feed), DEL and C1 controls, surrogates, and the code points
# that Unicode guarantees never to be characters: XML, JSON or PostgreSQL refuse each of them.
_FORBIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef"
    + "".join(chr(plane + end) for plane in range(0, 0x110000, 0x10000) for end in (0xFFFE, 0xFFFF))
    + "]"
)
_BREAKS = re.compile("[\x0b\x0c\x85\u2028\u2029]")
_BIDI_CONTROLS = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
# Soft hyphen, zero-width space, word joiner and their like, which come along in pasted text.
INVISIBLE = "\u00ad\u034f\u180e\u200b\u2060-\u2064\ufeff"
# Joiners too, but where Persian, Indian scripts and emoji write words with them.
_JOINED = "\u0600-\u109f\u1780-\u18af\u2190-\U0001faff"
_UNSEEN = re.compile(f"[{INVISIBLE}]|(?<![{_JOINED}])[\u200c\u200d]")
_ALL_UNSEEN = re.compile(f"[\u200c\u200d{INVISIBLE}]")
# Marks of headings, lists, quotations, tables, rules and code at the beginning of a line.
_LINE_MARKS = re.compile(
    rf"^[\t #>*+\-_=|~`0-9.)\u200c\u200d{INVISIBLE}]*[\u200c\u200d{INVISIBLE}]", re.MULTILINE
)
# Letters that no decomposition takes apart, as people without them on their keys write them.
_LETTERS = str.maketrans(
    {"æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i"}
    | {"ħ": "h", "ŧ": "t", "ŋ": "ng", "ə": "a", "ĸ": "k"}
)
_TAG = re.compile(r"<[^>]*>")
# Han and kana, then the alphabets that part no words: Thai, Lao, Burmese, Khmer.
_SIGNS = re.compile("[\u3005\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_UNPARTED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]")
WORDS_A_MINUTE: Final = 220
SIGNS_IN_A_WORD: Final = 1.5  # so that 330 are read in a minute, as in Chinese and Japanese
LETTERS_IN_A_WORD: Final = 5  # of those alphabets, their vowels with them
_NAMES = {
    "\x00": "NUL",
    "\x0b": "line tabulation",
    "\x0c": "form feed",
    "\x1b": "escape",
    "\x7f": "delete",
}


def clean_text(value: str) -> str:
    """Return `value` in NFC with line feeds as its only line ends.

    Raises RenderingError, naming the first character that no feed or database can carry, or
    where combining marks are heaped up.
    """
    value = value.replace("\r\n", "\n").replace("\r", "\n")
    # What is printable is never forbidden, and is known twenty times faster than by the pattern.
    is_plain = value.replace("\n", "").isprintable()
    if not is_plain and (found := _FORBIDDEN.search(value)):
        raise RenderingError(_refusal(value, found.start(), "cannot be stored"))
    _refuse_heaps(value)
    return unicodedata.normalize("NFC", value)


def with_bare_marks(value: str) -> str:
    """Return `value` without invisible characters in the marks that begin its lines.

    >>> with_bare_marks("\\ufeff# Rome\\n-\\u200b \\u00adRavenna")
    '# Rome\\n- Ravenna'
    """
    if value.isascii():
        return value
    return _LINE_MARKS.sub(lambda marks: _ALL_UNSEEN.sub("", marks[0]), value)


def _refuse_heaps(value: str) -> None:
    """Raise RenderingError for more than MOST_MARKS combining marks in a row."""
    # A longer run has a part at one of these places: most text is known by a look at them.
    if value.isascii() or not _marks(1).search(value[:: MOST_MARKS + 1]):
        return
    if found := _marks(MOST_MARKS + 1).search(value):
        reason = f"begins a run of more than {MOST_MARKS} combining marks, which cannot be stored"
        raise RenderingError(_refusal(value, found.start(), reason))


@cache
def _marks(number: int) -> re.Pattern[str]:
    """Return what finds `number` marks in a row: all that a decomposition begins with one of.

    Its own class alone does not tell: U+0F73 has none, and comes apart into two marks.
    """
    codes = (chr(code) for code in range(0x300, 0x1F000))
    marks = [c for c in codes if unicodedata.combining(unicodedata.normalize("NFKD", c)[0])]
    mark = f"[{''.join(marks)}]"
    # A run is tried once, at its beginning.
    return re.compile(f"(?<!{mark}){mark}{{{number}}}" if number > 1 else mark)


def without_controls(value: str) -> str:
    """Return `value` without what `clean_text` refuses: a line in the shell can store that."""
    return _FORBIDDEN.sub("", value)


def with_plain_breaks(value: str, *, line: str, paragraph: str) -> tuple[str, tuple[str, ...]]:
    """Return `value` without controls, and a sentence for each kind of change.

    `line` and `paragraph` stand for the breaks that office programs write as controls.
    """
    value = value.replace("\r\n", "\n").replace("\r", "\n")
    value, breaks = _BREAKS.subn(lambda m: paragraph if m[0] == "\u2029" else line, value)
    value, controls = _FORBIDDEN.subn("", value)
    value, unseen = re.subn(f"[{INVISIBLE}]", "", value)
    told = (
        ("Breaks that were control characters are plain ones now.", breaks),
        ("Control characters were taken out.", controls),
        ("Soft hyphens and other characters that nobody sees were taken out.", unseen),
    )
    return value, tuple(text for text, number in told if number)


def clean_line(value: str) -> str:
    """Return `value` for a title, name or label: one line, trimmed, spaces folded.

    What nobody sees is left out, or two names could look like one. Raises RenderingError as
    `clean_text` does, and for controls of the writing direction, which can make a name read as
    another.
    """
    value = clean_text(value)
    if not value.isascii():
        value = unicodedata.normalize("NFC", _UNSEEN.sub("", value))
    value = " ".join(value.split())
    if found := _BIDI_CONTROLS.search(value):
        raise RenderingError(_refusal(value, found.start(), "is not allowed in a name or title"))
    return value


def apart(text: str) -> str:
    """Return `text` in small letters, each taken apart into a plain one and its marks.

    >>> apart("Þingvellir, Œuvre, Straße, Łódź").encode("ascii", "ignore")
    b'thingvellir, oeuvre, strasse, lodz'
    """
    return unicodedata.normalize("NFKD", text.casefold()).translate(_LETTERS)


def alphabetical(name: str) -> str:
    """Return what puts names in order whatever their capitals and accents.

    >>> sorted(["Zoo", "Łódź", "apple", "Ében", "Egg"], key=alphabetical)
    ['apple', 'Ében', 'Egg', 'Łódź', 'Zoo']
    """
    return "".join(each for each in apart(name) if not unicodedata.combining(each))


def minutes_to_read(html: str) -> int:
    """Return the minutes that a text of this HTML takes somebody; 0 if it is less than one.

    >>> minutes_to_read("<p>" + "word " * 660 + "</p>"), minutes_to_read("語" * 660)
    (3, 2)
    """
    text, signs = _SIGNS.subn(" ", _TAG.sub(" ", html))
    text, letters = _UNPARTED.subn(" ", text)
    # A dash, or a full stop that a sign stood before, is no word.
    words = sum(any(map(str.isalnum, each)) for each in text.split())
    minutes = (words + signs / SIGNS_IN_A_WORD + letters / LETTERS_IN_A_WORD) / WORDS_A_MINUTE
    return 0 if minutes < 1 else round(minutes)


def _refusal(value: str, at: int, reason: str) -> str:
    character = value[at]
    name = _NAMES.get(character) or unicodedata.name(character, "").lower()
    shown = f"U+{ord(character):04X}" + (f" ({name})" if name else "")
    line = value.count("\n", 0, at) + 1
    column = at - value.rfind("\n", 0, at)
    return f"The character {shown} at line {line}, column {column} {reason}. Remove it."
