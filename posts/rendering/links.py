"""Whether the address of a link can lead anywhere, told before readers follow it. Pure."""

import re
from collections.abc import Collection
from typing import Final
from urllib.parse import unquote, urlsplit

_SCHEME: Final = re.compile(r"([a-z][a-z0-9+.-]*):", re.IGNORECASE)
_HOST: Final = re.compile(r"[\w-]+(\.[\w-]+)*\.[a-z]{2,}(:\d+)?(/.*)?", re.IGNORECASE)
_QUOTES: Final = "“”„‘’«»\"'"


def link_problem(address: str, anchors: Collection[str]) -> str:
    """Return why a link leads nowhere, and what to write; '' if its form is sound.

    `anchors` are the ids of the text it stands in. Addresses of this site are not looked up.

        >>> link_problem("www.example.org/a", ())
        'has no scheme: write https://www.example.org/a'
        >>> link_problem("/years/1066/", ()), link_problem("https://example.org/", ())
        ('', '')
    """
    plain = unquote(address)
    bare = plain.strip(_QUOTES + " ")
    if bare and bare != plain:
        return f"has quotation marks around it: write {bare}"
    if plain.startswith("#"):
        return "" if plain[1:] in anchors else _unknown_anchor(anchors)
    if scheme := _SCHEME.match(plain):
        return _scheme_problem(scheme[1].lower(), plain)
    if plain.startswith(("/", "?")):
        return ""
    return _bare_problem(plain)


def _unknown_anchor(anchors: Collection[str]) -> str:
    known = ", ".join(f"#{anchor}" for anchor in sorted(anchors)[:5]) or "none"
    return f"names no place of this text, whose places are: {known}"


def _scheme_problem(scheme: str, plain: str) -> str:
    rest = plain[len(scheme) + 1 :].lstrip("/")
    if scheme in ("http", "https"):
        return _site_problem(scheme, plain, rest)
    if scheme == "mailto":
        return "" if "@" in rest else "has no address in it: write mailto:name@example.org"
    if _HOST.fullmatch(plain):
        return f"has no scheme: write https://{plain}"
    return f"begins with {scheme}: which is not followed here: write https://{rest}"


def _site_problem(scheme: str, plain: str, rest: str) -> str:
    try:
        is_whole = plain[len(scheme) :].startswith("://") and urlsplit(plain).netloc
    except ValueError:  # Brackets around anything but an address of IPv6.
        site, slash, path = rest.partition("/")
        rest = f"{site.strip('[]')}{slash}{path}"
        if rest:
            return f"has brackets around its site: write {scheme}://{rest}"
        is_whole = ""
    return "" if is_whole else f"has no site in it: write {scheme}://{rest}"


def _bare_problem(plain: str) -> str:
    if broken := re.match(r"(https?)[:/]*/+(?=\S)", plain, re.IGNORECASE):
        return f"lacks a colon: write {broken[1].lower()}://{plain[broken.end() :]}"
    if "@" in plain and "/" not in plain:
        return f"has no scheme: write mailto:{plain}"
    if _HOST.fullmatch(plain):
        return f"has no scheme: write https://{plain}"
    return f"begins nowhere: write /{plain.lstrip('./')} for a page of this site, or https://…"
