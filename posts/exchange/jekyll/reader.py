"""The reader of Jekyll sites: finds the posts of a folder and yields a record for each."""

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from posts.exchange.errors import ExchangeError
from posts.exchange.jekyll.record import read_post
from posts.exchange.jekyll.site import PostFile, Site, composed, config_in, read_site
from posts.exchange.record import Message, Record, Refusal

ENDINGS: Final = {".md", ".markdown", ".mkdown", ".mkdn", ".mkd"}
OTHER_ENDINGS: Final = {".html", ".htm", ".textile"}
SOURCES: Final = ("_posts", "_drafts")
SKIPPED: Final = {"_site", "vendor", "node_modules"}
INTERNAL: Final = {"_includes", "_layouts", "_sass", "_data", "_plugins", *SOURCES, *SKIPPED}


@dataclass
class JekyllReader:
    """The posts below a site's folder in the order of their names, or the one file given.

    `collections` names folders of pages that Jekyll would build and that do not come in.
    """

    site: Site
    files: list[PostFile]
    collections: list[str] = field(default_factory=list)

    @property
    def left_out(self) -> list[str]:
        why = "holds no posts, but pages of a kind of its own."
        return [f"{folder}/ {why}" for folder in self.collections]

    def __len__(self) -> int:
        return len(self.files)

    def __iter__(self) -> Iterator[Record | Refusal]:
        for file in self.files:
            yield self._read(file)

    def _read(self, file: PostFile) -> Record | Refusal:
        messages: list[Message] = []
        try:
            _require_readable(file)
            return read_post(file, self.site, messages)
        except ExchangeError as error:
            refusal = Message(error.line, error.code, error.text)
            return Refusal(file.ref, refusal, tuple(messages))


def open_jekyll(path: Path, zone: str = "") -> JekyllReader:
    """Return the reader of the site in the folder `path`, or of the one post in that file.

    `zone` is the zone in which the old site was built; without it, that of its settings.
    Raises ExchangeError if there is nothing to read.
    """
    try:
        if path.is_dir():
            return _open_folder(path, zone)
        if path.exists():
            return _open_file(path, zone)
    except OSError as error:
        raise ExchangeError("unreadable", f"{path}: {error.strerror}.") from error
    raise ExchangeError("missing", f"There is nothing at {path}.")


def _open_folder(root: Path, zone: str) -> JekyllReader:
    files: list[PostFile] = []
    collections: list[str] = []
    for name, folders, names in os.walk(root, onerror=_stop):
        folder = Path(name)
        relative = folder.relative_to(root)
        folders[:] = sorted(each for each in folders if not _is_skipped(each))
        if relative.parts and not set(relative.parts) & set(SOURCES):
            collections += [relative.as_posix()] if relative.name[0] == "_" else []
        if set(relative.parts) & set(SOURCES):
            links = [each for each in folders if (folder / each).is_symlink()]
            files += [
                _post_file(root, folder / each)
                for each in sorted([*names, *links])
                if _is_post(each)
            ]
    if not files:
        looked = "_posts/*.md or _drafts/*.md, or the same with .markdown or .html, at any depth"
        raise ExchangeError("no_posts", f"There are no posts in {root}: looked for {looked}.")
    found = [each for each in collections if each.split("/")[-1] not in INTERNAL]
    return JekyllReader(read_site(root, zone), files, found)


def _stop(error: OSError) -> None:
    raise error


def _is_skipped(folder: str) -> bool:
    return folder.startswith(".") or folder in SKIPPED


def _is_post(name: str) -> bool:
    ending = Path(name).suffix.lower()
    return name[0] not in ".#~" and name[-1] != "~" and ending in ENDINGS | OTHER_ENDINGS


def _post_file(root: Path, path: Path) -> PostFile:
    return PostFile(path, composed(path.relative_to(root).as_posix()))


def _open_file(path: Path, zone: str) -> JekyllReader:
    """Read one file; below a `_posts` folder it is the same post as in a run over the site."""
    parents = path.absolute().parents
    above = next((folder for folder in parents if folder.name in SOURCES), None)
    if above is None:
        file = PostFile(path, composed(path.name), is_loose=True)
        return JekyllReader(read_site(path.parent, zone), [file])
    root = next((f for f in above.parents if config_in(f) is not None), above.parent)
    relative = path.absolute().relative_to(root).as_posix()
    return JekyllReader(read_site(root, zone), [PostFile(path, composed(relative))])


def _require_readable(file: PostFile) -> None:
    if not file.is_nameable:
        raise ExchangeError("unreadable", "Its name holds bytes that are no text: rename it.")
    if file.path.is_symlink() and not file.is_loose:
        raise ExchangeError("symlink", "This is a link to another file, which is not followed.")
    try:
        if not stat.S_ISREG(file.path.stat().st_mode):
            raise ExchangeError("unreadable", "This is not a plain file.")
    except OSError as error:
        raise ExchangeError("unreadable", f"It cannot be read: {error.strerror}.") from error
    if file.path.suffix.lower() in OTHER_ENDINGS and not file.is_loose:
        text = f"Posts in {file.path.suffix} are not read: turn it into Markdown."
        raise ExchangeError("format", text)
