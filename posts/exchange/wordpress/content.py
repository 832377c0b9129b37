"""The content of a post as the HTML that a browser was sent."""

import html
import json
import re
from collections.abc import Mapping
from typing import Final

from posts.exchange.html_paragraphs import whole_elements, with_paragraphs
from posts.exchange.record import Message
from posts.exchange.wordpress.item import Item
from posts.exchange.wordpress.shortcodes import Picture, Shortcodes

_SECTION_MARKS: Final = re.compile(r"<!\[CDATA\[|\]\]>")
_BLOCK: Final = re.compile(r"<!--\s*wp:([\w/-]+)\s*(\{(?:(?!-->|<!--).)*\})?\s*/-->", re.DOTALL)
_LONE_ADDRESS: Final = re.compile(
    r"(^|<(?:p|div|li|td|br)\b[^<>]*>)[ \t]*(https?://[^\s<>\"]+)[ \t]*(?=$|<)", re.MULTILINE
)
_SILENT: Final = {"footnotes", "more", "nextpage", "separator", "spacer"}


def missing_in(number: int, what: str) -> str:
    return f"Picture {number}, of the {what}, is not in the export: export “All content”."


def content_of(
    item: Item, attached: Picture, children: tuple[int, ...], reusable: Mapping[int, str]
) -> tuple[str, list[Message]]:
    """Return the HTML, and what of blocks and shortcodes has no effect here."""
    text, messages = item.text("content:encoded"), []
    text, marks = _SECTION_MARKS.subn("", text)
    if marks:
        told = "Marks of CDATA in the story were taken out."
        messages.append(Message(item.line, "cdata", told))
    is_blocks = "<!-- wp:" in text
    text, dynamic = _with_blocks(text, item, reusable)
    codes = Shortcodes(attached, children)
    parts, at = [], 0
    for start, end in whole_elements(text, ("pre", "code")):
        parts += [codes.expand(text[at:start]), text[start:end]]
        at = end
    text = "".join([*parts, codes.expand(text[at:])])
    for kind, names in (("block", dynamic), ("shortcode", codes.unknown)):
        if names:
            told = f"A {kind} that this site has not: {', '.join(names)}. The text within it stays."
            messages.append(Message(item.line, kind, told))
    for number in dict.fromkeys(codes.missing):
        messages.append(Message(item.line, "missing_picture", missing_in(number, "gallery")))
    text = _LONE_ADDRESS.sub(r'\1<a href="\2">\2</a>', text)
    return (text if is_blocks else with_paragraphs(text)), messages


def _with_blocks(text: str, item: Item, reusable: Mapping[int, str]) -> tuple[str, dict[str, None]]:
    """Fill in blocks that are kept elsewhere; return the names of those the server would make."""
    unknown: dict[str, None] = {}

    def made(found: re.Match[str]) -> str:
        number = re.search(r'"ref":\s*(\d{1,18})', found[2] or "")
        if found[1] == "block" and number and int(number[1]) in reusable:
            return reusable[int(number[1])]
        if found[1] == "footnotes":
            return _notes(item.meta("footnotes"))
        if found[1] not in _SILENT:
            unknown[found[1]] = None
        return ""

    return _BLOCK.sub(made, text), unknown


def _notes(written: str) -> str:
    try:
        notes = [(str(each["id"]), str(each["content"])) for each in json.loads(written)]
    except (ValueError, TypeError, KeyError, RecursionError):
        return ""
    items = (
        f'<li id="{html.escape(key)}">{text} <a href="#{html.escape(key)}-link">↩</a></li>'
        for key, text in notes
    )
    return f"<ol>{''.join(items)}</ol>"
