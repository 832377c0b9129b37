"""HTML from a clipboard or a former site as the Markdown of a story: text in, text out."""

import re
from dataclasses import dataclass
from typing import Any, Final

import nh3
from bs4 import BeautifulSoup, Tag
from markdownify import MarkdownConverter

from posts.exchange.errors import ExchangeError
from posts.exchange.html_notes import NOTE_MARK, take_notes
from posts.exchange.html_pictures import SHOWN, SHOWN_ATTRIBUTES, keep_pictures
from posts.exchange.html_tree import ATTRIBUTES, TAGS, WITHOUT_TEXT, arrange
from posts.rendering import with_plain_breaks

MAX_HTML: Final = 1_000_000  # characters
MAX_TAGS: Final = 10_000
MAX_DEPTH: Final = 100

# It reads HTML as browsers do, and what it writes is well formed: any parser may go on from there.
_CHOICES: Final[dict[str, Any]] = {
    "url_schemes": {"http", "https", "mailto"},
    "link_rel": None,
    "strip_comments": True,
}
_cleaner = nh3.Cleaner(
    tags=TAGS, clean_content_tags=WITHOUT_TEXT, attributes=ATTRIBUTES, **_CHOICES
)
_shown_cleaner = nh3.Cleaner(
    tags=TAGS | SHOWN,
    clean_content_tags=WITHOUT_TEXT - SHOWN,
    attributes={**ATTRIBUTES, **SHOWN_ATTRIBUTES},
    **_CHOICES,
)
# What stands in a frame is text to a browser, not HTML.
_FRAMED: Final = re.compile(r"(<iframe\b[^>]*>).*?(?=</iframe>)", re.DOTALL)
# Code points that no text holds mark what can be decided only once all around it is known: where
# text, struck, italic and bold, begin and end, links, closing brackets, breaks.
_LINK, _BRACKET, _BREAK, _TEXT = "\ufdd0", "\ufdd7", "\ufdd8", "\ufddc"
_BEGINS, _ENDS = "\ufdd1\ufdd3\ufdd5", "\ufdd2\ufdd4\ufdd6"
_STYLES: Final = (
    ("\ufdd5", "\ufdd6", "~~", {"s", "strike", "del"}),
    ("\ufdd3", "\ufdd4", "*", {"i", "em", "b-i", "cite", "dfn", "var"}),
    ("\ufdd1", "\ufdd2", "**", {"b", "strong", "b-i", "dt"}),
)
_WITHOUT_BOLD: Final = {"th", "h1", "h2", "h3", "h4", "h5", "h6"}
_PUNCTUATION: Final = rf"(?:[^\w\s\ufdd0-\ufdef]|[_{_BRACKET}])"
_MARKS: Final = (
    r"[\\`]|(?<!\s)\*|\*(?!\s)|(?<![^\W_])_+|_+(?![^\W_])|~(?=~|$)|&(?=#?\w+;)"
    r"|<(?=[A-Za-z][\w.+-]*:|[^\s<>]+@)"
)
_SOME: Final = rf"(?:{_PUNCTUATION}| ){{0,40}}"
_END_MOVES: Final = re.compile(rf"({_SOME}{_PUNCTUATION})([{_ENDS}]+)(?=[{_BEGINS}]*[^\W_])")
_BEGIN_MOVES: Final = re.compile(rf"(?<=[^\W_])([{_ENDS}]*)([{_BEGINS}]+)({_PUNCTUATION}{_SOME})")
_ESCAPED: Final = re.compile(_MARKS + r"|\[(?=\^)")
_ESCAPED_IN_LINKS: Final = re.compile(_MARKS + r"|[\[\]]")
_TEXT_AT_START: Final = re.compile(rf"^((?:[ >]|- |\d+\. )*)([{_BEGINS}]*){_TEXT}", re.MULTILINE)
# What there would be a list, heading, quotation, table or rule.
_LINE_START: Final = re.compile(
    r"\ufddd(\d{0,2})(?=(?:#{1,6}|[-+*])(?:\s|$)|>|--|=+\s*$|:-|\|\s*:?-|(?<=\d)[.)](?:\s|$))",
    re.MULTILINE,
)
_RAISED: Final = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_LOWERED: Final = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")


@dataclass(frozen=True)
class Converted:
    """The Markdown, and a sentence for each thing about it that an editor should know."""

    markdown: str
    warnings: tuple[str, ...] = ()


