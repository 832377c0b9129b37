"""The file that WordPress exports, cut into its items, each of which is parsed by itself.

So a broken one costs no other, the memory is that of one item, and no entity is ever declared.
"""

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat

from posts.exchange.errors import ExchangeError
from posts.exchange.record import Message
from posts.exchange.wordpress.repair import repaired

CHUNK: Final = 1 << 20
MOST_CHARACTERS: Final = 32_000_000  # of one item, comments and all
DEEPEST: Final = 50
LONGEST_END: Final = 99
_HEAD_END: Final = re.compile(r"(?=<item[\s>])|(?=</channel\s*>)")
_ITEM_END: Final = re.compile(r"</item\s*>(?=\s*(?:<item[\s>]|</channel\s*>))")
_DECLARED: Final = re.compile(rb"<\?xml[^>]*?encoding\s*=\s*[\"']([\w.:-]+)")


@dataclass(frozen=True)
class Part:
    """The head of a file or one item of it, from `line` on; the first has no `element` of it."""

    line: int
    element: Element
    messages: tuple[Message, ...] = ()


def recognises(path: Path) -> bool:
    """Tell whether the file begins as an export of WordPress."""
    with path.open("rb") as stream:
        head = stream.read(65_536).replace(b"\0", b"")
    return b"wordpress.org/export/" in head or b"<wp:" in head


def read_parts(path: Path) -> Iterator[Part | ExchangeError]:
    """Yield the head, then each item, or why it cannot be read; the error has its line."""
    for line, text in _cut(path):
        try:
            if text is None:
                raise ExchangeError("xml", "The file ends within an item: export it again.", line)
            if not text:
                most = f"the most is {MOST_CHARACTERS:,}. Take out its comments and export again"
                raise ExchangeError("too_large", f"The item is too long: {most}.", line)
            yield _parsed(text, line)
        except ExchangeError as error:
            yield ExchangeError(error.code, error.text, error.line or line)


def _parsed(text: str, line: int) -> Part:
    try:
        return Part(line, _element(text))
    except (expat.ExpatError, UnicodeEncodeError):
        text, messages = repaired(text, line)
    try:
        return Part(line, _element(text), messages)
    except expat.ExpatError as error:
        reason = expat.ErrorString(error.code)
        at = line + error.lineno - 1
        raise ExchangeError(
            "xml", f"The item is no XML that could be mended: {reason}.", at
        ) from None


def _element(text: str) -> Element:
    """Return the element that is all of `text`, whose tags keep their prefixes."""
    builder, parser = TreeBuilder(), expat.ParserCreate()
    depth = 0

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > DEEPEST:
            raise ExchangeError("xml", f"Its elements lie more than {DEEPEST} deep.")
        builder.start(tag, attributes)

    def end(tag: str) -> None:
        nonlocal depth
        depth -= 1
        builder.end(tag)

    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.CharacterDataHandler = builder.data
    parser.Parse(text, True)
    return builder.close()


def _cut(path: Path) -> Iterator[tuple[int, str | None]]:
    """Yield (line, text) of the head and each item: "" for too much, None for a file cut off."""
    line, buffer, end = 1, "", _HEAD_END
    dropped: int | None = None  # the lines of an item too long that were let go
    for chunk in _decoded(path):
        buffer += chunk
        start = 0
        while found := end.search(buffer, start):
            text = buffer[start : found.end()]
            lead = text.count("\n", 0, len(text) - len(text.lstrip()))
            whole = _channel(text) if end is _HEAD_END else text.lstrip()
            yield line + lead, whole if dropped is None else ""
            line += (dropped or 0) + text.count("\n")
            start, dropped, end = found.end(), None, _ITEM_END
        buffer = buffer[start:]
        if dropped is None:
            line += buffer.count("\n", 0, len(buffer) - len(buffer.lstrip()))
            buffer = buffer.lstrip()
        if len(buffer) > MOST_CHARACTERS:
            dropped = (dropped or 0) + buffer.count("\n", 0, -LONGEST_END)
            buffer = buffer[-LONGEST_END:]
    if buffer.rstrip().endswith("</item>"):
        yield line, buffer.rstrip() if dropped is None else ""
        line, buffer = line + (dropped or 0) + buffer.count("\n"), ""
    if not buffer.startswith("</channel"):
        yield line, None


def _channel(head: str) -> str:
    """Return the head as one element; what stands before it, such as a DOCTYPE, is not read."""
    found = re.search(r"<channel[^>]*>", head)
    return f"<channel>{head[found.end() :] if found else ''}</channel>"


def _decoded(path: Path) -> Iterator[str]:
    """Yield the text in parts; a byte that is none of its encoding is one lone surrogate."""
    with path.open("rb") as stream:
        chunk = stream.read(CHUNK)
        decoder = _decoder(chunk, path)
        while chunk:
            yield decoder.decode(chunk).replace("\r\n", "\n")
            chunk = stream.read(CHUNK)
        yield decoder.decode(b"", final=True)


def _decoder(begin: bytes, path: Path) -> Any:
    """Return the decoder that the mark of order or the declaration asks for, else UTF-8's."""
    if begin.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return codecs.getincrementaldecoder("utf-16")("replace")
    declared = _DECLARED.search(begin[:200])
    name = declared[1].decode() if declared else "utf-8"
    try:
        b"<".decode(name, "ignore")  # refuses codecs that are none of text, as zlib
        if codecs.lookup(name).name in ("utf-8", "ascii"):
            return codecs.getincrementaldecoder("utf-8-sig")("surrogateescape")
        return codecs.getincrementaldecoder(name)("replace")
    except LookupError as error:
        text = f"{path}: the encoding “{name}” is not known: save the file as UTF-8."
        raise ExchangeError("encoding", text, 1) from error
