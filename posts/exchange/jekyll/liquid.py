"""Liquid, carried out before Markdown is read; what nobody can know here is left out and told."""

import html
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final

from posts.exchange.html_pictures import PLAYERS
from posts.exchange.record import Message

# Takes time in proportion to the text: no tag holds the beginning of another.
TAG: Final = re.compile(
    r"\{%-?\s*(?P<name>[\w-]*)(?P<rest>(?:[^%{]|%(?!\})|\{(?![%{]))*+)%\}"
    r"|\{\{(?P<value>(?:[^}{]|\}(?!\})|\{(?![%{]))*+)\}\}"
)
CODE: Final = {"highlight", "codeblock", "code"}
# What they hold is shown to some, or again and again, or never.
CONDITIONAL: Final = {"for", "if", "unless", "case", "tablerow", "capture", "ifchanged"}
SILENT: Final = {
    *("assign", "increment", "decrement", "toc", "more", "else", "elsif", "when", "break"),
}
PARAMETER: Final = re.compile(r"([\w-]+)\s*[=:]\s*(\"[^\"]*\"|'[^']*'|[^\s,]+)")
QUOTED: Final = re.compile(r"\"([^\"]*)\"|'([^']*)'")
PICTURE: Final = re.compile(
    r"[\"']([^\"']+\.(?:png|jpe?g|gif|webp|avif|svg|bmp)(?:\?[^\"']*)?)[\"']"
    r"|([^\s\"'=,:]*(?::(?=//)[^\s\"',]*)?\.(?:png|jpe?g|gif|webp|avif|svg|bmp)(?:\?[^\s\"',]*)?)"
    r"(?=[\s\"',]|$)",
    re.IGNORECASE,
)
ADDRESS: Final = re.compile(r"https?://[^\s\"'>]+")
LITERAL: Final = re.compile(r"\s*(?:\"([^\"]*)\"|'([^']*)'|(-?\d[\d.]*))\s*")
LONGEST_SHOWN: Final = 60
MOST_TOLD: Final = 20


