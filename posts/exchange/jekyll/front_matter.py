"""The block of YAML at the head of a file, cut off as Jekyll cuts it off."""

import re
from dataclasses import dataclass
from typing import Final

import yaml

from posts.exchange.checked import MERGE
from posts.exchange.errors import ExchangeError
from posts.exchange.jekyll.yaml_events import read_fields
from posts.exchange.record import Message, Value

OPENING: Final = re.compile(r"---[ \t]*\n")
CLOSING: Final = re.compile(r"^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.MULTILINE)
FIELD: Final = re.compile(r"([A-Za-z_][\w-]*):[ \t]+([^#\s].*)")
FIRST_LINE: Final = 2
MOST_CHARACTERS: Final = 256_000
MOST_REPAIRS: Final = 10


@dataclass(frozen=True)
class FrontMatter:
    """`lines` gives for each field its line in the file; `body_line` is the body's first."""

    values: dict[str, Value]
    lines: dict[str, int]
    body: str
    body_line: int
    messages: tuple[Message, ...]


def split(text: str) -> FrontMatter:
    """Return the front matter and the body of `text`, whose line ends are line feeds.

    Raises ExchangeError, with the line, for a block that is absent, unclosed or not YAML.
    """
    text = text.removeprefix("\ufeff")
    opening = OPENING.match(text)
    if opening is None:
        why = "The file has no front matter: its first line is not “---”."
        raise ExchangeError("no_front_matter", why, 1)
    closing = CLOSING.search(text, opening.end())
    if closing is None:
        why = "The front matter is never closed: add a line “---” after the last field."
        raise ExchangeError("open_front_matter", why, 1)
    values, lines, messages = _fields(text[opening.end() : closing.start()])
    body_line = text.count("\n", 0, closing.end()) + 1
    return FrontMatter(values, lines, text[closing.end() :], body_line, messages)


def _fields(block: str) -> tuple[dict[str, Value], dict[str, int], tuple[Message, ...]]:
    """Read `block`, quoting a value such as `title: A: B`, which YAML itself refuses."""
    if len(block) > MOST_CHARACTERS:
        why = f"The front matter has {len(block):,} characters; the most is {MOST_CHARACTERS:,}."
        raise ExchangeError("too_large", why, 1)
    if found := MERGE.search(block):
        line = block.count("\n", 0, found.start()) + FIRST_LINE
        raise ExchangeError(
            "merge", "Marks of an unfinished merge stand here: keep one side.", line
        )
    repairs: list[Message] = []
    while True:
        try:
            values, lines, messages = read_fields(block, FIRST_LINE)
            return values, lines, (*repairs, *messages)
        except yaml.YAMLError as error:
            repaired = _repaired(block, error) if len(repairs) < MOST_REPAIRS else None
            if repaired is None:
                raise _refusal(error) from error
            block, message = repaired
            repairs.append(message)


def _repaired(block: str, error: yaml.YAMLError) -> tuple[str, Message] | None:
    """Return `block` with the value at fault quoted as the text that it was meant to be."""
    marks = (getattr(error, name, None) for name in ("problem_mark", "context_mark"))
    lines = [] if "escape" in str(error) else block.split("\n")
    for number in {mark.line: None for mark in marks if mark}:
        found = FIELD.fullmatch(lines[number].rstrip()) if number < len(lines) else None
        quoted = _quoted(found[2]) if found else ""
        if found and quoted not in ("", found[2]):
            lines[number] = f"{found[1]}: {quoted}"
            text = f"“{found[1]}” is not YAML as it stands: read as if quoted whole."
            return "\n".join(lines), Message(number + FIRST_LINE, "yaml_repaired", text)
    return None


def _quoted(value: str) -> str:
    """Return a value of one line in quotation marks, '' for one that may go on or means more."""
    if value[0] in "'\"" and len(value) > 1 and value[-1] == value[0]:
        value = value[1:-1].replace('\\"', '"')
    elif (
        value[0] in "{|>&*!'\""
        or (value[0] == "[" and value[-1] in "],[")
        or (value[0] == "[" and "]" not in value)
    ):
        return ""
    return "'" + value.replace("'", "''") + "'"


def _refusal(error: yaml.YAMLError) -> ExchangeError:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    reason = getattr(error, "problem", None) or str(error).split("\n")[0]
    line = mark.line + FIRST_LINE if mark else FIRST_LINE
    return ExchangeError("yaml", f"The front matter is not YAML: {reason}.", line)
