"""What only Hugo and Obsidian carry out, as plain Markdown: links, embedded files, shortcodes."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import groupby
from typing import Final
from urllib.parse import quote

from posts.exchange.html_pictures import PLAYERS
from posts.exchange.html_tree import quoted
from posts.exchange.story_pictures import fenced_lines
from posts.exchange.wordpress.shortcodes import attributes_in

_WIKI: Final = re.compile(r"(!?)\[\[([^\[\]|\n]+)(?:\|([^\[\]\n]*))?\]\]")
_FILE: Final = re.compile(
    r"(?<!!)(\[[^\[\]\n]*\])\(<?([^()\s:<>]+\.(?:md|markdown))(#[^()\s>]*)?>?\)"
)
_SHORTCODE: Final = re.compile(r"\{\{([<%])-?\s*(/?)\s*([\w./-]+)((?:[^{}]|\{(?!\{))*?)-?[>%]\}\}")
_PICTURE: Final = re.compile(r"\.(?:jpe?g|png|gif|webp|avif|svg|bmp)$", re.IGNORECASE)
_CALLOUT: Final = re.compile(r"^((?:> ?)+)\[!(\w+)\][+-]?[ \t]*(.*)$")
_COMMENT: Final = re.compile(r"%%.*?%%", re.DOTALL)
LONGEST_LINE: Final = 20_000
_CODE: Final = re.compile(r"(`+)(?!`).+?(?<!`)\1(?!`)")

type Resolve = Callable[[str], str]


@dataclass
class Markup:
    """`resolve` gives the address of a note by what names it, "" for none."""

    resolve: Resolve
    unknown: dict[str, None] = field(default_factory=dict)
    dead: dict[str, None] = field(default_factory=dict)

    def plain(self, body: str) -> str:
        """Return the body in plain Markdown; code stays as it is."""
        parts = groupby(fenced_lines(body), key=lambda line: line[1])
        texts = ((outside, "\n".join(text for text, _ in lines)) for outside, lines in parts)
        return "\n".join(self._text(text) if outside else text for outside, text in texts)

    def _text(self, text: str) -> str:
        codes: list[str] = []

        def put_away(found: re.Match[str]) -> str:
            codes.append(found[0])
            return f"\ufdd0{len(codes) - 1}\ufdd1"

        if max(map(len, text.split("\n"))) <= LONGEST_LINE:
            text = _CODE.sub(put_away, text)
        text = _COMMENT.sub("", text)
        text = _SHORTCODE.sub(self._shortcode, text)
        text = _FILE.sub(self._file, _WIKI.sub(self._wiki, text))
        text = re.sub(r"(?<!!)\[([^\[\]]*)\]\(\s*\)", r"\1", text)
        text = re.sub(r"==(?=\S)([^=\n]+)(?<=\S)==", r"**\1**", text)
        text = "\n".join(_CALLOUT.sub(_called, line) for line in text.split("\n"))
        return re.sub("\ufdd0(\\d+)\ufdd1", lambda found: codes[int(found[1])], text)

    def _wiki(self, found: re.Match[str]) -> str:
        target, label = found[2].strip().rstrip("\\"), (found[3] or "").strip()
        if found[1] and _PICTURE.search(target):
            words = "" if re.fullmatch(r"\d+(?:x\d+)?", label) else label
            return f"![{words}]({quoted(target)})"
        name, _, heading = target.partition("#")
        words = label or " ".join(filter(None, (name, heading.strip("#^"))))
        return self._linked(f"[{words}]", name or "", words)

    def _file(self, found: re.Match[str]) -> str:
        return self._linked(found[1], found[2], found[1].strip("[]"))

    def _linked(self, label: str, name: str, words: str) -> str:
        address = self.resolve(name) if name else ""
        if not address:
            self.dead[name or words] = None
        return f"{label}({quote(address)})" if address else words

    def _shortcode(self, found: re.Match[str]) -> str:
        name, given = found[3].lower(), attributes_in(found[4])
        first = given.get("0", "")
        if found[2] or name == "highlight":
            return "```" if name == "highlight" else ""
        if name in ("ref", "relref"):
            address = self.resolve(first)
            if not address:
                self.dead[first] = None
            return quote(address)
        if name in ("figure", "img") and (source := given.get("src") or first):
            title = given.get("caption") or given.get("title") or ""
            words = f' "{title.replace(chr(34), chr(39))}"' if title else ""
            return f"![{given.get('alt', '')}]({quoted(source)}{words})"
        if name in PLAYERS:
            address = PLAYERS[name] + (given.get("id") or "/".join(given.values()))
            return f"[{address}]({quoted(address)})"
        self.unknown[name] = None
        return ""


def _called(found: re.Match[str]) -> str:
    return f"{found[1]}**{found[3].strip() or found[2].capitalize()}**\n{found[1].rstrip()}"
