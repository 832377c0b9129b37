"""What is wrong with the XML of exports, mended: characters, references, sections of CDATA."""

import html
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from posts.exchange.record import Message

_BYTES: Final = re.compile("[\udc80-\udcff]+")
_FORBIDDEN: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]+")
_OPENING: Final = re.compile(r"(?:<([\w:.-]+)(?:\s[^<>]*)?>\s*)?<!\[CDATA\[")
_SPLIT: Final = "]]]]><![CDATA[>"
_OUTSIDE: Final = re.compile(
    r"&(?!(?:amp|lt|gt|quot|apos);)(?:#x?[0-9a-fA-F]+;|\w{1,32};)?|<(?![\w/!?])|\]\]>"
)


@dataclass
class _Repair:
    text: str
    line: int
    messages: dict[str, Message] = field(default_factory=dict)

    def say(self, at: int, code: str, told: str) -> None:
        if code not in self.messages:
            line = self.line + self.text.count("\n", 0, at)
            self.messages[code] = Message(line, code, told)

    def replace(
        self, pattern: re.Pattern[str], code: str, told: str, by: Callable[[str], str]
    ) -> None:
        if found := pattern.search(self.text):
            self.say(found.start(), code, told)
            self.text = pattern.sub(lambda each: by(each[0]), self.text)


def repaired(text: str, line: int) -> tuple[str, tuple[Message, ...]]:
    """Return `text` as XML, with a message and line for the first repair of each kind."""
    work = _Repair(text, line)
    told = "Bytes that are no UTF-8 were read as Windows-1252."
    work.replace(_BYTES, "encoding", told, _windows)
    told = "Characters that no XML may hold were taken out."
    work.replace(_FORBIDDEN, "character", told, lambda found: "")
    return _with_sections(work), tuple(work.messages.values())


def _windows(escaped: str) -> str:
    return escaped.encode("ascii", "surrogateescape").decode("cp1252", "replace")


def _with_sections(work: _Repair) -> str:
    parts: list[str] = []
    at, text = 0, work.text
    while opening := _OPENING.search(text, at):
        parts.append(_outside(work, at, opening.end() - len("<![CDATA[")))
        inside, at = _section(work, opening.end(), opening[1] or "")
        parts.append(f"<![CDATA[{inside}]]>")
    parts.append(_outside(work, at, len(text)))
    return "".join(parts)


def _section(work: _Repair, start: int, name: str) -> tuple[str, int]:
    """Return the text of the section of element `name` from `start`, and where it is over.

    It ends before the closing tag, wherever else “]]>” may stand.
    """
    closing = re.compile(rf"(\]\]>)?\s{{0,99}}</{re.escape(name)}\s*>" if name else r"(\]\]>)")
    end = closing.search(work.text, start)
    while name and end and not end[1]:  # its own tag, written about
        later = closing.search(work.text, end.end())
        if later is None or "</" in work.text[end.end() : later.start()]:
            break
        end = later
    if end is None:
        work.say(start, "cdata", "A section of CDATA is never closed: it was closed at the end.")
        return _plain(work, start, len(work.text)), len(work.text)
    if not end[1]:
        first = work.text.find("]]>", start, end.start())
        if first >= 0:
            return work.text[start:first], first + len("]]>")
        work.say(start, "cdata", "A section of CDATA is never closed: it was closed at its tag.")
        return _plain(work, start, end.start()), end.start()
    return _plain(work, start, end.start(1)), end.end(1)


def _plain(work: _Repair, start: int, end: int) -> str:
    """Return the text of a section without marks of sections within it, rightly split ones kept."""
    parts = work.text[start:end].split(_SPLIT)
    if any("]]>" in part for part in parts):
        told = "A section of CDATA stands within another: its marks were taken out."
        work.say(start, "cdata", told)
        parts = [part.replace("<![CDATA[", "").replace("]]>", "") for part in parts]
    return _SPLIT.join(parts)


def _outside(work: _Repair, start: int, end: int) -> str:
    def mended(found: re.Match[str]) -> str:
        written = found[0]
        character = html.unescape(written)
        if written.startswith("&#") and len(character) == 1 and character != "\ufffd":
            return written if character.isprintable() or character in "\t\n\r\xa0" else ""
        work.say(start + found.start(), "entity", f"“{written[:40]}” is not XML: read as text.")
        if len(written) > 1 and character != written and not _FORBIDDEN.search(character):
            return html.escape(character)
        return html.escape(written, quote=False)

    return _OUTSIDE.sub(mended, work.text[start:end])
