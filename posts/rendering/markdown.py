import re
from collections import Counter
from collections.abc import Callable, Collection, Mapping, MutableMapping, Sequence
from dataclasses import replace
from functools import lru_cache
from html import escape
from itertools import pairwise
from typing import Any

import nh3
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import slugify
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.rules_core import StateCore
from markdown_it.token import Token
from markdown_it.utils import OptionsDict

from posts.rendering.citations import citations
from posts.rendering.footnotes import footnotes
from posts.rendering.numbers import keep_numbers
from posts.rendering.pictures import Picture, caption_html, picture_html
from posts.rendering.quotes import Quotes, curl_quotes, quotes_of
from posts.rendering.text import RenderingError, clean_text, with_bare_marks

MAX_STORY_BYTES = 1_000_000

PictureLookup = Callable[[str], Picture | None]
LinkLookup = Callable[[Collection[str]], Mapping[str, str]]
Environment = MutableMapping[str, Any]

_INLINE_TAGS = {"a", "br", "code", "em", "s", "strong", "sub", "sup"}
STORY_TAGS = _INLINE_TAGS | {
    *("blockquote", "dd", "dl", "dt", "hr", "li", "ol", "p", "pre", "ul"),
    *("h2", "h3", "h4", "h5", "h6"),
    *("figure", "figcaption", "img", "picture", "source", "span"),
    *("table", "tbody", "td", "th", "thead", "tr"),
}
_HEADINGS = {f"h{level}": {"id"} for level in range(2, 7)}
_STORY_ATTRIBUTES = {
    **_HEADINGS,
    "a": {"href", "title", "id", "class", "aria-label"},
    "img": {"src", "alt", "width", "height", "loading", "decoding"},
    "li": {"id", "class"},
    "ol": {"start", "type", "class", "aria-label"},
    "source": {"type", "srcset", "sizes"},
    "span": {"class"},
    "sup": {"class"},
}
_COMMON: dict[str, Any] = {
    "url_schemes": {"http", "https", "mailto"},
    "link_rel": "noopener",
    "strip_comments": True,
}
_story_cleaner = nh3.Cleaner(
    tags=STORY_TAGS,
    attributes=_STORY_ATTRIBUTES,
    allowed_classes={
        "img": {"transparent"},
        "td": {"right", "center"},
        "th": {"right", "center"},
    },
    **_COMMON,
)
_inline_cleaner = nh3.Cleaner(
    tags=_INLINE_TAGS, attributes={"a": {"href", "title"}, "sup": {"class"}}, **_COMMON
)


def render_story(
    source: str,
    picture: PictureLookup = lambda src: None,
    links: LinkLookup = lambda addresses: {},
    *,
    language: str = "en",
) -> SafeString:
    """Return the safe HTML of a story in CommonMark with tables and footnotes.

    `picture` answers for the address of each image in the story; an image it does not know
    is shown as its words, because a page loads nothing from other sites. `links` answers once,
    for all links within this site, with other addresses for those that have moved. Quotation
    marks are those of `language`, a code such as de or fr-CH.

    Raises RenderingError for a story over MAX_STORY_BYTES or with a character that cannot
    be stored.
    """
    _refuse_long(source)
    parser = _story_parser(quotes_of(language))
    html = parser.render(with_bare_marks(clean_text(source)), {"picture": picture, "links": links})
    return mark_safe(_story_cleaner.clean(html))


def parse_story(source: str, env: Environment) -> list[Token]:
    """Return the tokens of a story as typed, for looking at what stands in it.

    The parser leaves in `env` what it knows of the notes. Raises RenderingError as
    `render_story` does.
    """
    _refuse_long(source)
    return _plain.parse(with_bare_marks(clean_text(source)), env)


def render_section(
    source: str,
    picture: PictureLookup = lambda src: None,
    links: LinkLookup = lambda addresses: {},
    *,
    name: str,
    language: str = "en",
) -> SafeString:
    """Return the safe HTML of one of several texts on a page, as `render_story` does.

    Its headings begin at the third level, below its own, and its anchors hold `name`, which
    no other text on the page has. Raises RenderingError.
    """
    _refuse_long(source)
    env = {"picture": picture, "links": links, "docId": name, "name": f"{name}-", "below": 2}
    parser = _story_parser(quotes_of(language))
    html = parser.render(with_bare_marks(clean_text(source)), env)
    return mark_safe(_story_cleaner.clean(html))


def _refuse_long(source: str) -> None:
    size = len(source.encode("utf-8", "surrogatepass"))
    if size > MAX_STORY_BYTES:
        raise RenderingError(
            f"The story has {size:,} bytes; the most is {MAX_STORY_BYTES:,}. Split it in two."
        )


def render_inline(source: str, *, language: str = "en") -> SafeString:
    """Return the safe HTML of one line of Markdown: emphasis, links, code."""
    html = _inline_parser(quotes_of(language)).renderInline(clean_text(source))
    return mark_safe(_inline_cleaner.clean(html))


def curly(text: str, *, language: str = "en") -> SafeString:
    """Return the safe HTML of a text without Markdown, with the quotation marks of `language`."""
    html = _plain_parser(quotes_of(language)).renderInline(clean_text(text))
    return mark_safe(_inline_cleaner.clean(html))