@dataclass
class Liquid:
    """What is known of a page: `value` gives a variable's text, `link` the address of a file.

    `is_html` says that the page is no Markdown. `messages` and `left_out` tell what did not come.
    """

    value: Callable[[str], str | None]
    link: Callable[[str], str | None]
    base: str = ""
    url: str = ""
    is_html: bool = False
    messages: list[Message] = field(default_factory=list)
    left_out: int = 0
    _set: dict[str, str] = field(default_factory=dict)

    def carried_out(self, body: str, first_line: int) -> str:
        """Return `body` as Jekyll would have passed it on, its lines in their places."""
        tags = list(TAG.finditer(body))
        partners = _partners(tags)
        parts, at, number, line, counted = [], 0, 0, first_line, 0
        while number < len(tags):
            tag = tags[number]
            parts.append(body[at : tag.start()])
            line, counted = line + body.count("\n", counted, tag.start()), tag.start()
            end = partners.get(number)
            inside = body[tag.end() : tags[end].start()] if end else ""
            text, is_whole = self._shown(tag, inside, line, is_block=end is not None)
            last = end if is_whole and end else number
            gone = body.count("\n", tag.start(), tags[last].end()) - text.count("\n")
            parts += [text, "\n" * max(0, gone)]
            at, number = tags[last].end(), last + 1
        if hidden := self.left_out - MOST_TOLD:
            text = f"Liquid was left out in {hidden} more places."
            self.messages += [Message(None, "liquid", text)] if hidden > 0 else []
        return "".join([*parts, body[at:]])

    def _shown(
        self, tag: re.Match[str], inside: str, line: int, *, is_block: bool
    ) -> tuple[str, bool]:
        """Return what stands for a tag, and whether that stands for all up to its end."""
        name, rest = tag["name"], (tag["rest"] or "").strip().removesuffix("-")
        if name is None:
            return self._output(tag, line), False
        if name == "raw":
            return inside, True
        if name == "comment":
            return "", True
        if name in CODE and is_block:
            return self._code(rest, inside), True
        if name in CONDITIONAL:
            return self._lost(tag, line), True
        if name == "assign":
            self._assign(rest)
        if name in SILENT or name.startswith("end") or name == "":
            return "", False
        if (text := self._inserted(name, rest)) is not None:
            return text, False
        return ("", False) if name == "blockquote" else (self._lost(tag, line), False)

    def _lost(self, tag: re.Match[str], line: int) -> str:
        self.left_out += 1
        if self.left_out <= MOST_TOLD:
            written = " ".join(tag[0].split())
            short = written if len(written) <= LONGEST_SHOWN else f"{written[:LONGEST_SHOWN]}…"
            text = f"Liquid is not carried out here, and was left out: {short}"
            self.messages.append(Message(line, "liquid", text))
        return ""

    def _code(self, rest: str, inside: str) -> str:
        """Return a block of code, with a line for each that the tags had."""
        text = re.sub(r"\{%-?\s*(?:end)?raw\s*-?%\}", "", inside)
        if self.is_html:
            return f"<pre>{html.escape(text)}</pre>"
        named = re.search(r"lang:(\S+)", rest) or re.match(r"([\w+#-]+)(?=\s|$)", rest)
        longest = max(map(len, re.findall("`{3,}", text)), default=2)
        fence = "`" * (longest + 1)
        begin = "" if text[:1] == "\n" else "\n"
        end = "" if re.search(r"\n[ \t]*$", text) else "\n"
        return f"{fence}{named[1] if named else ''}{begin}{text}{end}{fence}"

    def _assign(self, rest: str) -> None:
        name, _, expression = rest.partition("=")
        if (value := self._evaluated(expression)) is not None:
            self._set[name.strip()] = value

    def _output(self, tag: re.Match[str], line: int) -> str:
        value = self._evaluated(tag["value"].strip("-"))
        return self._lost(tag, line) if value is None else value

    def _evaluated(self, expression: str) -> str | None:
        """Return the text of a variable or literal with its filters; None if nobody knows it."""
        head, *filters = expression.split("|")
        text = self._operand(head)
        for each in filters:
            name, _, argument = each.partition(":")
            other = self._operand(argument)
            match name.strip():
                case "default":
                    text = text or other
                case "relative_url" | "absolute_url" if text is not None:
                    text = self._based(text, whole=name.strip() == "absolute_url")
                case "prepend" if text is not None:
                    text = f"{other or ''}{text}"
                case "append" if text is not None:
                    text = f"{text}{other or ''}"
        return text

    def _operand(self, written: str) -> str | None:
        if found := LITERAL.fullmatch(written):
            return next(each for each in found.groups() if each is not None)
        name = written.strip()
        own = {"site.baseurl": self.base, "site.url": self.url, **self._set}
        return own[name] if name in own else self.value(name) if name else None

    def _based(self, path: str, *, whole: bool) -> str:
        if re.match(r"[a-z]+:|//", path, re.IGNORECASE):
            return path
        path = path.lstrip("/").replace(" ", "%20")
        return f"{self.url if whole else ''}{self.base}/{path}"

    def _inserted(self, name: str, rest: str) -> str | None:
        """Return a link or picture that a tag puts into the text; None for any other tag."""
        rest = TAG.sub(lambda tag: self._evaluated(tag["value"] or "") or "", rest)
        if name in ("link", "post_url"):
            return self.link(rest.strip("\"' "))
        if (picture := self._picture(name, rest)) is not None:
            return picture
        file = rest.split()[0] if name.startswith("include") and rest else name
        known = (PLAYERS[each] for each in PLAYERS if each in file.lower())
        words = [each[1].strip("\"'") for each in PARAMETER.findall(rest)] or rest.split()
        if found := ADDRESS.search(rest):
            return self._linked(found[0])
        if (place := next(known, "")) and words:
            return self._linked(place + words[0].strip("\"'"))
        return None

    def _picture(self, name: str, rest: str) -> str | None:
        told = {key: self._operand(text) or "" for key, text in PARAMETER.findall(rest)}
        values = [text for text in told.values() if PICTURE.fullmatch(f'"{text}"')]
        found = PICTURE.search(rest)
        if not values and not found:
            return None
        source = values[0] if values else next(filter(None, found.groups() if found else ()), "")
        quoted = ["".join(pair) for pair in QUOTED.findall(rest)] if name == "img" else []
        caption = told.get("caption") or told.get("title") or next(iter(quoted), "")
        alt = told.get("alt") or (quoted[1] if len(quoted) > 1 else caption)
        return self._shows(source, alt, caption)

    def _shows(self, source: str, alt: str, caption: str) -> str:
        if self.is_html:
            words = (html.escape(each) for each in (source, alt, caption))
            return '<img src="{}" alt="{}" title="{}">'.format(*words)
        plain = re.sub(r"<[^>]*>|[\[\]!]", "", alt)
        title = f' "{re.sub("<[^>]*>", "", caption).replace(chr(34), chr(39))}"' if caption else ""
        return f"![{plain}]({source.replace(' ', '%20')}{title})"

    def _linked(self, address: str) -> str:
        if self.is_html:
            return f'<a href="{html.escape(address)}">{html.escape(address)}</a>'
        return f"[{address}]({address})"


def _partners(tags: list[re.Match[str]]) -> Mapping[int, int]:
    """Return for each tag that begins a block the number of the one that ends it."""
    found: dict[int, int] = {}
    begun: dict[str, list[int]] = {}
    verbatim = ""
    for number, tag in enumerate(tags):
        name = tag["name"] or ""
        if verbatim and name != f"end{verbatim}":
            continue
        verbatim = name if name in ("raw", "comment") else ""
        if name.startswith("end") and begun.get(name[3:]):
            found[begun[name[3:]].pop()] = number
        else:
            begun.setdefault(name, []).append(number)
    return found
