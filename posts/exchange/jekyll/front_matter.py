"""The block of YAML at the head of a file, cut off as Jekyll cuts it off."""

import re
from dataclasses import dataclass
from typing import Final

import yaml

from posts.exchange.errors import ExchangeError
from posts.exchange.jekyll.yaml_events import read_fields
from posts.exchange.record import Message, Value

OPENING: Final = re.compile(r"---[ \t]*\n")
CLOSING: Final = re.compile(r"^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.MULTILINE)
UNQUOTED_COLON: Final = re.compile(r"([A-Za-z_][\w-]*):[ \t]+([^'\"\[\]{}|>&*!%@`#\s].*)")
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
    mark = getattr(error, "problem_mark", None)
    if mark is None or "mapping values are not allowed" not in str(error):
        return None
    lines = block.split("\n")
    found = UNQUOTED_COLON.fullmatch(lines[mark.line].rstrip())
    if found is None:
        return None
    quoted = found[2].replace("'", "''")
    lines[mark.line] = f"{found[1]}: '{quoted}'"
    text = f"“{found[1]}” holds a colon and a space: read as if it stood in quotation marks."
    return "\n".join(lines), Message(mark.line + FIRST_LINE, "yaml_repaired", text)


def _refusal(error: yaml.YAMLError) -> ExchangeError:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    reason = getattr(error, "problem", None) or str(error).split("\n")[0]
    line = mark.line + FIRST_LINE if mark else FIRST_LINE
    return ExchangeError("yaml", f"The front matter is not YAML: {reason}.", line)
