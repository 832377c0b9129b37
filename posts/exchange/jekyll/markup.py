"""What a browser would not have shown as it stands in the file: comments and entities."""

import html
import re
from dataclasses import replace

from posts.exchange.record import Message, Record
from posts.rendering import clean_line

_TAG = re.compile(r"</?[A-Za-z][A-Za-z0-9]*(?:\s[^<>]*)?/?>")
# Code, in which nothing is a comment, or the beginning of one.
_CODE = re.compile(
    r"^ {0,3}(`{3,}|~{3,})[^\n]*(?:\n.*?^ {0,3}\1[`~]*[ \t]*$|.*)"
    r"|(?<!`)(`++)[^\n]*?(?<!`)\2(?!`)|<!--",
    re.DOTALL | re.MULTILINE,
)


def without_comments(body: str) -> tuple[str, int]:
    """Return `body` without HTML comments outside code, its lines as they are, and their number.

    One that never ends stays: nobody knows how far it was meant to reach.
    """
    parts: list[str] = []
    at = start = 0
    while found := _CODE.search(body, at):
        at = found.end()
        if found[0] != "<!--":
            continue
        if (end := body.find("-->", at) + 3) < 3:
            break
        before, lines = body[start : found.start()], body.count("\n", at, end)
        is_last = lines or body[end : end + 1] in ("", "\n")
        parts.append((before.rstrip(" \t") if is_last else before) + "\n" * lines)
        at = start = end
    return "".join([*parts, body[start:]]), len(parts)


def decoded(record: Record) -> Record:
    """Return `record` with the letters that HTML entities in its words stand for."""
    plain = replace(
        record,
        title=_line(record.title) or record.title,
        description=html.unescape(_TAG.sub("", record.description)),
        tags=tuple(dict.fromkeys(map(_line, record.tags))),
        categories=tuple(dict.fromkeys(map(_line, record.categories))),
        bullets=tuple(replace(each, label=_line(each.label)) for each in record.bullets),
    )
    if plain == record:
        return record
    text = "HTML in titles and names, as <em> and &amp;, is read as the letters it stands for."
    return replace(plain, messages=(*record.messages, Message(None, "entity", text)))


def _line(text: str) -> str:
    return clean_line(html.unescape(_TAG.sub("", text)))
