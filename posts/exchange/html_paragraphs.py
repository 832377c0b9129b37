"""Paragraphs from blank lines, in HTML whose writer left them to the program."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

_NAMES: Final = (
    "address|article|aside|blockquote|caption|center|col|colgroup|dd|details|div|dl|dt|fieldset"
    "|figcaption|figure|footer|form|h[1-6]|header|hr|iframe|li|main|nav|object|ol|p|pre|script"
    "|section|style|summary|table|tbody|td|tfoot|th|thead|tr|ul|video|audio"
)
_WHOLE: Final = ("pre", "script", "style", "textarea")
_OPENING: Final = re.compile(rf"(<(?:{_NAMES})\b[^<>]*>)", re.IGNORECASE)
_CLOSING: Final = re.compile(rf"(</(?:{_NAMES})\s*>)", re.IGNORECASE)
_BLOCK: Final = re.compile(rf"</?(?:{_NAMES})\b|\x00", re.IGNORECASE)


def with_paragraphs(html: str) -> str:
    """Return `html` with `<p>` for what blank lines part, and `<br>` for line ends in it.

    >>> with_paragraphs("One,\\ntwo.\\n\\n<h2>Three</h2>\\nfour")
    '<p>One,<br>two.</p>\\n<h2>Three</h2>\\n<p>four</p>'
    """
    html = html.replace("\r\n", "\n").replace("\x00", "")
    kept = list(whole_elements(html, _WHOLE))
    parts, at = [], 0
    for number, (start, end) in enumerate(kept):
        parts += [html[at:start], f"\n\n\x00{number}\x00\n\n"]
        at = end
    text = "".join([*parts, html[at:]])
    text = _CLOSING.sub(r"\1\n\n", _OPENING.sub(r"\n\n\1", text))
    chunks = (chunk.strip() for chunk in re.split(r"\n[ \t]*(?:\n[ \t]*)+", text))
    made = "\n".join(_paragraph(chunk) for chunk in chunks if chunk)
    return re.sub("\x00(\\d+)\x00", lambda found: html[slice(*kept[int(found[1])])], made)


def _paragraph(chunk: str) -> str:
    if _BLOCK.match(chunk):
        return chunk
    text = re.sub(r"(<br\s*/?>)?[ \t]*\n", "<br>", chunk, flags=re.IGNORECASE)
    return f"<p>{text}</p>"


def whole_elements(html: str, names: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Yield from where to where each element of `names` reaches, in proportion to the text."""
    closings = {name: re.compile(rf"</{name}\s*>", re.IGNORECASE) for name in names}
    last = {
        name: max((m.end() for m in closings[name].finditer(html)), default=0) for name in names
    }
    at = 0
    for opening in re.finditer(rf"<({'|'.join(names)})\b", html, re.IGNORECASE):
        name = opening[1].lower()
        if opening.start() >= at and last[name] > opening.end():
            closing = closings[name].search(html, opening.end())
            at = closing.end() if closing else at
            yield opening.start(), at
