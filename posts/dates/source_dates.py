"""Dates as documents print them: with a label, a weekday, a time, in English or in French."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from .errors import HistoricalDateError
from .parse import parse
from .value import HistoricalDate
from .vocabulary import ENGLISH, WEEKDAYS

LONGEST_LINE: Final = 120  # characters


class Said(StrEnum):
    """What the label before a date says of the document."""

    ISSUED = "issued"
    MODIFIED = "modified"
    ACCESSED = "accessed"


# Written without accents, in lower case; the longest first, since some begin with others.
_FRENCH: Final = {
    Said.MODIFIED: (
        *("derniere modification", "derniere mise a jour", "derniere actualisation"),
        *("date de mise a jour", "date de modification", "page mise a jour", "mise a jour"),
        *("mis a jour", "modifiee", "modifie", "actualisee", "actualise"),
    ),
    Said.ISSUED: (
        *("date de publication", "premiere publication", "mise en ligne", "mis en ligne"),
        *("publiee", "publie", "parue", "paru", "parution", "postee", "poste"),
        *("redigee", "redige", "creee", "cree"),
    ),
    Said.ACCESSED: ("date de consultation", "consultee", "consulte", "page consultee", "vu"),
}
_ENGLISH: Final = {
    Said.MODIFIED: (
        *("this page was last modified", "this page was last updated", "page last modified"),
        *("page last updated", "last modification", "last modified", "last updated"),
        *("last update", "last revised", "last edited", "last changed", "date modified"),
        *("date updated", "updated", "modified", "revised"),
    ),
    Said.ISSUED: (
        *("first published online", "date of publication", "first published", "date published"),
        *("publication date", "published online", "published", "originally published", "posted"),
        *("issued", "released", "release date", "created", "dated"),
    ),
    Said.ACCESSED: ("last accessed", "date accessed", "accessed", "last visited", "retrieved"),
}
_EITHER: Final = {Said.ISSUED: ("date", "publication")}
_WEEKDAYS: Final = (*WEEKDAYS, *(word for word, day in ENGLISH.items() if day in WEEKDAYS))
# Where English is written day first. "en" alone says nothing, and its readers are not asked.
_DAY_FIRST: Final = frozenset({"en-au", "en-gb", "en-ie", "en-in", "en-nz", "en-za", "en-uk"})

_JOINT: Final = re.compile(r" ?[:–—-]? ?(?:(?:le|on|du|the|in|en)\b ?)?")
_WEEKDAY: Final = re.compile(rf"(?:{'|'.join(_WEEKDAYS)})\b[.,]? ?")
_TIME: Final = re.compile(
    r"(?: ?[,–—-]| (?:a|at)\b)? ?(?<![0-9])[0-9]{1,2} ?(?:[:h][0-9]{2}(?::[0-9]{2})?|h\b)"
    r" ?(?:[ap]\.?m\b\.?)? ?\(?(?:gmt|utc|bst|ces?t|[ecmp][sd]?t)?\)?$"
)
_MONTH_OR_DAY: Final = re.compile(rf"\b(?:{'|'.join((*ENGLISH, *_WEEKDAYS, '1er'))})\b")
_NUMERIC: Final = re.compile(r"([0-9]{1,2})([-/.])([0-9]{1,2})\2([0-9]{4})")


@dataclass(frozen=True, slots=True)
class Label:
    words: str
    said: Said
    language: str  # "en", "fr", or "" for a word of both


def _labels() -> Iterator[Label]:
    for language, table in (("fr", _FRENCH), ("en", _ENGLISH), ("", _EITHER)):
        for said, phrases in table.items():
            yield from (Label(words, said, language) for words in phrases)


_LABELS: Final = tuple(sorted(_labels(), key=lambda label: -len(label.words)))


def read_printed(text: str, language: str = "") -> HistoricalDate:
    """Return the date that a document prints: bare as editors type it, or with its label.

    Of a date in digits only the label's language tells whether the day comes first: it does
    in French, and in English where `language`, the document's, is one such as en-GB; else
    English puts the month first. Without a label nothing is guessed.

    >>> str(read_printed("Dernière modification : 12/06/2013"))
    '12 June 2013'
    >>> str(read_printed("Last updated: 12/06/2013"))
    '6 December 2013'
    >>> str(read_printed("Last updated: 12/06/2013", language="en-GB"))
    '12 June 2013'

    Raises HistoricalDateError.
    """
    line = _plain(text)
    label = _label_of(line)
    if label is None and not _MONTH_OR_DAY.search(line):
        return parse(text)
    rest = line[len(label.words) :] if label else line
    return parse(_date_of(rest, label, language))


def modified_lines(text: str, language: str = "") -> list[str]:
    """Return the lines of a document that say when it was last changed, as printed, each once.

    >>> modified_lines("NATO\\n\\nDernière modification : 12/06/2013\\ntop of the page")
    ['Dernière modification : 12/06/2013']
    """
    lines = (line.strip(" \t\u00a0\u202f*•|()[]") for line in text.splitlines())
    return list(dict.fromkeys(line for line in lines if _says_modified(line, language)))


def _says_modified(line: str, language: str) -> bool:
    if len(line) > LONGEST_LINE:
        return False
    label = _label_of(_plain(line))
    if label is None or label.said is not Said.MODIFIED:
        return False
    try:
        read_printed(line, language)
    except HistoricalDateError:
        return False
    return True


def _plain(text: str) -> str:
    """Return the text in lower case without accents, its spaces folded."""
    apart = unicodedata.normalize("NFKD", text[: 2 * LONGEST_LINE].lower())
    bare = "".join(character for character in apart if not unicodedata.combining(character))
    return " ".join(bare.split())


def _label_of(line: str) -> Label | None:
    for label in _LABELS:
        after = line[len(label.words) : len(label.words) + 1]
        if line.startswith(label.words) and not after.isalnum():
            return label
    return None


def _date_of(rest: str, label: Label | None, language: str) -> str:
    """Return what `parse` reads of a printed date, already plain and without its label."""
    if label:
        rest = _JOINT.sub("", rest, count=1)
    rest = _WEEKDAY.sub("", rest, count=1) if _WEEKDAY.match(rest) else rest
    rest = _TIME.sub("", rest).rstrip(" .,")
    if label and label.language and (found := _NUMERIC.fullmatch(rest)):
        return _in_order(found, day_first=_is_day_first(label, language))
    return rest


def _is_day_first(label: Label, language: str) -> bool:
    return label.language == "fr" or language.strip().replace("_", "-").lower() in _DAY_FIRST


def _in_order(found: re.Match[str], *, day_first: bool) -> str:
    """Return the digits as year, month and day; a number above 12 is the day either way."""
    first, second = int(found[1]), int(found[3])
    if max(first, second) > 12:
        day_first = first > 12
    day, month = (first, second) if day_first else (second, first)
    return f"{found[4]}-{month:02}-{day:02}"
