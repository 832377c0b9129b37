"""What Google's Search Console would call an error, by its pages on each kind of rich result."""

import re
from collections.abc import Callable, Iterator
from typing import Any

from tests.schema_org import SHAPES, nodes_in

type Node = dict[str, Any]
CREDITS = {"creator", "creditText", "copyrightNotice", "license"}


def complaints(graph: Node) -> list[str]:
    nodes = [node for node in nodes_in(graph) if "@type" in node]
    named: dict[str, Node] = {}
    for node in nodes:
        other = named.setdefault(node.get("@id", id(node)), node)
        if (other["@type"], other.get("name")) != (node["@type"], node.get("name")):
            return [f"two things are {node['@id']}"]
    return [
        f"{node['@type']}: {fault}"
        for node in nodes
        for fault in RULES.get(node["@type"], _nothing)(node, named)
    ]


def _nothing(node: Node, named: dict[str, Node]) -> Iterator[str]:
    yield from ()


def _posting(node: Node, named: dict[str, Node]) -> Iterator[str]:
    yield from _lacks(node, "headline", "image", "datePublished", "dateModified", "author")
    author = named.get(node["author"].get("@id"), node["author"])
    yield from _lacks(author, "name", "url")
    if not re.fullmatch(SHAPES["DateTime"], node["datePublished"]):
        yield "datePublished has no zone"


def _event(node: Node, named: dict[str, Node]) -> Iterator[str]:
    yield from _lacks(node, "name", "startDate", "location")
    for name in ("startDate", "endDate"):
        day = node.get(name, "2000-01-01")
        if not re.fullmatch(r"\d{4}-\d\d-\d\d", day) or day < "1583":
            yield f"{name} {day}"
    for place in node.get("location", []):
        yield from _lacks(place, "name", "address")


def _trail(node: Node, named: dict[str, Node]) -> Iterator[str]:
    steps = node["itemListElement"]
    if len(steps) < 2 or any(step["name"][:1].islower() for step in steps):
        yield f"names {[step['name'] for step in steps]}"
    if [step["position"] for step in steps] != [*range(1, len(steps) + 1)]:
        yield "positions"


def _list(node: Node, named: dict[str, Node]) -> Iterator[str]:
    items = node["itemListElement"]
    places = [item["position"] for item in items]
    if places != [*range(places[0], places[0] + len(items))]:
        yield "positions"
    if len({item["url"] for item in items}) != len(items):
        yield "one address twice"


def _image(node: Node, named: dict[str, Node]) -> Iterator[str]:
    yield from _lacks(node, "contentUrl")
    if not CREDITS & node.keys():
        yield "nobody is named for it"


def _site(node: Node, named: dict[str, Node]) -> Iterator[str]:
    yield from _lacks(node, "name", "url", "potentialAction")
    action = node["potentialAction"]
    asked = action["query-input"].removeprefix("required name=")
    if f"{{{asked}}}" not in action["target"]["urlTemplate"]:
        yield "the search is asked for nothing"


def _lacks(node: Node, *names: str) -> Iterator[str]:
    yield from (f"no {name}" for name in names if not node.get(name))


RULES: dict[str, Callable[[Node, dict[str, Node]], Iterator[str]]] = {
    "BlogPosting": _posting,
    "Event": _event,
    "BreadcrumbList": _trail,
    "ItemList": _list,
    "ImageObject": _image,
    "WebSite": _site,
}
