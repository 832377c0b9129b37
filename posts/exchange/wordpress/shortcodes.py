"""Shortcodes: what stands in square brackets, and what WordPress made of it."""

import html
import re
from bisect import bisect
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final

from posts.exchange.html_pictures import PLAYERS

_TAG: Final = re.compile(
    r"\[(\[?)(/?)([A-Za-z][\w-]*)(?=[\s\]/=])([^\[\]<>]*(?:<[^<>\[\]]*>[^\[\]<>]*)*)\](\]?)"
)
_GIVEN: Final = re.compile(
    r"""([\w-]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|`([^`]*)`|([^\s"'`]+))|"([^"]*)"|`([^`]*)`|(\S+)"""
)
_ADDRESS: Final = re.compile(r"(?:https?:)?//[^\s\"'<>\]]+|/[\w./%-]+\.\w{2,4}")
_PICTURE: Final = re.compile(r"\s*((?:<a\s[^>]*>\s*)?<img\s[^>]*>(?:\s*</a>)?)(.*)", re.DOTALL)
_CODE: Final = {
    *("bash", "c", "code", "cpp", "csharp", "css", "html", "java", "javascript", "js", "php"),
    *("plain", "python", "ruby", "sourcecode", "sql", "text", "xml"),
}
_PLAYED: Final = {
    **PLAYERS,
    **dict.fromkeys(
        ("audio", "embed", "googlemaps", "soundcloud", "twitter", "tweet", "video"), ""
    ),
}
_QUOTES: Final = str.maketrans("“”„″‘’′«»", '""""\'\'\'""')
DEEPEST: Final = 5

type Picture = Callable[[int], tuple[str, str, str] | None]


@dataclass
class Shortcodes:
    """`attached` gives (address, alt, caption) of a picture; `children` are those of the post."""

    attached: Picture
    children: tuple[int, ...] = ()
    unknown: dict[str, None] = field(default_factory=dict)
    missing: list[int] = field(default_factory=list)

    def expand(self, text: str, depth: int = 0) -> str:
        """Return HTML for what is known; of the rest the text within, its name in `unknown`.

        Pictures of galleries that are not `attached` are `missing`.
        """
        tags = list(_TAG.finditer(text))
        closings: defaultdict[str, list[int]] = defaultdict(list)
        for number, tag in enumerate(tags):
            if tag[2]:
                closings[tag[3].lower()].append(number)
        parts, at = [], 0
        for number, tag in enumerate(tags):
            if tag.start() < at:
                continue
            parts.append(text[at : tag.start()])
            later = closings[tag[3].lower()]
            following = bisect(later, number)
            closing = tags[later[following]] if following < len(later) and not tag[2] else None
            inner = text[tag.end() : closing.start()] if closing else None
            made, is_whole = self._made(tag, inner, depth)
            parts.append(made)
            at = closing.end() if is_whole and closing else tag.end()
        return "".join(parts) + text[at:]

    def _made(self, tag: re.Match[str], inner: str | None, depth: int) -> tuple[str, bool]:
        """Return the HTML, and whether `inner` is in it."""
        name, given = tag[3].lower(), attributes_in(tag[4])
        if tag[1] and tag[5]:
            return tag[0][1:-1], False
        if tag[2]:
            return ("", False) if name in self.unknown else (tag[0], False)
        if name in ("caption", "wp_caption") and inner is not None:
            return _figure(self._inside(inner, depth), given), True
        if name == "gallery":
            return self._gallery(given), False
        if name in _CODE and inner is not None:
            return f"<pre>{inner}</pre>", True
        if name in ("quote", "blockquote") and inner is not None:
            return f"<blockquote>{self._inside(inner, depth)}</blockquote>", True
        if name in _PLAYED and (address := _address(name, given, inner)):
            return f'\n\n<p><a href="{address}">{address}</a></p>\n\n', inner is not None
        is_one = inner is not None or "=" in tag[4] or tag[4].rstrip().endswith("/")
        if not is_one:
            return tag[0], False  # as [sic] or [1066]
        self.unknown[name] = None
        return "", False

    def _inside(self, inner: str, depth: int) -> str:
        return self.expand(inner, depth + 1) if depth < DEEPEST else inner

    def _gallery(self, given: Mapping[str, str]) -> str:
        named = given.get("ids") or given.get("include") or ""
        numbers = [int(each) for each in re.findall(r"\d{1,18}", named)] or list(self.children)
        self.missing += [each for each in numbers if self.attached(each) is None]
        found = filter(None, map(self.attached, numbers))
        return "\n\n" + "\n\n".join(picture_html(*each) for each in found) + "\n\n"


def picture_html(address: str, alt: str, caption: str) -> str:
    words = f"<figcaption>{caption}</figcaption>" if caption else ""
    return f'<figure><img src="{html.escape(address)}" alt="{html.escape(alt)}">{words}</figure>'


def attributes_in(text: str) -> dict[str, str]:
    """Return the attributes; one without a name has its place, from "0", for a name."""
    plain = html.unescape(text).translate(_QUOTES).strip().rstrip("/")
    found: dict[str, str] = {}
    for each in _GIVEN.finditer(plain):
        name = each[1].lower() if each[1] else str(len(found))
        found[name] = next((x for x in each.groups()[1:] if x is not None), "")
    return found


def _figure(inner: str, given: Mapping[str, str]) -> str:
    found = _PICTURE.match(inner)
    if found is None:
        return inner
    words = given.get("caption") or found[2].strip()
    return f"\n\n<figure>{found[1]}<figcaption>{words}</figcaption></figure>\n\n"


def _address(name: str, given: Mapping[str, str], inner: str | None) -> str:
    """Return what is played, also where only its number was given; "" if nothing tells."""
    everything = " ".join([*given.values(), re.sub("<[^>]*>", " ", inner or "")])
    if found := _ADDRESS.search(everything):
        return html.escape(found[0])
    number = re.search(r"[\w-]{6,12}", given.get("id") or given.get("0") or inner or "")
    return f"{_PLAYED[name]}{number[0]}" if number and _PLAYED[name] else ""
