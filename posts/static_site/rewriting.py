"""The text of one answer, with every address in it as the copy has it."""

import re
from dataclasses import dataclass, field
from html import escape, unescape
from typing import Final

from django.conf import settings
from icalendar.parser import Contentline

from posts.pagecache.key import Key
from posts.static_site.addresses import Addresses

# Without attributes it names nothing.
_TAG: Final = re.compile(r"<([a-zA-Z]+)\s(?:[^>\"']++|\"[^\"]*+\"|'[^']*+')*+>")
_NAMES: Final = "href|src|srcset|imagesrcset|action|poster|cite|data-day"
_ATTRIBUTE: Final = re.compile(rf'(\s(?:xlink:)?({_NAMES})=")([^"]*)"')
_IN_CODE: Final = re.compile(r"(url\(\s*[\"']?|\b(?:from|import)\s*\(?\s*[\"'])([^\"')\s]+)")
# Not the id of an entry: feeds keep it whatever becomes of the site. The site comes first, by which
# a search goes on from one to the next.
_WHOLE: Final = r"{0}(?<!<id>{0})(?<!<guid isPermaLink=\"false\">{0})(?![\w.:-])[^\s\"'<>\\&()]*"


@dataclass
class Rewriting:
    """One answer being written anew; `linked` is what it leads to, `named` what it tells of.

    `left_out` holds the addresses of the live site that it leads to.
    """

    key: Key
    addresses: Addresses
    linked: set[Key] = field(default_factory=set)
    named: set[Key] = field(default_factory=set)
    left_out: set[str] = field(default_factory=set)

    def rewritten(self, text: str, content_type: str) -> str:
        if content_type.startswith("text/html") or "svg" in content_type:
            text = _TAG.sub(self._tag, text)
        elif content_type.startswith(("text/css", "text/javascript")):
            return _IN_CODE.sub(self._code, text)
        whole = re.compile(_WHOLE.format(re.escape(settings.SITE_URL)))
        if not content_type.startswith("text/calendar"):
            return whole.sub(self._whole, text)
        # Long lines of a calendar are broken, in the midst of addresses too.
        plain = text.replace("\r\n ", "")
        new = whole.sub(self._whole, plain)
        if new == plain:
            return text
        return "\r\n".join(Contentline(line).to_ical().decode() for line in new.split("\r\n"))

    def _tag(self, found: re.Match[str]) -> str:
        is_told = found[1] in ("link", "meta") and f'"{settings.SITE_URL}' in found[0]
        return found[0] if is_told else _ATTRIBUTE.sub(self._attribute, found[0])

    def _attribute(self, found: re.Match[str]) -> str:
        start, name, value = found.groups()
        written = unescape(value)
        if name in ("srcset", "imagesrcset"):
            pairs = (each.partition(" ") for each in written.split(", "))
            new = ", ".join(f"{self._link(url)} {width}".strip() for url, _, width in pairs)
        elif name == "action":
            is_own = written[:1] == "/"
            new = f"{self.addresses.live}{written}" if is_own else written
            self.left_out |= {written} if is_own else set()
        else:
            new = self._link(written)
        return found[0] if new == written else f'{start}{escape(new)}"'

    def _code(self, found: re.Match[str]) -> str:
        """Relative addresses in sheets and scripts lead on as they are."""
        new = self._link(found[2])
        return f"{found[1]}{new}" if found[2][0] == "/" else found[0]

    def _link(self, url: str) -> str:
        new, key = self.addresses.resolved(url, self.key)
        if key:
            self.linked.add(key)
        elif new.startswith(self.addresses.live) and new != url:
            self.left_out.add(new.removeprefix(self.addresses.live).partition("#")[0])
        return new

    def _whole(self, found: re.Match[str]) -> str:
        url = found[0].rstrip(".,;:")
        new, key = self.addresses.absolute(url)
        if key:
            self.named.add(key)
        return new + found[0][len(url) :]
