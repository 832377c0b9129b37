"""What a validator would say of a page first: of its tags, attributes and ids."""

from collections import Counter
from html.parser import HTMLParser

VOID = ("area", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr")
POINTERS = ("for", "aria-labelledby", "aria-describedby", "aria-controls")


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: Counter[str] = Counter()
        self.named: set[str] = set()
        self.faults: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_startendtag(tag, attrs)
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        twice = [name for name, number in Counter(name for name, _ in attrs).items() if number > 1]
        self.faults += [f"{name} twice: <{tag}>" for name in twice]
        told = dict(attrs)
        self.ids[told.get("id") or ""] += "id" in told
        self.named.update(*((told.get(name) or "").split() for name in POINTERS))
        if (tag, told.get("role")) in {("ul", "list"), ("nav", "navigation"), ("main", "main")}:
            self.faults.append(f"<{tag}> has that role of itself")

    def handle_endtag(self, tag: str) -> None:
        if tag in self.open and (last := self.open.pop()) != tag:
            self.faults.append(f"</{tag}> closes <{last}>")
            while self.open.pop() != tag:
                pass


def faults(html: str) -> list[str]:
    """Return tags that close others, attributes and ids told twice, and ids that are missing."""
    page = _Page()
    page.feed(html)
    page.close()
    twice = [f"id twice: {name}" for name, number in page.ids.items() if number > 1]
    missing = [f"no such id: {name}" for name in sorted(page.named - page.ids.keys())]
    return [*page.faults, *(f"<{tag}> is not closed" for tag in page.open), *twice, *missing]
