"""What office programs and web pages write in HTML, put as plain HTML says it."""

import re
from collections.abc import Iterator
from typing import Any, Final
from urllib.parse import parse_qs, urlsplit

from bs4 import BeautifulSoup, Tag

from posts.exchange.html_lists import arrange_lists

_SECTIONS: Final = {
    *("address", "article", "aside", "body", "center", "details", "fieldset", "figure", "footer"),
    *("form", "header", "hgroup", "main", "nav", "section", "summary", "figcaption"),
}
_TABLE: Final = {"table", "caption", "thead", "tbody", "tfoot", "tr", "th", "td"}
BLOCKS: Final = {
    *("blockquote", "dd", "div", "dl", "dt", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "li", "ol"),
    *("p", "pre", "ul", *_SECTIONS, *_TABLE),
}
_INLINE: Final = {
    *("a", "b", "br", "cite", "code", "del", "dfn", "em", "font", "i", "img", "kbd", "q", "s"),
    *("samp", "span", "strike", "strong", "sub", "sup", "tt", "var"),
}
TAGS: Final = BLOCKS | _INLINE
WITHOUT_TEXT: Final = {
    *("audio", "button", "canvas", "iframe", "math", "noscript", "object", "script", "select"),
    *("style", "svg", "template", "textarea", "title", "video", "xml"),
}
ATTRIBUTES: Final = {
    "*": {"class", "id", "style"},
    "a": {"href", "name"},
    "del": {"datetime"},
    "li": {"data-aria-level"},
    "ol": {"start"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan"},
}
MOST_COLUMNS: Final = 50

_HIDDEN: Final = re.compile(r"display:\s*none|mso-hide:\s*all|mso-element:\s*comment", re.I)
_BOLD: Final = re.compile(r"(?<!-)font-weight:\s*(?:bold|[6-9]00)", re.I)
_LIGHT: Final = re.compile(r"(?<!-)font-weight:\s*(?:normal|[1-4]00)", re.I)
_ITALIC: Final = re.compile(r"(?<!-)font-style:\s*(?:italic|oblique)", re.I)
_ROMAN: Final = re.compile(r"(?<!-)font-style:\s*normal", re.I)
_STRUCK: Final = re.compile(r"text-decoration[^;]*line-through", re.I)
_CLASSES: Final = {"MsoTitle": "h1", "MsoQuote": "blockquote", "MsoIntenseQuote": "blockquote"}
_NOISE: Final = ".EOP, .mw-editsection, .MsoCommentReference, .msocomanchor, .msocomoff"


def arrange(soup: BeautifulSoup, site: str, *, pictures: bool = False) -> tuple[str, ...]:
    """Put `soup` in order, and return a sentence for each thing that is lost."""
    told = tuple(_without_lost(soup, pictures=pictures))
    _read_styles(soup)
    arrange_lists(soup)
    for heading in soup.find_all(["h1", "h2", "h3", "h4", "h5"]) if soup.find("h1") else ():
        heading.name = f"h{int(heading.name[1]) + 1}"
    for link in soup.find_all("a"):
        link["href"] = "" if _is_mark(link) else _address(str(link.get("href", "")), site)
        link.name = "a" if link["href"] else "span"
        _put_inside(link)
    for line in soup.find_all("br"):
        if {getattr(each, "name", "") for each in _beside(line)} & BLOCKS:
            line.decompose()
    merged = sum(_arrange_table(table) for table in soup.find_all("table"))
    for section in soup.find_all([*_SECTIONS, "caption"]):
        section.name = "div"
    for each in soup.find_all(_INLINE - {"br"}):
        if each.decomposed or each.name == "img" or each.find(["br", "img"]):
            continue
        if not each.get_text():
            each.decompose()
    soup.smooth()
    return (*told, "Cells that were merged stand apart: check the table.") if merged else told


def _without_lost(soup: BeautifulSoup, *, pictures: bool) -> Iterator[str]:
    for each in [*soup.select(_NOISE), *soup.find_all(style=_HIDDEN)]:
        each.decompose()
    for space in soup.select(".Apple-converted-space"):
        space.string = " "
    yield from _taken(soup.find_all("del", datetime=True), "deletion", "marked but not accepted")
    shown = [] if pictures else soup.find_all("img")
    figures = [each for each in soup.find_all("figure") if each.find("img")] if shown else []
    yield from _taken(shown, "picture", "add {} by the picture button")
    for figure in figures:
        figure.decompose()
    refused = [
        a for a in soup.select("a:not([href], [name], [style*=mso])") if a.get_text().strip()
    ]
    if refused:
        yield f"{_counted(len(refused), 'link')} became text: no address that can be followed."


def _taken(found: list[Tag], noun: str, why: str) -> Iterator[str]:
    for each in found:
        each.decompose()
    if found:
        it = "it" if len(found) == 1 else "them"
        yield f"{_counted(len(found), noun)} left out: {why.format(it)}."


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}" + ("s" if number > 1 else "")


