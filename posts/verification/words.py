"""The words of a page beside those of its source, and the marks that no reader should see."""

import json
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from html import escape, unescape
from html.parser import HTMLParser
from itertools import chain
from typing import Any, Final

from posts.exchange.ghost.cards import SILENT

MOST_NAMED: Final = 10
INLINE: Final = frozenset(
    {"em", "strong", "a", "b", "i", "sup", "sub", "span", "abbr", "small", "s"}
)
_RAW: Final = re.compile(
    r"\{%|%\}|\{\{|\}\}|\{:\s*[.#\w]|<!--|-->|!\[|\]\(|\[\[|\*\*|^#{1,6} |^```"
    r"|&(?:amp|lt|gt|nbsp|quot|#\d+);|</?(?:div|span|p|a|img|em|strong|br|b|i|ul|li)\b"
    r"|\[/?(?:caption|gallery|embed|youtube|audio|video|code)\b",
    re.MULTILINE,
)
_FRONT_MATTER: Final = re.compile(
    r"\A\s*(---|\+\+\+)[ \t]*\n.*?\n(?:\1|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL
)
_ENCODED: Final = re.compile(r"<content:encoded>(.*?)</content:encoded>", re.DOTALL)
# What is no word of the text: code of a template, comments, tags, addresses, attributes of marks.
_NO_WORDS: Final = re.compile(
    r"\{%\s*(raw|comment)\s*%\}|\{%.*?%\}|\{\{.*?\}\}|<!--.*?-->|<!\[CDATA\[|\]\]>"
    r"|<(script|style|iframe|object)\b.*?</\2>|<[^<>]*>|\]\([^()\s]*(?:\([^()]*\)[^()\s]*)*(?=[\s)])"
    r"|\{:[^{}\n]*\}|^\s*\[[^\]\n]+\]:\s*\S+|\bhttps?://\S+|\[/?\w+[^\]\n]*=[^\]\n]*\]|\[/\w+\]|\\n"
    r"|\[(?:embed\b|\w+(?= +https?:))",
    re.DOTALL | re.MULTILINE,
)

# The fields of Ghost's cards that hold HTML or Markdown which readers see.
_TEXTS: Final = frozenset({"html", "markdown", "code", "caption", "calloutText", "heading"}) | {
    *("content", "header", "subheader", "textValue", "productDescription")
}


class Article(HTMLParser):
    """What a reader sees of a post's page: its text, text that is no code, and its pictures."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.text, self.prose, self.pictures = "", "", list[str]()
        self._inside, self._hidden, self._code = 0, 0, 0
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._inside += tag == "article"
        self._hidden += tag in ("script", "style")
        self._code += tag in ("code", "pre")
        if tag == "img" and self._inside:
            told = dict(attrs)
            self.pictures.append(told.get("src") or "")
            self.text += f" {told.get('alt') or ''} "
        if tag not in INLINE:
            self.text += "\n"
            self.prose += "\n"

    def handle_endtag(self, tag: str) -> None:
        self._inside -= tag == "article"
        self._hidden -= tag in ("script", "style")
        self._code -= tag in ("code", "pre")

    def handle_data(self, data: str) -> None:
        if self._inside and not self._hidden:
            self.text += data
            self.prose += "" if self._code else data


def raw_marks(prose: str) -> list[str]:
    """Return each mark of a source that stands in a page's text, with the words around it.

    >>> raw_marks("As {{ site.title }} tells, 2 ** 3 is no mark of ours.")[0]
    'As {{ site.title }} tel'
    """
    found = _RAW.finditer(prose)
    return [" ".join(prose[max(0, m.start() - 10) : m.end() + 20].split()) for m in found]


def source_text(kind: str, raw: str) -> str:
    """Return what of a kept original is its text, as it is marked up there."""
    if kind == "wordpress":
        return " ".join(map(unescape, _ENCODED.findall(raw)))
    if kind == "ghost":
        return _of_ghost(raw)
    return _FRONT_MATTER.sub("", raw.replace("\r\n", "\n"))


def _of_ghost(raw: str) -> str:
    try:
        found = json.loads(raw)[0]  # beside it the names of its tags and authors
    except (ValueError, LookupError):
        return ""
    if text := next(filter(None, map(found.get, ("html", "plaintext", "markdown"))), None):
        return str(text)
    try:
        return "".join(_told(json.loads(found.get("lexical") or found.get("mobiledoc") or "{}")))
    except (TypeError, ValueError, RecursionError):
        return ""


def _told(node: Any) -> Iterator[str]:
    """Yield the text of what Ghost's editors store, Lexical and Mobiledoc, and of their cards."""
    match node:
        case [int(), list(), int(), str(text)] | {
            "type": "text" | "extended-text",
            "text": str(text),
        }:
            yield escape(text)
        case {"type": str(name)} | [str(name), *_] if name.removeprefix("card-") in SILENT:
            return
        case dict():
            for name, part in node.items():
                yield from (
                    [f"{part}\n"] if name in _TEXTS and isinstance(part, str) else _told(part)
                )
            yield "" if node.get("type") in ("link", "autolink") else "\n"
        case list():
            yield from chain.from_iterable(map(_told, node))
            yield "\n" if any(isinstance(each, list) for each in node) else ""


def words_of(text: str) -> Counter[str]:
    """Count the words of a marked-up text.

    >>> sorted(words_of('The **old** [mill](/a/mill.html "Mill") <b>at</b> Kent'))
    ['at', 'kent', 'mill', 'old', 'the']
    """
    plain = unescape(_NO_WORDS.sub(" ", text))
    return Counter(re.findall(r"\w+", unicodedata.normalize("NFKC", plain).casefold()))


def lost_words(source: Counter[str], page: str) -> tuple[float, list[str]]:
    """Return which share of the words of `source` a page lacks, and the first of them."""
    shown = re.findall(r"\w+", unicodedata.normalize("NFKC", page).casefold())
    lost = source - Counter(shown)
    return lost.total() / max(1, source.total()), list(lost)[:MOST_NAMED]