def to_markdown(
    html: str, *, site: str = "", first_note: int = 1, pictures: bool = False
) -> Converted:
    """Return what `html` says; its notes are numbered from `first_note`.

    With `pictures` those stay where they are, and what is embedded becomes a link. Addresses of
    `site`, as https://example.org, lose that. Raises ExchangeError for more than MAX_HTML
    characters, MAX_TAGS elements, or MAX_DEPTH of them within one another.
    """
    _refuse_large(html)
    cleaner = _shown_cleaner if pictures else _cleaner
    clean = cleaner.clean(html.encode("utf-8", "ignore").decode())
    clean = _FRAMED.sub(r"\1", clean)
    _refuse_deep(clean)
    # Only now: characters that were written as entities are there as well.
    text, told = with_plain_breaks(clean, line="<br>", paragraph="<br><br>")
    soup = BeautifulSoup(text, "html.parser")
    if not pictures and (code := _code_alone(soup)) is not None:
        return Converted(code, told)
    taken = take_notes(soup)
    told += keep_pictures(soup) if pictures else ()
    told += arrange(soup, site, pictures=pictures)
    notes = [_note(number, note.extract()) for number, note in enumerate(taken, 1)]
    body = _markdown(soup)
    if notes:
        body = re.sub(r"(\s*---)+$", "", body)  # the line above them
    markdown = "\n\n".join(filter(None, [body, *notes]))
    before = first_note - 1
    return Converted(NOTE_MARK.sub(lambda m: f"[^{int(m[1]) + before}]", markdown), told)


def _refuse_large(html: str) -> None:
    tags = html.count("<") // 2
    if len(html) > MAX_HTML or tags > MAX_TAGS:
        text = (
            f"It has {len(html):,} characters and some {tags:,} elements of formatting; the most "
            f"is {MAX_HTML:,} and {MAX_TAGS:,}. Paste it in parts."
        )
        raise ExchangeError("html_size", text)


def _refuse_deep(clean: str) -> None:
    depth = 0
    for found in re.finditer(r"<(/?)(?!br>|hr>|img\b|source\b|embed\b)[a-z]", clean):
        depth += -1 if found[1] else 1
        if depth > MAX_DEPTH:
            text = f"Its elements lie more than {MAX_DEPTH} deep. Paste it in parts."
            raise ExchangeError("html_depth", text)


def _code_alone(soup: BeautifulSoup) -> str | None:
    """Return the text of code with nothing around it: Markdown, shown as it is written."""
    found = soup.find_all("pre")
    if len(found) != 1 or found[0].get_text().strip() != soup.get_text().strip():
        return None
    return found[0].get_text().strip("\n")


def _note(number: int, note: Tag) -> str:
    return re.sub(r"\n(?!\n)", "\n    ", f"\ufdda{number}\ufddb: {_markdown(note)}")


def _markdown(tree: Tag) -> str:
    options: dict[str, Any] = {"heading_style": "atx", "wrap": True, "wrap_width": None}
    text: str = _Converter(**options).convert_soup(tree)
    text = _TEXT_AT_START.sub("\\1\ufddd\\2", text).replace(_TEXT, "")
    for begin, end, _, _ in reversed(_STYLES):
        text = re.sub(f"{end}( *){begin}", r"\1", text)
    text = _with_marks_at_letters(text)
    for begin, end, _, _ in _STYLES:
        text = text.replace(begin + end, "")
    text = _LINE_START.sub(r"\1\\", text).replace("\ufddd", "")
    for begin, end, mark, _ in _STYLES:
        text = text.replace(begin, mark).replace(end, mark)
    text = text.replace(f"!{_LINK}", f"\\!{_LINK}").replace(_LINK, "")
    text = re.sub(rf"{_BRACKET}(?=[(\[:])", r"\\]", text).replace(_BRACKET, "]")
    return _with_breaks(text).strip("\n ")


def _with_marks_at_letters(text: str) -> str:
    """Return `text` with punctuation moved out of bold and italic where a letter follows.

    Beside a letter a mark counts as one only if there is no punctuation on its other side.
    """
    if not re.search(f"[{_ENDS}]", text):
        return text
    return _BEGIN_MOVES.sub(r"\1\3\2", _END_MOVES.sub(r"\2\1", text))


