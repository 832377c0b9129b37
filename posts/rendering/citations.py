"""Citations in a text, `[@key, p. 12]` as Pandoc writes them, and the numbers that readers see.

Stored HTML keeps each as it was typed: which keys a work has, and which number a source gets, is
known where a page is put together.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from html import escape, unescape
from typing import Final

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

KEY: Final = r"[a-z0-9]+(?:-[a-z0-9]+)*"
# A locator has no marks of Markdown, so that it is read alike wherever it stands.
CITATION: Final = re.compile(rf"\[@({KEY})(?:,\s*([^\[\]*_`<>\\]{{1,120}}))?\](?![(\[])")
_TYPED: Final = re.compile(r'([ \n]?)<sup class="cites">([^<]*)</sup>')

type Beside = Callable[[str, str], str]


@dataclass(frozen=True)
class Pointer:
    """A place that points to a source: the id of its number, and the page that it names."""

    id: str
    locator: str


def citations(parser: MarkdownIt) -> None:
    """Let `parser` read citations, whatever their keys; none stands within the words of a link."""
    parser.inline.ruler.after("image", "citation", _read)
    parser.add_render_rule("citation", _as_typed)


def _read(state: StateInline, silent: bool) -> bool:
    # Silently the parser looks for the end of a link's words, in which it is text.
    if silent or state.linkLevel or not state.src.startswith("[@", state.pos):
        return False
    found = CITATION.match(state.src, state.pos)
    if found is None or found.end() > state.posMax:
        return False
    state.push("citation", "", 0).meta = {"typed": found[0], "key": found[1]}
    state.pos = found.end()
    return True


def _as_typed(renderer: RendererHTML, tokens: list[Token], at: int, *more: object) -> str:
    return f'<sup class="cites">{escape(tokens[at].meta["typed"], quote=False)}</sup>'


def with_citations(html: str) -> str:
    """Return the HTML of plain text with its citations as those of Markdown are stored.

    >>> with_citations("<p>In May [@tacitus, 1.7].</p>")
    '<p>In May <sup class="cites">[@tacitus, 1.7]</sup>.</p>'
    """
    return CITATION.sub(lambda found: f'<sup class="cites">{found[0]}</sup>', html)


def without_citations(html: str, keys: Collection[str]) -> str:
    """Return stored HTML without the citations of these keys, the others as they were typed."""

    def shown(found: re.Match[str]) -> str:
        return "" if _parts(found)[0] in keys else f"{found[1]}{found[2]}"

    return _TYPED.sub(shown, html)


def _parts(found: re.Match[str]) -> tuple[str, str]:
    key, locator = CITATION.fullmatch(unescape(found[2])).groups("")  # type: ignore[union-attr]
    return key, " ".join(locator.split())


class Numbering:
    """Numbers sources in the order in which the texts of a page first point to them.

    `keys` are those that the work has, `texts` the stored HTML in the order of the page.
    """

    def __init__(self, keys: Iterable[str], texts: Iterable[str]) -> None:
        known = set(keys)
        cited = (key for text in texts for key in _cited(text) if key in known)
        self.numbers = {key: number for number, key in enumerate(dict.fromkeys(cited), 1)}
        self.pointers: dict[str, list[Pointer]] = defaultdict(list)

    def html(self, text: str, beside: Beside = lambda key, locator: "") -> SafeString:
        """Return stored HTML with its numbers; asked once for each text, in their order.

        `beside` makes the safe HTML of what stands beside the text, for a key and a locator.
        """

        def shown(found: re.Match[str]) -> str:
            key, locator = _parts(found)
            number = self._number(key, locator)
            return number + beside(key, locator) if number else f"{found[1]}{found[2]}"

        return mark_safe(_TYPED.sub(shown, text))

    def _number(self, key: str, locator: str) -> str:
        if (number := self.numbers.get(key)) is None:
            return ""
        name = f"cite-{1 + sum(map(len, self.pointers.values()))}"
        self.pointers[key].append(Pointer(name, locator))
        label = escape(
            gettext("Source %(number)s") % {"number": number} + (f", {locator}" if locator else "")
        )
        return (
            f'<sup class="cite" id="{name}">'
            f'<a href="#source-{number}" aria-label="{label}">[{number}]</a></sup>'
        )


def _cited(html: str) -> Iterator[str]:
    return (_parts(found)[0] for found in _TYPED.finditer(html))
