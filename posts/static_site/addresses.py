"""Which addresses of the site a copy has, in which file each lies, and how pages name them."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final
from urllib.parse import parse_qsl, quote, unquote, urljoin, urlsplit

from django.conf import settings
from django.urls import Resolver404, resolve

from posts.pagecache.key import Key, known_query
from posts.views.errors import API

# Parameters that lead to another part of the same list: each becomes a folder.
PARTS: Final = ("page", "going", "century", "decade")
# Views that are kept for nobody and are the same for all the same.
FILES: Final = frozenset({"security", "legacy", "favicon", "touch_icon"})
ENDINGS: Final = re.compile(
    r"(?i:html?|xml|rss|atom|json|txt|ics|bib|ris|css|js|map|pdf|webmanifest"
    r"|svg|ico|png|jpe?g|gif|webp|avif|woff2?)"
)
SAFE: Final = "/~!&'()*+,;=:@"
ROOT: Final = Key("/", "")
LONGEST_NAME: Final = 255  # bytes of one part of a path, on every usual disk
_VALUE: Final = re.compile(r"[\w-]+")


class Unnameable(ValueError):
    """An address that no file can be named by; `str()` says why."""


@dataclass(frozen=True)
class Addresses:
    """`below` is the path at which the copy is served, "" for the root of its server.

    `live` is the site that answers what a copy cannot. `address` is where the copy itself is, ""
    where the live site stays the one that search engines and feeds are told of.
    """

    below: str
    live: str
    address: str
    covers: bool = False

    def resolved(self, url: str, base: Key) -> tuple[str, Key | None]:
        """Return how the page `base` names `url` in the copy, and what of the copy that is."""
        if not url or url[0] == "#":
            return url, None
        return _resolved(self, url, ROOT if url[0] == "/" else base)

    def absolute(self, url: str) -> tuple[str, Key | None]:
        """Return how feeds and search engines are told of `url`, which begins with SITE_URL."""
        led, key = self.resolved(url, ROOT)
        if not self.address:
            return url, key
        return (f"{self.address}{path_in_copy(key)}" if key else led), key


@lru_cache(maxsize=100_000)  # Most pages lead to the same.
def _resolved(addresses: Addresses, url: str, base: Key) -> tuple[str, Key | None]:
    try:
        parts = urlsplit(url)
        if parts.scheme or parts.netloc:
            if f"{parts.scheme}://{parts.netloc}" != settings.SITE_URL:
                return url, None
        elif url[0] != "/":
            whole = urljoin(f"{settings.SITE_URL}{quote(base.path)}?{base.query}", url)
            parts = urlsplit(whole)
    except ValueError:
        return url, None
    path, key = parts.path or "/", key_of(parts.path or "/", parts.query)
    fragment = f"#{parts.fragment}" if parts.fragment else ""
    # What a page itself shows it names by its path; others are told of whole addresses.
    is_for_others = path.endswith("/cover.png") and url[0] != "/"
    if key is None or (is_for_others and not addresses.covers):
        query = f"?{parts.query}" if parts.query else ""
        return f"{addresses.live}{path}{query}{fragment}", None
    return f"{addresses.below}{path_in_copy(key)}{fragment}", key


@lru_cache(maxsize=100_000)
def key_of(path: str, query: str = "") -> Key | None:
    """Return what the copy has at an encoded path; None where only the live site answers."""
    decoded = unquote(path)
    parameters = _parameters(decoded)
    known = None if parameters is None else known_query(query, parameters)
    if known is None:
        return None
    pairs = parse_qsl(known)
    if any(name not in PARTS or not _VALUE.fullmatch(value) for name, value in pairs):
        return None
    key = Key(decoded, "&".join(f"{name}={value}" for name, value in pairs if value != "1"))
    try:
        file_of(key)
    except Unnameable:
        return None
    return key


@lru_cache(maxsize=100_000)
def _parameters(path: str) -> tuple[str, ...] | None:
    """Return what the view at `path` reads of a query; None for one that a copy has not.

    A search answers to what is typed, and what is never kept is not the same for all. The API
    goes on by cursors, at addresses whose names say nothing of JSON.
    """
    if path.startswith(API):
        return None
    if path.startswith(settings.MEDIA_URL):
        return ()
    try:
        match = resolve(path)
    except Resolver404:
        return None
    read: tuple[str, ...] | None = getattr(match.func, "cached_by", None)
    if read is None:
        return () if match.url_name in FILES else None
    return None if "q" in read else read


@lru_cache(maxsize=100_000)
def path_in_copy(key: Key) -> str:
    """Return the encoded path at which the copy is asked for `key`."""
    path, pairs = key.path, parse_qsl(key.query)
    if pairs:
        stem, dot, ending = path.rpartition(".") if path[-1] != "/" else (path[:-1], "", "")
        parts = "/".join(f"{name}-{value}" for name, value in pairs)
        path = f"{stem}/{parts}{dot}{ending}" if dot else f"{stem}/{parts}/"
    return quote(path, safe=SAFE)


def file_of(key: Key) -> str:
    """Return the file that answers for `key`: of a name whose ending no server knows, a folder's.

    Raises Unnameable.
    """
    path = unquote(path_in_copy(key)).removeprefix("/")
    _, dot, ending = path.rpartition("/")[2].rpartition(".")
    if not dot or not ENDINGS.fullmatch(ending):
        path = f"{path.removesuffix('/')}/index.html".removeprefix("/")
    return _checked(path)


def _checked(path: str) -> str:
    for part in path.split("/"):
        if part in ("", ".", "..") or not part.isprintable():
            raise Unnameable(f"“{part}” is no name of a file")
        if len(part.encode("utf-8", "replace")) > LONGEST_NAME:
            raise Unnameable(f"“{part[:40]}…” is longer than a file's name can be")
    return path