def _with_breaks(text: str) -> str:
    """Return `text` with two breaks in a row as the end of a paragraph, and none at its ends."""
    pair = rf"(?: *{_BREAK}\n([ >]*)){{2,}}"
    text = re.sub(pair, lambda found: f"\n{found[1].rstrip()}\n{found[1]}", text)
    text = re.sub(rf" *{_BREAK}(?=\n[ >]*(?:\n|$)|$)", "", text)
    text = re.sub(rf"^([ >]*){_BREAK}\n[ >]*", r"\1", text, flags=re.MULTILINE)
    return re.sub(rf" *{_BREAK}\n", r"\\\n", text)


def _trimmed(text: str) -> str:
    """Return `text` without spaces and breaks around it."""
    return text.strip(f"{_BREAK} \n\t\u00a0")


class _Converter(MarkdownConverter):
    """markdownify, with bold and italic told at each text and not around all that they hold."""

    def process_text(self, el: Any, parent_tags: set[str] | None = None) -> str:
        tags = parent_tags or set()
        text: str = super().process_text(el, tags)  # type: ignore[misc]
        if "_noformat" in tags:
            return text
        text = re.sub("[ \u00a0]{2,}", " ", text)
        if el.previous_sibling is not None and el.previous_sibling.name == "br":
            text = text.lstrip(" ")
        core = text.strip()
        marked = f"{_TEXT}{core}"
        if tags & _WITHOUT_BOLD:
            tags = tags - _STYLES[-1][3]
        for begin, end, _, names in _STYLES:
            if core and names & tags:
                marked = f"{begin}{marked}{end}"
        return text.replace(core, marked, 1) if core else text

    def escape(self, text: str, parent_tags: set[str]) -> str:
        pattern = _ESCAPED_IN_LINKS if "a" in parent_tags else _ESCAPED
        escaped = pattern.sub(lambda m: "".join(f"\\{each}" for each in m[0]), text)
        return escaped if "a" in parent_tags else escaped.replace("]", _BRACKET)

    def convert_b(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        return text

    convert_strong = convert_i = convert_em = convert_s = convert_del = convert_b

    def convert_a(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        label, href = text.strip(), str(el.get("href", ""))
        if "_noformat" in parent_tags or not label or not href:
            return text
        label = re.sub(rf"{_BREAK}?\s*\n\s*", " ", label)
        return text.replace(text.strip(), f"{_LINK}[{label}]({href})", 1)

    def convert_img(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        alt = self.escape(" ".join(re.sub(r"[\[\]!]", " ", str(el["alt"])).split()), {"a"})
        title = f' "{el["title"]}"' if el.get("title") else ""
        return f"![{alt}]({el['src']}{title})"

    def convert_sup(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        return text.translate(_RAISED) if text.strip(_TEXT).isdecimal() else text

    def convert_sub(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        return text.translate(_LOWERED) if text.strip(_TEXT).isdecimal() else text

    def convert_br(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        if "pre" in parent_tags:
            return "\n"
        return " " if {"_inline", "_noformat"} & parent_tags else f"{_BREAK}\n"

    def convert_div(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        text = _trimmed(text)
        return f" {text} " if "_inline" in parent_tags else f"\n\n{text}\n\n" if text else ""

    convert_p = convert_dt = convert_dd = convert_div

    def convert_pre(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        fence = "`" * max(3, 1 + max(map(len, re.findall("`+", text)), default=0))
        return f"\n\n{fence}\n{text.strip('\n')}\n{fence}\n\n" if text.strip() else ""

    def convert_list(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        # Within a paragraph only a list that begins with 1 is one.
        is_close = "li" in parent_tags and text.lstrip("\n").startswith(("-", "1. "))
        return ("\n" if is_close else "\n\n") + text.strip("\n") + "\n\n"

    convert_ul = convert_ol = convert_list

    def convert_li(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        mark = f"{el['value']}. " if el.get("value") else "- "
        lines = _trimmed(text).replace("\n", "\n" + " " * len(mark))
        return re.sub(r"\n +(?=\n)", "\n", f"{mark}{lines}\n") if lines else ""

    def convert_td(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        plain = " ".join(text.replace(_BREAK, " ").split())
        return f" {plain.replace('|', '\\|')} |"

    convert_th = convert_td

    def convert_tr(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        rule = (
            "|" + " --- |" * int(str(el["data-columns"])) + "\n" if el.get("data-columns") else ""
        )
        return f"|{text}\n{rule}"
