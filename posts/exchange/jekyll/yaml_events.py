"""YAML in which every scalar stays the text it was: `no`, `07` and `1984` are words here.

Read from the parser's events and not through a loader: the C loader composes nested
collections by recursion, and a hundred thousand opening brackets end the whole process.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

import yaml

from posts.exchange.errors import ExchangeError
from posts.exchange.record import Message, Value
from posts.rendering import RenderingError, clean_text

NULLS: Final = frozenset({"", "~", "null", "Null", "NULL"})
CORE: Final = "tag:yaml.org,2002:"
CORE_TAGS: Final = frozenset(
    CORE + name for name in ("str", "int", "float", "bool", "null", "timestamp", "seq", "map")
)
MOST_VALUES: Final = 10_000
DEEPEST: Final = 20

_Loader: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


@dataclass
class _Reading:
    """One pass over the events: the anchors met, and how much they have built so far."""

    events: Iterator[Any]
    first_line: int
    lines: dict[str, int] = field(default_factory=dict)
    anchors: dict[str, tuple[Value, int]] = field(default_factory=dict)
    built: int = 0
    messages: list[Message] = field(default_factory=list)

    def line(self, event: Any) -> int:
        return int(event.start_mark.line) + self.first_line

    def count(self, event: Any, values: int) -> None:
        self.built += values
        if self.built > MOST_VALUES:
            text = f"The aliases here unfold to more than {MOST_VALUES:,} values."
            raise ExchangeError("yaml_size", text, self.line(event))


def read_fields(
    block: str, first_line: int
) -> tuple[dict[str, Value], dict[str, int], tuple[Message, ...]]:
    """Return the fields of `block`, the line of each, and what is odd about them.

    Raises yaml.YAMLError for what does not parse, and ExchangeError for what parses but is
    not a list of fields, names a type of its own, or is built to exhaust the memory.
    """
    reading = _Reading(iter(yaml.parse(block, Loader=_Loader)), first_line)
    first = next(reading.events)
    while isinstance(first, yaml.StreamStartEvent | yaml.DocumentStartEvent):
        first = next(reading.events)
    if isinstance(first, yaml.StreamEndEvent):
        return {}, {}, ()
    value = _value(first, reading, 0)
    _require_end(reading)
    if value == "":
        return {}, {}, ()
    if not isinstance(value, dict):
        raise ExchangeError("yaml", "The front matter is not a list of fields.", first_line)
    return value, reading.lines, tuple(reading.messages)


def _require_end(reading: _Reading) -> None:
    for event in reading.events:
        if isinstance(event, yaml.DocumentStartEvent):
            raise ExchangeError("yaml", "A second document begins here.", reading.line(event))


def _value(event: Any, reading: _Reading, depth: int) -> Value:
    """Return the value that begins with `event`."""
    if isinstance(event, yaml.AliasEvent):
        return _repeated(event, reading)
    if depth > DEEPEST:
        raise ExchangeError("yaml_depth", f"Nested over {DEEPEST} deep.", reading.line(event))
    _require_plain_tag(event, reading)
    before = reading.built
    reading.count(event, 1)
    value: Value
    if isinstance(event, yaml.ScalarEvent):
        value = _scalar(event, reading)
    elif isinstance(event, yaml.SequenceStartEvent):
        value = _sequence(reading, depth)
    else:
        value = _mapping(reading, depth)
    if event.anchor:
        reading.anchors[event.anchor] = value, reading.built - before
    return value


def _repeated(event: Any, reading: _Reading) -> Value:
    if event.anchor not in reading.anchors:
        raise ExchangeError(
            "yaml", f"Nothing is anchored as “{event.anchor}”.", reading.line(event)
        )
    value, size = reading.anchors[event.anchor]
    reading.count(event, size)
    return value


def _require_plain_tag(event: Any, reading: _Reading) -> None:
    if event.tag and event.tag != "!" and event.tag not in CORE_TAGS:
        text = f"The type “{event.tag}” is not read; leave it out."
        raise ExchangeError("yaml_type", text, reading.line(event))


def _scalar(event: Any, reading: _Reading) -> str:
    """Return the text; an escape such as "\\0" can bring a character that the file has not."""
    plain = not event.style
    if plain and event.value in NULLS:
        return ""
    try:
        return clean_text(event.value)
    except RenderingError as error:
        raise ExchangeError("character", str(error), reading.line(event)) from error


def _sequence(reading: _Reading, depth: int) -> list[Value]:
    found = []
    for event in reading.events:
        if isinstance(event, yaml.SequenceEndEvent):
            break
        found.append(_value(event, reading, depth + 1))
    return found


def _mapping(reading: _Reading, depth: int) -> dict[str, Value]:
    found: dict[str, Value] = {}
    merged: dict[str, Value] = {}
    for event in reading.events:
        if isinstance(event, yaml.MappingEndEvent):
            break
        key = _value(event, reading, depth + 1)
        if not isinstance(key, str):
            raise ExchangeError("yaml", "A field's name is not text.", reading.line(event))
        value = _value(next(reading.events), reading, depth + 1)
        if key == "<<":
            merged = _merged(value) | merged
            continue
        if key in found:
            text = f"“{key}” stands here again; the last one counts."
            reading.messages.append(Message(reading.line(event), "duplicate_key", text))
        found[key] = value
        if depth == 0:
            reading.lines[key] = reading.line(event)
    return merged | found


def _merged(value: Value) -> dict[str, Value]:
    """Return what a merge key brings; of several mappings the first has the last word."""
    if isinstance(value, dict):
        return value
    together: dict[str, Value] = {}
    for each in reversed(value) if isinstance(value, list) else ():
        together |= each if isinstance(each, dict) else {}
    return together
