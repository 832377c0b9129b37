"""From text to tokens: plain characters first, then words, numbers and marks."""

import re
import unicodedata
from typing import Final, NamedTuple

from .advice import unknown_word
from .centuries import counted
from .errors import HistoricalDateError, refusal
from .foreign import in_english
from .vocabulary import ENGLISH, FILLERS, UNDERSTOOD, names_month

LIMIT: Final = 120

HYPHENS: Final = "\u2010\u2011\u2212\ufe63\uff0d"
DASHES: Final = "\u2012\u2013\u2014\u2015\ufe58"
APOSTROPHES: Final = "\u2018\u2019\u02bc"
# Soft hyphens, zero-width characters and direction marks come along in pasted text.
UNSEEN: Final = "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"
QUOTES: Final = '"\u201c\u201d\u201e\u00ab\u00bb'
TYPED: Final = str.maketrans(
    dict.fromkeys(HYPHENS, "-")
    | dict.fromkeys(DASHES, "–")
    | dict.fromkeys(APOSTROPHES, "'")
    | dict.fromkeys(UNSEEN + QUOTES, "")
)
TIME: Final = re.compile(
    r"[0-9]t[0-9]|[0-9]:[0-9]{2}|\b[0-9]{1,2} ?[ap]\.?m\b|\b(?:noon|midnight)\b"
)
# Each alternative is bounded or starts with its own character, so matching stays linear.
TOKEN: Final = re.compile(
    r"""\ ?(?:
      (?P<ymd>[0-9]{4}(?P<y_sep>[-–/.])[0-9]{1,2}(?P=y_sep)[0-9]{1,2}(?![0-9]))
    | (?P<dmy>[0-9]{1,2}(?P<d_sep>[-–/.])[0-9]{1,2}(?P=d_sep)[0-9]{1,6}(?![0-9]))
    | (?P<my>(?:[0-9]{1,2}[/.]|0[1-9]-)[0-9]{4}(?![0-9]))
    | (?P<ym>[0-9]{4}-[0-9]{2}(?![0-9a-z'])(?!\ ?(?:bc|b\.|ad|a\.|ce|c\.e)))
    | (?P<decade>[0-9]+'?s(?![a-z]))
    | (?P<ordinal>[0-9]+(?:\ ?(?:st|nd|rd|th)|er|i?eme|e)(?![a-z]))
    | (?P<number>[0-9]+)
    | (?P<era>(?:b\.?\ ?c\.?\ ?e\.?|b\.?\ ?c\.?|a\.?\ ?d\.?|c\.?\ ?e\.?)(?![a-z]))
    | (?P<calendar>[(\[]?(?:o\.?\ ?s\.?|n\.?\ ?s\.?|(?:old|new)[ -]style|julian|gregorian)
        (?![a-z])(?:\ (?:calendar|date))?[)\]]?)
    | (?P<confirmed>\(?decade\)?(?![a-z]))
    | (?P<word>twenty-first|(?:[a-z]\.){2,}|[a-z]+\.?)
    | (?P<doubt>\(\?\)|\[\?\]|\?)
    | (?P<tilde>~) | (?P<percent>%) | (?P<dash>[-–]+) | (?P<slash>/) | (?P<stop>[,.])
    )""",
    re.VERBOSE | re.IGNORECASE | re.ASCII,
)
SHORT_YEAR: Final = re.compile(rf"['{APOSTROPHES}][0-9]{{2}}s?(?![0-9])")
# "44 av. J.-C.", "9 n. Chr."
FOREIGN_ERA: Final = re.compile(
    r"\b(?:(av|v)|ap|n)(?:ant|res|r)?\.? ?(?:j\.? ?-?c|chr)\b\.?", re.IGNORECASE | re.ASCII
)

# "12,500", "12.500", "12 500", "12'500"
GROUPED: Final = re.compile(r"(?<![0-9.,/])([0-9]{1,3})[ ,.']([0-9]{3})(?![0-9]|[./][0-9])")

HYPHENED: Final = re.compile(r"\b([0-9]{1,2})-([a-z]{3,9})-([0-9]{4})\b", re.IGNORECASE | re.ASCII)


TYPED_WORD: Final = re.compile(rf"[^\W\d_](?:[^\W\d_]|[{UNSEEN}]|\.(?=[^\W\d_]))*")


class Token(NamedTuple):
    kind: str
    text: str  # in small letters, and in English
    typed: str = ""


def unrecognised() -> HistoricalDateError:
    return refusal("unrecognised")


def normalise(text: str) -> str:
    """Return the text without accents, with plain spaces, digits, dashes and quotes.

    Raises HistoricalDateError if it is too long or holds a time of day.
    """
    if len(text) > LIMIT:
        raise refusal("too_long", length=len(text), limit=LIMIT)
    text = FOREIGN_ERA.sub(lambda era: "BC" if era[1] else "AD", " ".join(_plain(text).split()))
    text = counted(in_english(HYPHENED.sub(r"\1 \2 \3", text)))
    if not names_month(text):  # beside one the first number is its day
        text = GROUPED.sub(r"\1\2", text)
    if len(text) > LIMIT:
        # A compatibility character can unfold to eighteen.
        raise refusal("too_long", length=len(text), limit=LIMIT)
    if TIME.search(text.lower()):
        raise refusal("time")
    return text


def _plain(text: str) -> str:
    text = text.translate(TYPED)
    if text.isascii():
        return text
    apart = unicodedata.normalize("NFKD", text).translate(TYPED)
    plain = (each for each in apart if not unicodedata.combining(each))
    return "".join(str(unicodedata.decimal(each, each)) for each in plain)


def tokenise(text: str, original: str) -> list[Token]:
    """Return the tokens of a text that is plain, without articles and commas.

    Raises HistoricalDateError on any other, naming it as it stands in `original`.
    """
    tokens: list[Token] = []
    position = 0
    while position < len(text):
        found = TOKEN.match(text, position)
        if found is None or found.lastgroup is None:
            raise _unknown_character(text[position:].strip()[:1], original)
        position = found.end()
        kind, typed = found.lastgroup, found[found.lastgroup]
        if kind == "word":
            word, typed = _word(typed, text, original), _as_typed(typed, original)
        else:
            word = typed.lower()
        if kind != "stop" and word not in FILLERS:
            tokens.append(Token(kind, word, typed))
    return tokens


def _word(typed: str, text: str, original: str) -> str:
    bare = typed.lower().replace(".", "")
    word = ENGLISH.get(bare, bare)
    if word not in UNDERSTOOD:
        raise unknown_word(word, _as_typed(typed, original), original, text)
    return word


def _unknown_character(character: str, original: str) -> HistoricalDateError:
    """Return the refusal of a character, or of the word of which it is a letter."""
    whole = (each for each in TYPED_WORD.findall(original) if character in _plain(each))
    if character.isalpha() and (word := next(whole, "")):
        return refusal("unrecognised:word", word=word)
    if character == "'" and (short := SHORT_YEAR.search(original)):
        return refusal("short_year:apostrophe", written=short[0])
    return refusal("unrecognised:character", character=character)


def _as_typed(word: str, original: str) -> str:
    """Return the word of `original` that is `word` without its accents, or begins with it."""
    bare = word if "." in word[:-1] else word.rstrip(".")
    if original.isascii():
        return bare
    plain = {_plain(each): each for each in reversed(TYPED_WORD.findall(original))}
    longer = (each for key, each in plain.items() if key.startswith(bare))
    return plain.get(bare) or next(longer, bare)
