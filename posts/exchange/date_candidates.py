"""When a story may have happened, for an editor to accept or correct: the first date it names."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from posts.dates import HistoricalDateError, parse
from posts.exchange.date_inference import DAY_FIRST, ISO, LONE_YEAR, MONTH_FIRST, MOST_SEARCHED

AROUND: Final = 140  # characters of the sentence on each side of its date
_STOP: Final = re.compile(r"[.!?…]\s+(?=\S)|\n")


@dataclass(frozen=True)
class Candidate:
    """A date as an editor would type it, and the sentence that names it in three parts."""

    typed: str
    before: str = ""
    named: str = ""
    after: str = ""


def candidate(texts: Iterable[str], proposed: str = "") -> Candidate | None:
    """Return the first day that one of `texts` names, else the first year, else `proposed`.

    >>> found = candidate(["The mill", "It burned down. On May 27th, 1997 it opened again."])
    >>> found.typed, found.before, found.named
    ('27 May 1997', 'On ', 'May 27th, 1997')
    """
    texts = [text[:MOST_SEARCHED] for text in texts]
    for patterns in ((DAY_FIRST, MONTH_FIRST, ISO), (LONE_YEAR,)):
        for text in texts:
            found = [match for pattern in patterns for match in pattern.finditer(text)]
            for match in sorted(found, key=lambda each: each.start()):
                if typed := _typed(match):
                    return _in_sentence(text, match, typed)
    return Candidate(proposed) if proposed else None


def _typed(match: re.Match[str]) -> str:
    parts = match.groupdict()
    words = (parts.get("day"), parts.get("month"), parts.get("year"), parts.get("era"))
    typed = " ".join(filter(None, words)) if parts.get("month") else match[0]
    try:
        parse(typed)
    except HistoricalDateError:
        return ""
    return typed


def _in_sentence(text: str, match: re.Match[str], typed: str) -> Candidate:
    start, end = max(0, match.start() - AROUND), min(len(text), match.end() + AROUND)
    begins = [stop.end() for stop in _STOP.finditer(text, start, match.start())]
    stop = _STOP.search(text, match.end(), end)
    before = text[begins[-1] if begins else start : match.start()]
    return Candidate(typed, before, match[0], text[match.end() : stop.start() + 1 if stop else end])
