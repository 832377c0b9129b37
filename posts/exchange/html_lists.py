"""Lists that are none in HTML: Word's paragraphs, Word's on the web, lists straight in lists."""

import re
from typing import Final

from bs4 import BeautifulSoup, Tag

_LEVEL: Final = re.compile(r"mso-list:\s*l\d+\s+level(\d)", re.I)
_MARK: Final = re.compile(r"mso-list:\s*ignore", re.I)
_NUMBERED: Final = re.compile(r"\(?(\d+|[a-z]|[ivxlc]+)[.)]", re.I)
LONGEST: Final = 99  # The renderer takes no greater number for one of a list.


def arrange_lists(soup: BeautifulSoup) -> None:
    for wrapper in soup.select("div.ListContainerWrapper"):
        _flatten(wrapper)
    for item in soup.find_all(style=_LEVEL):
        if item.name == "p" or item.name[0] == "h":
            _put_into_list(item)
    for inner in soup.find_all(["ul", "ol"]):
        _put_into_item(inner)
    for numbered in soup.find_all("ol"):
        _number(numbered)
    for item in soup.find_all("li"):
        paragraphs = item.find_all(["p", "div"], recursive=False)
        texts = (each for each in item.contents if isinstance(each, Tag) or str(each).strip())
        if len(paragraphs) == 1 and next(texts) is paragraphs[0]:
            paragraphs[0].name = "span"  # With one paragraph to an item the list is a close one.


def _flatten(wrapper: Tag) -> None:
    """Write what stands in a list of its own, with its level, as Word on a desk does."""
    for item in wrapper.find_all("li"):
        kind = item.parent.name if item.parent else "ul"
        level = str(item.get("data-aria-level", "1"))
        item.name = "p"
        item["style"] = f"mso-list: l0 level{level[:1]}"
        item["data-kind"] = kind
        wrapper.insert_before(item.extract())
    wrapper.decompose()


def _put_into_list(item: Tag) -> None:
    """Make a paragraph with a level an item of the list before it, or of a new one."""
    level = max(1, int(_LEVEL.search(str(item["style"]))[1]))  # type: ignore[index]
    mark = item.find(style=_MARK)
    text = mark.extract().get_text().strip() if mark else ""
    number = _NUMBERED.match(text)
    kind = str(item.get("data-kind") or ("ol" if number else "ul"))
    before = item.find_previous_sibling()
    if before and before.get("data-made") and (level > 1 or before.name == kind):
        place = before
    else:
        place = Tag(name=kind, attrs={"data-made": "yes"})
        item.insert_before(place)
    for _ in range(level - 1):
        place = _deeper(place, kind)
    if number and number[1].isdecimal() and not place.contents:
        place["start"] = number[1]
    item.name = "li"
    place.append(item.extract())


def _deeper(outer: Tag, kind: str) -> Tag:
    items: list[Tag] = list(outer.find_all("li", recursive=False))
    if not items:
        items = [Tag(name="li")]
        outer.append(items[0])
    inner = items[-1].contents[-1] if items[-1].contents else None
    if not isinstance(inner, Tag) or inner.name not in ("ul", "ol"):
        inner = Tag(name=kind)
        items[-1].append(inner)
    return inner


def _put_into_item(inner: Tag) -> None:
    if inner.parent is None or inner.parent.name not in ("ul", "ol"):
        return
    before = inner.find_previous_sibling("li")
    if isinstance(before, Tag):
        before.append(inner.extract())
    else:
        inner.wrap(Tag(name="li"))


def _number(numbered: Tag) -> None:
    start = str(numbered.get("start", "1"))
    first = int(start) if start.isdecimal() and len(start) < 3 else 1
    items = numbered.find_all("li", recursive=False)
    counts = first + len(items) - 1 <= LONGEST
    for number, item in enumerate(items, first):
        item["value"] = str(number if counts else 1)
