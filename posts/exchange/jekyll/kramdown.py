"""What kramdown knows beside CommonMark, as this site's Markdown has it."""

import html
import re
from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any, Final
from urllib.parse import urljoin

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock, html_block
from mdit_py_plugins.deflist import deflist_plugin

from posts.exchange.errors import ExchangeError
from posts.exchange.html import MAX_TAGS, to_markdown
from posts.exchange.html_pictures import PLAYERS
from posts.exchange.story_pictures import IMAGE, fenced_lines, image_in
from posts.rendering.footnotes import footnotes
from posts.rendering.numbers import keep_numbers

ATTRIBUTES: Final = re.compile(r"\{:[^{}\n]*\}|(?<=\S)[ \t]+\{#[\w-]+\}(?=[ \t#]*$)")
CONTENTS: Final = re.compile(r"[ \t]*(?:[-*+]|\d\.)[ \t]+\S.*")
COMMENT: Final = re.compile(
    r"\{::comment\}.*?\{:/(?:comment)?\}|\{:?:/?(?:no)?\w*[^{}\n]*/?\}", re.S
)
ABBREVIATION: Final = re.compile(r"\*\[([^\]\n]{1,80})\]:[ \t]*(\S.*)")
CALLOUT: Final = re.compile(r"([ \t]*>[ \t]*)\[!(\w+)\][ \t]*$")
CODE_SPAN: Final = re.compile(r"(?<!`)(`++).+?(?<!`)\1(?!`)")
STRONG: Final = re.compile(r"(?<![\\*\w])?(\*{1,2})(?=[^\s*])([^*\n]{1,500}?)(?<=[^\s*\\])\1(?!\*)")
SHORTCODE: Final = re.compile(
    r"\[(youtube|vimeo|embed)[ =:]*([^\]\s]*)[^\]]*\](?:([^\[\]]*)\[/\1\])?"
)
CAPTION: Final = re.compile(
    r"\[caption[^\]]*\]\s*((?:<a\b[^>]*>)?\s*<img\b[^>]*>\s*(?:</a>)?)(.*?)\[/caption\]", re.S
)
NEEDS_HTML: Final = re.compile(
    r"</?[A-Za-z][A-Za-z0-9-]*(?=[\s/>]|$)|<!|^:[ \t]+\S|!\[[^\]\n]*\]\[|\[caption", re.MULTILINE
)
_INLINE: Final = re.compile(
    r"</?(?:a|abbr|b|big|br|cite|code|del|em|font|i|img|ins|kbd|mark|q|s|small|span|strike|strong"
    r"|sub|sup|tt|u|var)\b",
    re.IGNORECASE,
)
_WHOLE: Final = re.compile(
    r"<(table|ul|ol|dl|figure|iframe|video|audio|object|form|pre|script|style)\b", re.IGNORECASE
)
_MARKDOWN_INSIDE: Final = re.compile(
    r"(<(?:div|section|article|aside|details|figure|blockquote|center|p)\b[^>]*?)"
    r"\s+markdown\s*=\s*[\"']?(?:1|block|span)[\"']?([^>]*>)",
    re.IGNORECASE,
)
_CLOSING_LINE: Final = re.compile(
    r"^([ \t]*</(?:div|section|article|aside|details|figure|blockquote|center|p|h[1-6])>[ \t]*)$",
    re.MULTILINE | re.IGNORECASE,
)
_SILENT: Final = re.compile(r"<(script|object|form|canvas|svg|math)\b", re.IGNORECASE)
_REFERENCE: Final = re.compile(r"(href=\")([^\"]*)")
MOST_LINES: Final = 2_000


def with_plain_marks(body: str) -> str:
    """Return `body` without kramdown's attributes and directives, its lines in their places."""
    body = COMMENT.sub(_lines_of, body) if "{:" in body else body
    lines = body.split("\n")
    meanings: dict[str, str] = {}
    for at, (_, outside) in enumerate(list(fenced_lines(body))):
        if outside:
            lines[at] = _plain(lines, at, meanings)
    return _with_meanings("\n".join(lines), meanings) if meanings else "\n".join(lines)


def _lines_of(found: re.Match[str]) -> str:
    """Return the line ends of a comment; what only looks like a directive stays."""
    is_mark = found[0].startswith(("{::", "{:/"))
    return "\n" * found[0].count("\n") if is_mark else found[0]


def _plain(lines: list[str], at: int, meanings: dict[str, str]) -> str:
    text = lines[at]
    if "{" in text:
        if (
            re.fullmatch(r"\s*\{:\s*toc[^}]*\}\s*", text)
            and at
            and CONTENTS.fullmatch(lines[at - 1])
        ):
            lines[at - 1] = ""
        text = _outside_code(text, lambda part: ATTRIBUTES.sub("", part)).rstrip(" ")
    if text.startswith("*[") and (found := ABBREVIATION.fullmatch(text)):
        meanings[found[1]] = found[2].strip()
        return ""
    if found := CALLOUT.fullmatch(text):
        return f"{found[1]}**{found[2].capitalize()}**\\"
    if "[" in text:
        text = SHORTCODE.sub(_player, text)
    if text.strip() == "^":
        return ""  # which ends a list or quotation
    if text.endswith("\\\\") and not text.endswith("\\\\\\"):
        text = text[:-1]
    return _outside_code(text, lambda part: STRONG.sub(_strong, part)) if "*" in text else text


