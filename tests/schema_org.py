"""What is wrong with a graph by schema.org's own words, as far as we use them.

The table in data/schema_org.json holds the types and properties in use with their kinds of
value. Its one liberty is schema.org's own: a name may stand for an author, as text.
"""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

TABLE = json.loads((Path(__file__).parent / "data" / "schema_org.json").read_text())
DATE = r"\d{4}(-\d\d(-\d\d)?)?"
SHAPES = {
    "Text": r"(?s).+",
    "URL": r"https?://\S+",
    "Date": DATE,
    "DateTime": rf"{DATE}T\d\d:\d\d:\d\d[+-]\d\d:\d\d",
}


def faults(graph: dict[str, Any]) -> list[str]:
    """Return each unknown type, property or value, and each reference to no node."""
    named = {
        node["@id"]: node["@type"] for node in nodes_in(graph) if "@type" in node and "@id" in node
    }
    return [fault for node in nodes_in(graph) if "@type" in node for fault in _faults(node, named)]


def nodes_in(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield value
    children = value.values() if isinstance(value, dict) else value
    if isinstance(children, str | int):
        return
    for child in children:
        yield from nodes_in(child)


def _faults(node: dict[str, Any], named: dict[str, str]) -> Iterator[str]:
    kind = node["@type"]
    if kind not in TABLE:
        yield f"no type {kind}"
        return
    allowed = properties(kind)
    for name, value in node.items():
        if name.startswith("@"):
            continue
        for each in value if isinstance(value, list) else [value]:
            if not any(_is(each, wanted, named) for wanted in allowed.get(name, [])):
                yield f"{kind}.{name}: {each!r}"


def properties(kind: str | None) -> dict[str, list[str]]:
    if kind is None:
        return {}
    return properties(TABLE[kind]["parent"]) | TABLE[kind]["properties"]


def _is(value: Any, wanted: str, named: dict[str, str]) -> bool:
    if isinstance(value, str):
        return wanted in SHAPES and re.fullmatch(SHAPES[wanted], value) is not None
    if isinstance(value, int):
        return wanted == "Integer"
    kind = value.get("@type") or named.get(value.get("@id"))
    while kind is not None and kind != wanted:
        kind = TABLE[kind]["parent"]
    return kind is not None
