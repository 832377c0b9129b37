"""The head of a file in YAML, TOML or JSON, or none; and its text, whatever it is saved as."""

import codecs
import json
import re
import tomllib
from pathlib import Path
from typing import Any, Final

from posts.exchange.errors import ExchangeError
from posts.exchange.jekyll.front_matter import FrontMatter, split
from posts.exchange.record import Message, Value
from posts.rendering import MAX_STORY_BYTES, RenderingError, clean_text, without_controls

_TOML: Final = re.compile(r"\+\+\+[ \t]*\n(.*?)^\+\+\+[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
_YAML: Final = re.compile(r"---[ \t]*\n")
_JSON: Final = re.compile(r"\{\s*\"")
_AT_LINE: Final = re.compile(r"at line (\d+)")


def read_text(path: Path, said: list[Message]) -> tuple[str, str]:
    """Return the text as it was saved, and as it can be stored."""
    try:
        if (size := path.stat().st_size) > 4 * MAX_STORY_BYTES:
            text = f"The file has {size:,} bytes; the most is {4 * MAX_STORY_BYTES:,}. Split it."
            raise ExchangeError("too_large", text)
        raw = _decoded(path.read_bytes(), said)
    except OSError as error:
        raise ExchangeError("unreadable", f"It cannot be read: {error.strerror}.") from error
    text = raw.replace("\r\n", "\n").replace("\r", "\n")
    if without_controls(text) != text:
        said.append(Message(None, "control", "Characters that nobody sees were taken out."))
    try:
        return without_controls(raw), clean_text(without_controls(text))
    except RenderingError as error:
        raise ExchangeError("character", str(error)) from error


def _decoded(data: bytes, said: list[Message]) -> str:
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        text = f"The byte 0x{data[error.start]:02X} is not UTF-8: read as Windows-1252."
        said.append(Message(line, "encoding", text))
        return data.decode("cp1252", "replace")


def front_of(text: str) -> FrontMatter:
    """Return the fields and the body; raises ExchangeError, with the line, for a broken head."""
    if _YAML.match(text):
        return split(text)
    try:
        if found := _TOML.match(text):
            return _front(tomllib.loads(found[1]), text, found.end())
        if text.startswith("+++\n"):
            raise ExchangeError(
                "open_front_matter", "The front matter is never closed: add “+++”.", 1
            )
        if _JSON.match(text):
            values, end = json.JSONDecoder().raw_decode(text)
            return _front(values, text, end)
    except tomllib.TOMLDecodeError as error:
        at = _AT_LINE.search(str(error))
        line = int(at[1]) + 1 if at else 1
        why = f"The front matter is not TOML: {str(error).partition(' (at')[0]}."
        raise ExchangeError("toml", why, line) from error
    except json.JSONDecodeError as error:
        text = f"The front matter is not JSON: {error.msg}."
        raise ExchangeError("json", text, error.lineno) from error
    except RecursionError as error:
        raise ExchangeError("yaml_depth", "The front matter is nested too deep.", 1) from error
    return FrontMatter({}, {}, text, 1, ())


def _front(values: dict[str, Any], text: str, end: int) -> FrontMatter:
    lines = {}
    for name in values:
        found = re.search(rf"^\s*\"?{re.escape(name)}\"?\s*[=:]", text[:end], re.MULTILINE)
        lines[name] = text.count("\n", 0, found.start() + len(found[0])) + 1 if found else 1
    fields = {name: plain_value(value) for name, value in values.items()}
    return FrontMatter(fields, lines, text[end:], text.count("\n", 0, end) + 1, ())


def plain_value(value: Any) -> Value:
    """Return what TOML or JSON holds as YAML is read here: every scalar as the text it was."""
    if isinstance(value, dict):
        return {str(name): plain_value(each) for name, each in value.items()}
    if isinstance(value, list):
        return [plain_value(each) for each in value]
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    return without_controls(value.isoformat() if hasattr(value, "isoformat") else str(value))