def _outside_code(text: str, change: Callable[[str], str]) -> str:
    if "`" not in text:
        return change(text)
    parts, at = [], 0
    for code in CODE_SPAN.finditer(text):
        parts += [change(text[at : code.start()]), code[0]]
        at = code.end()
    return "".join([*parts, change(text[at:])])


def _strong(found: re.Match[str]) -> str:
    """Return bold text as HTML where punctuation beside a letter would leave its marks standing."""
    text, inner = found.string, found[2]
    before, after = text[found.start() - 1 : found.start()], text[found.end() : found.end() + 1]
    stuck = (inner[-1] not in "*_" and not inner[-1].isalnum() and after.isalnum()) or (
        before.isalnum() and not inner[0].isalnum()
    )
    name = "strong" if len(found[1]) == 2 else "em"
    return f"<{name}>{inner}</{name}>" if stuck else found[0]


def _player(found: re.Match[str]) -> str:
    name, written = found[1], (found[3] or found[2]).strip("\"' ")
    if not re.fullmatch(r"[\w-]+|https?://\S+", written):
        return found[0]
    address = written if "://" in written else PLAYERS.get(name, "") + written
    return f"[{address}]({address})" if "://" in address else found[0]


def _with_meanings(body: str, meanings: dict[str, str]) -> str:
    """Put what an abbreviation means behind its first use."""
    for short, meaning in meanings.items():
        word = re.compile(rf"(?<![\w`\[(]){re.escape(short)}(?![\w`\]])(?!\s*\()")
        if found := word.search(body):
            body = f"{body[: found.end()]} ({meaning}){body[found.end() :]}"
    return body


def as_markdown(story: str, page: str, own: re.Pattern[str]) -> tuple[str, Sequence[str]]:
    """Return `story` with its HTML as Markdown, and a sentence for each thing that is lost.

    It goes by way of the HTML that Jekyll made of it, wherever it holds what our Markdown does
    not know. Links are followed from the address `page`; `own` finds the site's own host.
    """
    if not _has_html(story):
        return story, ()
    if story.count("<") > 2 * MAX_TAGS:
        return story, ["It has too many elements of HTML to be read: they are shown as text."]
    story = CAPTION.sub(r"<figure>\1<figcaption>\2</figcaption></figure>\n", story)
    story = re.sub(r"\[/?caption[^\]]*\]", "", story)
    story = _CLOSING_LINE.sub(r"\1\n", _MARKDOWN_INSIDE.sub(r"\1\2\n\n", story))
    try:
        return from_html(_parser.render(IMAGE.sub(_with_quoted_address, story)), page, own)
    except ExchangeError as error:
        return story, [error.text]


def from_html(text: str, page: str, own: re.Pattern[str]) -> tuple[str, Sequence[str]]:
    """Return the Markdown of HTML. Raises ExchangeError for too much of it."""

    def followed(found: re.Match[str]) -> str:
        address = html.unescape(found[2])
        plain = own.sub("", address) or "/"
        if address.startswith("#") or not address:
            return found[0]
        return f"{found[1]}{html.escape(_joined(page, plain))}"

    made = to_markdown(_REFERENCE.sub(followed, text), pictures=True)
    lost = Counter(name.lower() for name in _SILENT.findall(text))
    told = (f"{number} × <{name}> left out." for name, number in lost.items())
    return made.markdown, (*made.warnings, *told)


def _joined(page: str, address: str) -> str:
    try:
        return urljoin(page or "/", address)
    except ValueError:
        return address


def _has_html(story: str) -> bool:
    if not NEEDS_HTML.search(story):
        return False
    outside = [CODE_SPAN.sub("", text) for text, is_outside in fenced_lines(story) if is_outside]
    return NEEDS_HTML.search("\n".join(outside)) is not None


def _with_quoted_address(found: re.Match[str]) -> str:
    """Put a picture's address as Markdown takes it, where a space stands in it."""
    parts = image_in(found[0])
    if parts is None or " " not in parts[1]:
        return found[0]
    return found[0].replace(parts[1], parts[1].replace(" ", "%20"), 1)


def _html_block(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Read HTML as kramdown does: a table or list is whole to its end, with blank lines in it."""
    text = state.src[state.bMarks[start] + state.tShift[start] : state.eMarks[start]]
    if _INLINE.match(text):
        return False
    whole = _WHOLE.match(text)
    last = _last_line(state, start, end, whole[1]) if whole else None
    if last is None or state.is_code_block(start):
        return html_block(state, start, end, silent)
    if not silent:
        state.line = last + 1
        token = state.push("html_block", "", 0)
        token.map = [start, last + 1]
        token.content = state.getLines(start, last + 1, state.blkIndent, True) + "\n"
    return True


def _last_line(state: StateBlock, start: int, end: int, name: str) -> int | None:
    mark, depth = re.compile(rf"<(/?){name}\b", re.IGNORECASE), 0
    for line in range(start, min(end, start + MOST_LINES)):
        for found in mark.finditer(state.src[state.bMarks[line] : state.eMarks[line]]):
            depth += -1 if found[1] else 1
            if depth == 0:
                return line
    return None


def _jekylls_parser() -> MarkdownIt:
    options: dict[str, Any] = {"html": True}
    parser = MarkdownIt("commonmark", options).enable(["table", "strikethrough"])
    parser.use(footnotes).use(deflist_plugin)
    parser.core.ruler.after("block", "keep_numbers", keep_numbers)
    interrupts = ["paragraph", "reference", "blockquote"]
    parser.block.ruler.at("html_block", _html_block, {"alt": interrupts})
    return parser


_parser: Final = _jekylls_parser()