def stored_html(html: str) -> SafeString:
    """Return HTML that `render_story` or `render_inline` made earlier, as safe to show."""
    return mark_safe(html)


def _resolve_pictures(state: StateCore) -> None:
    """Look each image up once, and make a known one that stands alone a figure."""
    for index, token in enumerate(state.tokens):
        images = [child for child in token.children or [] if child.type == "image"]
        for image in images:
            image.meta["picture"] = state.env["picture"](str(image.attrGet("src") or ""))
        if token.children == images and len(images) == 1 and images[0].meta["picture"]:
            _make_figure(state.tokens[index - 1], images[0], state.tokens[index + 1])


def _resolve_links(state: StateCore) -> None:
    """Let links within the site lead where their pages are now, looking them up all at once."""
    children = [child for token in state.tokens for child in token.children or []]
    inner = [
        (link, href)
        for link in children
        if link.type == "link_open" and re.match("/(?!/)", href := str(link.attrGet("href")))
    ]
    moved = state.env["links"]({href for _, href in inner}) if inner else {}
    for link, href in inner:
        link.attrSet("href", moved.get(href, href))


def _make_figure(opening: Token, image: Token, closing: Token) -> None:
    if opening.type == "paragraph_open" and not opening.hidden:
        opening.tag = closing.tag = "figure"
        image.meta["figure"] = True


def _align_cells_by_class(state: StateCore) -> None:
    """Align with a class, for the content security policy would refuse Markdown's one style."""
    for token in state.tokens:
        style = str(token.attrs.pop("style", ""))
        if style.startswith("text-align:") and not style.endswith("left"):
            token.attrs["class"] = style.removeprefix("text-align:")


def _demote_first_levels(state: StateCore) -> None:
    """Make `#` a second-level heading: the page's own title is the only first.

    A text under a heading of its own begins one level lower.
    """
    below: int = state.env.get("below", 1)
    taken = {f"h{level}" for level in range(1, below + 1)}
    for token in state.tokens:
        if token.tag in taken:
            token.tag = f"h{below + 1}"


def _name_headings(state: StateCore) -> None:
    """Give each heading an id of its own, in one pass however many have the same words."""
    taken: set[str] = set()
    repeats: Counter[str] = Counter()
    for opening, inline in pairwise(state.tokens):
        if opening.type != "heading_open":
            continue
        parts = (each for each in inline.children or [] if each.type in ("text", "code_inline"))
        own = state.env.get("name", "")
        base = name = f"section-{own}{slugify(''.join(each.content for each in parts))}"
        while name in taken:
            repeats[base] += 1
            name = f"{base}-{repeats[base]}"
        taken.add(name)
        opening.attrSet("id", name)


def _image(
    renderer: RendererHTML,
    tokens: Sequence[Token],
    index: int,
    options: OptionsDict,
    env: Environment,
) -> str:
    token = tokens[index]
    alt = renderer.renderInlineAsText(token.children or [], options, env)
    known: Picture | None = token.meta["picture"]
    if known is None:
        return _words_for_missing(str(token.attrGet("src") or ""), alt)
    title = str(token.attrGet("title") or "")
    shown = replace(known, alt=alt or known.alt, caption=title or known.caption)
    html = picture_html(shown)
    return html + caption_html(shown) if token.meta.get("figure") else html


def _words_for_missing(src: str, alt: str) -> str:
    words = escape(alt or "Picture")
    if src.startswith(("http://", "https://")):
        return f'<a href="{escape(src)}">{words}</a>'
    return f'<span class="missing">{words}</span>'


@lru_cache
def _story_parser(quotes: Quotes) -> MarkdownIt:
    """Return a parser for texts with these quotation marks, which are a setting of the whole."""
    parser = MarkdownIt("commonmark", {"html": False, "typographer": True, "quotes": quotes})
    parser.enable(["table", "strikethrough", "smartquotes"])
    parser.core.ruler.at("smartquotes", curl_quotes)
    parser.core.ruler.after("block", "keep_numbers", keep_numbers)
    parser.use(footnotes).use(citations)
    parser.core.ruler.push("demote_first_levels", _demote_first_levels)
    parser.core.ruler.push("name_headings", _name_headings)
    parser.core.ruler.push("resolve_pictures", _resolve_pictures)
    parser.core.ruler.push("resolve_links", _resolve_links)
    parser.core.ruler.push("align_cells_by_class", _align_cells_by_class)
    parser.add_render_rule("image", _image)
    return parser


@lru_cache
def _inline_parser(quotes: Quotes) -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False, "typographer": True, "quotes": quotes})
    parser.core.ruler.at("smartquotes", curl_quotes)
    parser.use(citations)
    return parser.enable(["strikethrough", "smartquotes"]).disable(["image"])


@lru_cache
def _plain_parser(quotes: Quotes) -> MarkdownIt:
    parser = MarkdownIt("zero", {"html": False, "typographer": True, "quotes": quotes})
    parser.core.ruler.at("smartquotes", curl_quotes)
    return parser.enable("smartquotes")


_plain = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])
_plain.use(footnotes).use(citations)
_plain.core.ruler.after("block", "keep_numbers", keep_numbers)
_plain.core.ruler.push("name_headings", _name_headings)
