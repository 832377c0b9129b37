"""What a browser would not have shown as it stands in the file: comments and entities."""

import html
import re
from collections.abc import Iterator
from dataclasses import replace

from posts.exchange.record import Message, Record
from posts.exchange.story_pictures import outside_fences
from posts.rendering import clean_line

_TAG = re.compile(r"</?[A-Za-z][A-Za-z0-9]*(?:\s[^<>]*)?/?>")
_OPENING, _CLOSING = "<!--", "-->"


def without_comments(body: str) -> tuple[str, int]:
    """Return `body` without HTML comments outside code, its lines as they are, and their number.

    One that never ends stays: nobody knows how far it was meant to reach.
    """
    if _OPENING not in body:
        return body, 0
    lines = list(enumerate(body.split("\n")))
    last = max((number for number, text in lines if _CLOSING in text), default=-1)
    is_open, count, kept = False, 0, []
    for (number, text), outside in zip(lines, outside_fences(lines), strict=True):
        left = text
        if outside or is_open:
            left, begun, is_open = _outside(text, is_open, may_open=number < last)
            count += begun
        kept.append(left)
    return "\n".join(kept), count


def _outside(text: str, is_open: bool, *, may_open: bool) -> tuple[str, int, bool]:
    """Return what of a line stands in no comment, how many begin in it, and whether one goes on.

    `may_open` says that a comment may end on a later line.
    """
    parts: list[str] = []
    last, was_open = text.rfind(_CLOSING), is_open
    at = start = begun = ticks = 0
    while (mark := text.find(_CLOSING if is_open else _OPENING, at)) >= 0:
        if is_open:
            at = start = mark + len(_CLOSING)
            is_open = False
            continue
        ticks += text.count("`", at, mark)
        at = mark + len(_OPENING)
        if ticks % 2 == 0 and (may_open or last >= at):
            parts.append(text[start:mark])
            begun, is_open = begun + 1, True
    left = "".join(parts) + ("" if is_open else text[start:])
    return (left.rstrip() if begun or was_open else left), begun, is_open


def decoded(record: Record) -> Record:
    """Return `record` with the letters that HTML entities in its words stand for."""
    plain = replace(
        record,
        title=_line(record.title) or record.title,
        description=html.unescape(_TAG.sub("", record.description)),
        tags=tuple(dict.fromkeys(_names(record.tags))),
        categories=tuple(dict.fromkeys(_names(record.categories))),
        bullets=tuple(replace(each, label=_line(each.label)) for each in record.bullets),
    )
    if plain == record:
        return record
    text = "HTML in titles and names, as <em> and &amp;, is read as the letters it stands for."
    return replace(plain, messages=(*record.messages, Message(None, "entity", text)))


def _names(names: tuple[str, ...]) -> Iterator[str]:
    return map(_line, names)


def _line(text: str) -> str:
    return clean_line(html.unescape(_TAG.sub("", text)))
