"""What Ghost's editors store, Lexical and Mobiledoc, as the HTML that they stand for."""

import json
from collections.abc import Callable, Mapping
from html import escape
from typing import Any, Final

from bs4 import BeautifulSoup, Tag
from bs4.exceptions import ParserRejectedMarkup
from markdown_it import MarkdownIt

from posts.exchange.errors import ExchangeError
from posts.exchange.html import MAX_HTML

_STYLES: Final = ("b", "i", "s", "u", "code", "sub", "sup")
_TAGS: Final = {
    **dict.fromkeys(("paragraph", "tk"), "p"),
    **dict.fromkeys(("quote", "extended-quote", "aside"), "blockquote"),
    "listitem": "li",
}
# What is said to subscribers alone, or asks for a subscription.
SILENT: Final = {"email", "email-cta", "paywall", "signup", "transistor"}
_PLAYERS: Final = ".kg-audio-player, .kg-video-player, .kg-audio-thumbnail, .kg-signup-card"
DEEPEST: Final = 60

_markdown = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
type Payload = Mapping[str, Any]


def with_plain_cards(html: str) -> str:
    """Return a post's own HTML with its bookmarks as links, and without buttons of players."""
    if "kg-" not in html or len(html) > MAX_HTML:
        return html
    try:
        soup = BeautifulSoup(html, "html.parser")
    except ParserRejectedMarkup:  # as of <![if IE]>, which the converter takes
        return html
    for card in soup.select(".kg-bookmark-card"):
        link, title = card.find("a", href=True), card.select_one(".kg-bookmark-title")
        if link:
            plain, inner = Tag(name="p"), Tag(name="a", attrs={"href": link["href"]})
            inner.append(title.get_text() if title else str(link["href"]))
            plain.append(inner)
            card.replace_with(plain)
    for each in soup.select(_PLAYERS):
        each.decompose()
    return str(soup)


def html_of(kind: str, text: str) -> tuple[str, list[str]]:
    """Return the HTML and the cards that have none here; raises ExchangeError for no document.

    `kind` is `lexical`, `mobiledoc` or `markdown`.
    """
    unknown: list[str] = []
    try:
        if kind == "markdown":
            return _markdown.render(text), unknown
        document = json.loads(text)
        if kind == "lexical":
            return _lexical(document["root"], unknown, 0), unknown
        return "".join(_section(x, document, unknown) for x in document["sections"]), unknown
    except (ValueError, TypeError, KeyError, IndexError, AttributeError, RecursionError) as error:
        told = f"Its {kind} cannot be read: {type(error).__name__}: {error}."
        raise ExchangeError(kind, told) from error


def _lexical(node: Payload, unknown: list[str], depth: int) -> str:
    if depth > DEEPEST:
        raise ValueError(f"nested over {DEEPEST} deep")
    kind = str(node["type"])
    if kind in ("text", "extended-text"):
        return _styled(escape(str(node["text"])), int(node.get("format") or 0))
    if kind in ("linebreak", "tab"):
        return "<br>" if kind == "linebreak" else " "
    inner = "".join(_lexical(each, unknown, depth + 1) for each in node.get("children") or ())
    if kind in _TAGS:
        return _element(_TAGS[kind], inner)
    if kind in ("heading", "extended-heading"):
        return _element(f"h{int(str(node['tag'])[1:])}", inner)
    if kind in ("link", "autolink"):
        return _link(node.get("url"), inner)
    if kind == "list":
        start = int(node.get("start") or 1)
        is_numbered = node.get("listType") == "number"
        return f'<ol start="{start}">{inner}</ol>' if is_numbered else f"<ul>{inner}</ul>"
    return inner + _card(kind, node, unknown)


def _styled(text: str, bits: int) -> str:
    for bit, tag in enumerate(_STYLES):
        if bits & 1 << bit:
            text = _element(tag, text)
    return text


def _section(section: list[Any], document: Payload, unknown: list[str]) -> str:
    kind, what = section[0], section[1]
    if kind == 1:
        return _element(escape(str(what)), _markers(section[2], document))
    if kind == 2:
        return _picture({"src": what})
    if kind == 3:
        items = "".join(_element("li", _markers(each, document)) for each in section[2])
        return _element(escape(str(what)), items)
    name, payload = document["cards"][what][:2]
    return _card(str(name).removeprefix("card-"), payload, unknown)


def _markers(markers: list[Any], document: Payload) -> str:
    parts: list[str] = []
    opened: list[str] = []
    for kind, opening, closed, value in markers:
        for number in opening:
            name, *attributes = document["markups"][number]
            given = dict(zip(*[iter(attributes[0])] * 2, strict=False)) if attributes else {}
            href = f' href="{escape(str(given["href"]))}"' if "href" in given else ""
            parts.append(f"<{escape(str(name))}{href}>")
            opened.append(escape(str(name)))
        parts.append("<br>" if kind == 1 else escape(str(value)))
        parts += [f"</{opened.pop()}>" for _ in range(closed)]
    return "".join(parts)


def _card(name: str, payload: Payload, unknown: list[str]) -> str:
    if name in _CARDS:
        return _CARDS[name](payload)
    if name not in SILENT and name != "root" and name not in unknown:
        unknown.append(name)
    return ""


def _element(tag: str, inner: str) -> str:
    return f"<{tag}>{inner}</{tag}>"


def _link(address: object, words: str) -> str:
    return f'<a href="{escape(str(address or ""))}">{words}</a>'


def _picture(card: Payload) -> str:
    words = card.get("caption")
    caption = _element("figcaption", str(words)) if words else ""
    source, alt = escape(str(card.get("src") or "")), escape(str(card.get("alt") or ""))
    return _element("figure", f'<img src="{source}" alt="{alt}">{caption}')


def _named(card: Payload) -> str:
    """Return a link to what cannot be shown, by the first name it has."""
    address = card.get("src") or card.get("url") or card.get("buttonUrl") or card.get("productUrl")
    told = card.get("metadata") if isinstance(card.get("metadata"), dict) else card
    names = ("title", "buttonText", "productTitle", "fileTitle", "fileName")
    words = next((str(told[name]) for name in names if told and told.get(name)), str(address or ""))
    more = "".join(str(card.get(name) or "") for name in ("productDescription", "caption"))
    return _element("p", _link(address, escape(words))) + more


def _told(*names: str) -> Callable[[Payload], str]:
    """Return what makes paragraphs of these fields, which hold HTML, within a quotation."""
    return lambda card: _element(
        "blockquote", "".join(_element("p", str(card[name])) for name in names if card.get(name))
    )


_CARDS: Final[dict[str, Callable[[Payload], str]]] = {
    **dict.fromkeys(("hr", "horizontalrule"), lambda card: "<hr>"),
    **dict.fromkeys(("audio", "bookmark", "button", "embed", "file", "product", "video"), _named),
    **dict.fromkeys(
        ("code", "codeblock"), lambda card: _element("pre", escape(str(card.get("code") or "")))
    ),
    "image": _picture,
    "gallery": lambda card: "".join(map(_picture, card.get("images") or ())),
    "html": lambda card: str(card.get("html") or ""),
    "markdown": lambda card: _markdown.render(str(card.get("markdown") or "")),
    "callout": _told("calloutText"),
    "toggle": _told("heading", "content"),
    **dict.fromkeys(("header", "call-to-action"), _told("header", "subheader", "textValue")),
}
