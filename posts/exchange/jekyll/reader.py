"""The reader of Jekyll sites: finds the posts of a folder and yields a record for each."""

import stat
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from posts.exchange.errors import ExchangeError
from posts.exchange.fields import LANGUAGES
from posts.exchange.jekyll.inventory import SOURCES, Inventory, take_stock
from posts.exchange.jekyll.record import read_post
from posts.exchange.jekyll.site import PostFile, Site, composed, config_in, read_site
from posts.exchange.parallel import read_all
from posts.exchange.reader import Options
from posts.exchange.record import Message, Record, Refusal
from posts.languages import language_code


@dataclass
class JekyllReader:
    """The posts below a site's folder in the order of their names, or the one file given.

    Those in folders of other languages come last, so that the site's own have the plain slugs.
    """

    settings: Site
    posts: list[PostFile]
    inventory: Inventory = field(default_factory=Inventory)

    @property
    def site(self) -> str:
        return self.settings.name

    @property
    def left_out(self) -> list[str]:
        return self.inventory.left_out

    @property
    def files(self) -> dict[str, int]:
        return self.inventory.counts

    @property
    def seen(self) -> int:
        return self.inventory.seen

    @property
    def pictures(self) -> list[Path]:
        return self.inventory.pictures

    def __len__(self) -> int:
        return len(self.posts)

    def __iter__(self) -> Iterator[Record | Refusal]:
        return read_all(self._read, self.posts)

    def _read(self, file: PostFile) -> Record | Refusal:
        messages: list[Message] = []
        try:
            _require_readable(file)
            return read_post(file, self.settings, messages)
        except ExchangeError as error:
            refusal = Message(error.line, error.code, error.text)
            return Refusal(file.ref, refusal, tuple(messages))


def recognises(path: Path) -> bool:
    """Tell whether it is a folder laid out as Jekyll's is, or a file with front matter."""
    if path.is_dir():
        signs = any((path / each).is_dir() for each in SOURCES) or config_in(path) is not None
        return signs or next(path.rglob("_posts"), None) is not None
    with path.open("rb") as stream:
        return stream.read(6).removeprefix(b"\xef\xbb\xbf").startswith(b"---")


def open_jekyll(options: Options) -> JekyllReader:
    """Return the reader of the site in the folder given, or of the one post in that file.

    Raises ExchangeError if there is nothing to read.
    """
    path = options.path
    if options.media:
        raise ExchangeError(
            "media", "Pictures are looked for in the site's own folder: no --media."
        )
    try:
        if path.is_dir():
            return _open_folder(path, options)
        if path.exists():
            return _open_file(path, options)
    except OSError as error:
        raise ExchangeError("unreadable", f"{path}: {error.strerror}.") from error
    raise ExchangeError("missing", f"There is nothing at {path}.")


def _open_folder(root: Path, options: Options) -> JekyllReader:
    site = read_site(root, options.timezone, options.site)
    found = take_stock(root, site.source, options.collections)
    named = {*found.collections, *(file.collection for file in found.posts)}
    if missing := [each for each in options.collections if each not in named]:
        there = ", ".join(sorted(named - {""})) or "none"
        text = f"There is no collection “{missing[0]}”; this site has: {there}."
        raise ExchangeError("collection", text)
    if not found.posts:
        looked = "_posts/*.md or _drafts/*.md, or the same with .html or .textile, at any depth"
        raise ExchangeError("no_posts", f"There are no posts in {root}: looked for {looked}.")
    found.posts.sort(key=lambda file: _is_foreign(file, site))
    files = [*found.posts, *found.pages]
    site.files.extend(files)
    return JekyllReader(site, files, found)


def _is_foreign(file: PostFile, site: Site) -> bool:
    """Tell whether a folder above `file` names a language that is not the site's."""
    folders = {language_code(part) for part in PurePosixPath(file.below).parts[:-1]}
    return bool((folders & LANGUAGES) - {site.language})


def _open_file(path: Path, options: Options) -> JekyllReader:
    """Read one file; below a `_posts` folder it is the same post as in a run over the site."""
    parents = path.absolute().parents
    above = next((folder for folder in parents if folder.name in SOURCES), None)
    if above is None:
        site = read_site(path.parent, options.timezone, options.site, is_loose=True)
        return _alone(site, PostFile(path, composed(path.name), is_loose=True))
    root = next((f for f in above.parents if config_in(f) is not None), above.parent)
    site = read_site(root, options.timezone, options.site)
    relative = path.absolute().relative_to(root).as_posix()
    return _alone(site, PostFile(path, composed(relative), site.source))


def _alone(site: Site, file: PostFile) -> JekyllReader:
    return JekyllReader(site, [file], Inventory([file], seen=1))


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
