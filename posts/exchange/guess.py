"""Whose export a path holds, told by what every export of the kind has."""

import json
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from posts.exchange.errors import ExchangeError

HEAD: Final = 65_536
# The first kind of which one sign is there. A sign that ends in a slash is a folder.
FOLDERS: Final[Mapping[str, tuple[str, ...]]] = {
    "jekyll": ("_posts/", "_drafts/", "_config.yml", "_config.yaml"),
    "markdown": (
        *("hugo.toml", "hugo.yaml", "hugo.yml", "hugo.json", "config.toml", ".obsidian/"),
        *(".eleventy.js", "eleventy.config.js", "eleventy.config.mjs", "archetypes/"),
    ),
}
MEDIA: Final = {"wordpress": "wp-content", "ghost": "content/images"}
NAMES: Final = {
    "jekyll": "a Jekyll site",
    "wordpress": "a WordPress export (WXR)",
    "ghost": "a Ghost export",
    "markdown": "a folder of Markdown files",
}


@dataclass(frozen=True)
class Guess:
    """What a path holds; where `is_sure`, no other reader can make anything of it."""

    kind: str
    what: str
    is_sure: bool = True


def guess(path: Path) -> Guess:
    """Return what is at `path`. Raises ExchangeError if it is nothing that can be read."""
    try:
        found = _folder(path) if path.is_dir() else _file(path)
    except OSError as error:
        raise ExchangeError("unreadable", f"{path}: {error.strerror}.") from error
    if found is None:
        kinds = ", ".join(NAMES.values())
        raise ExchangeError("unknown_kind", f"{path} is none of what can be read: {kinds}.")
    return found


def refuse_other(kind: str, path: Path) -> None:
    """Raise ExchangeError if `path` surely holds what another reader than that of `kind` reads."""
    if not path.exists():
        raise ExchangeError("missing", f"There is nothing at {path}.")
    try:
        found = guess(path)
    except ExchangeError:
        return  # The reader says better what it misses.
    if found.is_sure and found.kind != kind:
        text = f"{path} is {found.what}: run import_posts {found.kind} {path}"
        raise ExchangeError("other_kind", text)


def _folder(path: Path) -> Guess | None:
    for kind, signs in FOLDERS.items():
        for sign in signs:
            there = path / sign
            if there.is_dir() if sign.endswith("/") else there.is_file():
                return Guess(kind, NAMES[kind], is_sure=kind == "jekyll" or sign[0] != "c")
    files = [each for each in path.iterdir() if each.is_file()]
    for each in files:
        inner = _file(each) if each.suffix.lower() in (".xml", ".json") else None
        if inner:
            return Guess(inner.kind, f"a folder with {inner.what}: {each.name}", is_sure=False)
    if next(path.rglob("_posts"), None):
        return Guess("jekyll", NAMES["jekyll"], is_sure=False)
    if next(path.rglob("*.md"), None):
        return Guess("markdown", NAMES["markdown"], is_sure=False)
    return None


def _file(path: Path) -> Guess | None:
    if zipfile.is_zipfile(path):
        return _archive(path)
    with path.open("rb") as stream:
        head = stream.read(HEAD).removeprefix(b"\xef\xbb\xbf").lstrip()
    if b"wordpress.org/export/" in head or (head[:1] == b"<" and b"<wp:" in head):
        return Guess("wordpress", NAMES["wordpress"])
    if head[:1] == b"{" and (b'"posts"' in head or b'"db"' in head) and _is_json(head):
        return Guess("ghost", NAMES["ghost"])
    if path.suffix.lower() in (".md", ".markdown", ".textile") or head[:4] in (b"---\n", b"---\r"):
        return Guess("jekyll", "one post with front matter", is_sure=False)
    return None


def _is_json(head: bytes) -> bool:
    """Tell whether it begins as JSON does; Markdown may begin with a brace as well."""
    text = head.decode("utf-8", "ignore").lstrip("{ \t\r\n")
    try:
        json.JSONDecoder().raw_decode(text)
    except ValueError:
        return False
    return text.startswith('"')


def _archive(path: Path) -> Guess | None:
    with zipfile.ZipFile(path) as archive:
        names = archive.namelist()
    for kind, folder in MEDIA.items():
        if any(f"/{folder}/" in f"/{name}" for name in names):
            what = f"pictures of {NAMES[kind]}, to be given with --media"
            return Guess(kind, what, is_sure=False)
    return None
