"""The addresses of another site, as its operator has them: a sitemap, a list, the built site."""

import gzip
from collections.abc import Iterator
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit
from xml.etree import ElementTree as ET

from posts.exchange.errors import ExchangeError

PAGES: Final = (".html", ".htm")
PICTURES: Final = (".jpg", ".jpeg", ".png", ".gif", ".webp", ".avif", ".svg")
FEEDS: Final = (".xml", ".rss", ".atom")
LONGEST_FILE: Final = 200 * 1024 * 1024


def read_addresses(path: Path) -> Iterator[tuple[str, str]]:
    """Yield path and query of each old address once, both as written there; the host is ours now.

    Raises ExchangeError, naming the file, if it is none of the three.
    """
    seen = set()
    try:
        for address in _addresses(path):
            parts = urlsplit(address)
            found = (parts.path or "/", parts.query)
            if found not in seen:
                seen.add(found)
                yield found
    except (OSError, UnicodeDecodeError, ET.ParseError, ValueError) as error:
        raise ExchangeError("addresses", f"{path} cannot be read: {error}.") from error
    if not seen:
        text = f"{path} holds no address: name a sitemap, a list, or the folder of the built site."
        raise ExchangeError("addresses", text)


def _addresses(path: Path) -> Iterator[str]:
    if path.is_dir():
        yield from _of_folder(path)
        return
    text = _text(path)
    if text.lstrip().startswith("<"):
        yield from _of_sitemap(path, text)
    else:
        lines = (line.strip() for line in text.splitlines())
        yield from (line for line in lines if line and not line.startswith("#"))


def _of_folder(root: Path) -> Iterator[str]:
    for file in sorted(root.rglob("*")):
        ending = file.suffix.lower()
        if ending in (*PAGES, *PICTURES) and file.is_file() and file.name != "404.html":
            path = file.relative_to(root).as_posix()
            shown = path.removesuffix("index.html") if ending in PAGES else path
            yield f"/{shown}".replace("?", "%3F").replace("#", "%23")


def _of_sitemap(path: Path, text: str) -> Iterator[str]:
    root = _tree(text)
    is_index = _name(root) == "sitemapindex"
    for node in root.iter():
        if _name(node) != "loc" or not (node.text or "").strip():
            continue
        address = str(node.text).strip()
        if is_index:
            yield from _addresses(path.with_name(Path(urlsplit(address).path).name))
        else:
            yield address


def old_entries(root: Path) -> Iterator[tuple[str, str]]:
    """Yield address and id of each entry of the feeds that a built site holds."""
    for file in sorted(root.rglob("*")):
        if file.suffix.lower() not in FEEDS or not file.is_file():
            continue
        try:
            tree = _tree(_text(file))
        except (ET.ParseError, ValueError, UnicodeDecodeError):
            continue  # It was no feed for its readers either.
        yield from filter(all, map(_entry, (n for n in tree.iter() if _name(n) in _ENTRIES)))


_ENTRIES: Final = ("entry", "item")


def _entry(node: ET.Element) -> tuple[str, str]:
    parts = {_name(each): each for each in reversed(node)}
    link, own = parts.get("link"), parts.get("id", parts.get("guid"))
    if link is None or own is None:
        return "", ""
    return (link.get("href") or link.text or "").strip(), (own.text or "").strip()


def _text(path: Path) -> str:
    if path.stat().st_size > LONGEST_FILE:
        raise ValueError(f"it is longer than {LONGEST_FILE // 1024 // 1024} MB")
    data = path.read_bytes()
    if path.suffix == ".gz":
        with gzip.open(path) as stream:
            data = stream.read(LONGEST_FILE)
    return data.decode("utf-8-sig")


def _tree(text: str) -> ET.Element:
    """Return the root; what declares entities of its own is none of ours."""
    if "<!ENTITY" in text:
        raise ValueError("it declares entities")
    return ET.fromstring(text)  # noqa: S314


def _name(node: ET.Element) -> str:
    return node.tag.rpartition("}")[2]