def _read_styles(soup: BeautifulSoup) -> None:
    """Name elements by how they look, or by what Word calls them."""
    for each in soup.find_all(class_=list(_CLASSES)):
        if each.name == "p":
            each.name = next(_CLASSES[name] for name in each["class"] if name in _CLASSES)
    for each in soup.select("cite.citation"):
        each.name = "span"
    for each in soup.find_all(style=True):
        style = str(each["style"])
        plain = {"b": _LIGHT, "strong": _LIGHT, "i": _ROMAN, "em": _ROMAN}.get(each.name)
        if plain and plain.search(style):
            each.name = "span"
        elif each.name in ("span", "font"):
            bold, italic = _BOLD.search(style), _ITALIC.search(style)
            each.name = "b-i" if bold and italic else "b" if bold else "i" if italic else "span"
            if _STRUCK.search(style) and each.name == "span":
                each.name = "s"


def _address(href: str, site: str) -> str:
    """Return where a link leads as Markdown writes it; '' for nowhere beyond its own page."""
    if href.startswith("https://www.google.com/url?"):
        href = parse_qs(urlsplit(href).query).get("q", [href])[0]
    if site and href.startswith(f"{site}/"):
        href = href.removeprefix(site)
    if not re.match(r"https?://|mailto:|/(?!/)", href, re.I):
        return ""
    return quoted(href)


def quoted(address: str) -> str:
    """Return an address as Markdown takes it between round brackets."""
    address = re.sub(r"&(?=#?\w+;)", "&amp;", address.strip())
    return re.sub(r"[\s()<>\\|`*\[\]]", lambda mark: f"%{ord(mark[0]):02X}", address)


def _is_mark(link: Tag) -> bool:
    """Whether a link is the number of a note that did not come along."""
    is_raised = link.parent is not None and link.parent.name == "sup"
    return is_raised and re.fullmatch(r"\[?\w{1,3}\]?", link.get_text().strip()) is not None


def _beside(line: Tag) -> Iterator[Any]:
    """Yield what stands before and after a break, spaces left out."""
    for way in ("previous_sibling", "next_sibling"):
        each = getattr(line, way)
        while each is not None and not each.name and not each.strip():
            each = getattr(each, way)
        yield each


def _put_inside(link: Tag) -> None:
    """Put a link that goes around blocks into each of them."""
    blocks = [each for each in link.find_all(BLOCKS) if not each.find(BLOCKS)]
    for block in blocks:
        inner = Tag(name="a", attrs={"href": link["href"]})
        inner.extend(list(block.contents))
        block.append(inner)
    if blocks:
        link.name = "div"


def _arrange_table(table: Tag) -> bool:
    """Give every row as many cells, and the table a head; return whether cells were merged.

    A table that only sets things out, as mails have them, becomes its text.
    """
    own = [each for each in table.find_all(_TABLE) if each.find_parent("table") is table]
    rows = [each for each in own if each.name == "tr"]
    cells = [row.find_all(["td", "th"], recursive=False) for row in rows]
    columns = max((sum(map(_width, row)) for row in cells), default=0)
    if not 1 < columns <= MOST_COLUMNS or table.find("table") or len(rows) * columns > 20_000:
        for each in [table, *(each for each in own if each.name != "table")]:
            each.name = "div"
        return False
    for row, present in zip(rows, cells, strict=True):
        _pad(row, present, columns)
    head = rows[0]
    if not head.find_parent("thead") and any(cell.name == "td" for cell in cells[0]):
        head = Tag(name="tr")
        head.extend([Tag(name="th") for _ in range(columns)])
        table.insert(0, head)
    head["data-columns"] = str(columns)
    for caption in table.find_all("caption"):
        table.insert_before(caption.extract())
    for code in table.find_all("pre"):
        code.name = "code"
    return any(_width(cell) > 1 or cell.get("rowspan", "1") != "1" for row in cells for cell in row)


def _width(cell: Tag) -> int:
    text = str(cell.get("colspan", "1"))
    return min(int(text), MOST_COLUMNS) or 1 if text.isdecimal() and len(text) < 4 else 1


def _pad(row: Tag, cells: list[Tag], columns: int) -> None:
    for cell in cells:
        for _ in range(_width(cell) - 1):
            cell.insert_after(Tag(name="td"))
    for _ in range(columns - sum(map(_width, cells))):
        row.append(Tag(name="td"))
