"""A folder of Markdown as a site: its files, their old addresses, its settings, its history."""

import os
import re
import subprocess
import tomllib
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, tzinfo
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import Final
from urllib.parse import urlsplit

import yaml

from posts.exchange.checked import old_path
from posts.exchange.errors import ExchangeError
from posts.exchange.jekyll.yaml_events import read_fields
from posts.exchange.markdown.front import plain_value
from posts.exchange.media_index import MediaIndex
from posts.exchange.record import Value
from posts.models import first_parts

ENDINGS: Final = {".md", ".markdown"}
CONFIGS: Final = tuple(
    f"{name}.{ending}" for name in ("hugo", "config") for ending in ("toml", "yaml", "yml")
)
SKIPPED: Final = {
    *("node_modules", "public", "themes", "archetypes", "layouts", "resources", "vendor"),
    *("templates", "Templates", "dist", "build"),
}
PAGES: Final = {"_index", "readme", "license", "licence", "changelog", "contributing"}
_PAGE: Final = re.compile(r"^[\"']?(?:type|layout)[\"']?\s*[:=]\s*[\"']?page\b", re.MULTILINE)
_DATED: Final = re.compile(r"(\d{4}-\d{1,2}-\d{1,2})(?:[-_ ]+(.+))?")
GIT: Final = (
    *("git", "--no-pager", "-c", "core.fsmonitor=false", "-c", "log.showSignature=false"),
    *("log", "--diff-filter=A", "--name-only", "--no-renames", "--format=%x01%aI", "-z"),
)
GIT_SECONDS: Final = 60


@dataclass(frozen=True)
class Note:
    """A file of the site; `relative` is its path below the folder of content, in NFC."""

    path: Path
    relative: str
    is_page: bool = False

    @property
    def ref(self) -> str:
        """What names it for good, with bytes and controls in its name made visible."""
        name = "".join(c if c.isprintable() else ascii(c).strip("'") for c in self.relative)
        return f"markdown:{name}"

    @property
    def parts(self) -> tuple[str, ...]:
        """The folders above it; of a bundle, whose file is `index.md`, those above the bundle."""
        parts = PurePosixPath(self.relative).parts[:-1]
        return parts[:-1] if self.is_bundle else parts

    @property
    def is_bundle(self) -> bool:
        path = PurePosixPath(self.relative)
        return path.stem == "index" and len(path.parts) > 1

    @property
    def name(self) -> str:
        path = PurePosixPath(self.relative)
        return path.parent.name if self.is_bundle else path.stem

    @property
    def dated(self) -> tuple[str, str]:
        """The day in its name, "" for none, and the rest of the name."""
        found = _DATED.fullmatch(self.name)
        return (found[1], found[2] or found[1]) if found else ("", self.name)


@dataclass
class MarkdownSite:
    root: Path
    media: MediaIndex
    zone: tzinfo
    config: dict[str, Value] = field(default_factory=dict)
    notes: list[Note] = field(default_factory=list)
    pages: list[Note] = field(default_factory=list)
    own_pages: list[str] = field(default_factory=list)
    seen: int = 0

    @property
    def is_hugo(self) -> bool:
        return bool(self.config)

    def text(self, name: str) -> str:
        value = self.config.get(name, "")
        return value if isinstance(value, str) else ""

    @property
    def base(self) -> str:
        return urlsplit(self.text("baseurl")).path.strip("/")

    def address(self, note: Note, slug: str = "", at: datetime | None = None) -> str:
        """Return the path at which the note was, or is taken to have been, shown."""
        section = note.parts[0] if note.parts else ""
        among = self.config.get("permalinks")
        among = among.get("page", among) if isinstance(among, dict) else {}
        template = among.get(section, "") if isinstance(among, dict) else ""
        name = slug or (note.name.lower() if self.is_hugo else note.name)
        if not isinstance(template, str) or not template or at is None:
            path = "/".join(filter(None, (self.base, *note.parts, name)))
            return old_path(f"/{path.replace('%', '%25')}/")
        told = {
            **{f":{x}": name for x in ("slugorcontentbasename", "slugorfilename", "title")},
            **{f":{x}": name for x in ("contentbasename", "filename", "slug")},
            ":sections": "/".join(note.parts),
            ":section": section,
            ":year": f"{at:%Y}",
            ":month": f"{at:%m}",
            ":day": f"{at:%d}",
        }
        path = re.sub(r":[a-z]+", lambda found: told.get(found[0], found[0]), template)
        return "" if ":" in path else old_path(f"/{self.base}/{path}".rstrip("/") + "/")

    @cached_property
    def named(self) -> dict[str, Note]:
        """Notes by path and by name, in small letters; of two of a name the first has it."""
        found: dict[str, Note] = {}
        for note in (*self.notes, *self.pages):
            path = PurePosixPath(note.relative).with_suffix("").as_posix()
            for name in (path, path.removesuffix("/index"), note.name):
                found.setdefault(name.casefold(), note)
        return found

    def note(self, written: str, near: Note) -> Note | None:
        """Return the note that a link names: by its path from `near` or the top, or its name."""
        plain = unicodedata.normalize("NFC", written.split("#")[0].strip().strip("/"))
        plain = re.sub(r"\.(?:md|markdown)$", "", plain)
        beside = os.path.normpath(str(PurePosixPath(near.relative).parent / plain))
        names = (beside, plain, plain.removesuffix("/index"), plain.rpartition("/")[2])
        return next((n for x in names if x and (n := self.named.get(x.casefold()))), None)

    @cached_property
    def first_commits(self) -> dict[str, str]:
        """When git first had each file, by its path below the top of the repository."""
        top = next(
            (each for each in (self.root, *self.root.parents) if (each / ".git").exists()), None
        )
        if top is None:
            return {}
        try:
            environment = {**os.environ, "GIT_NO_LAZY_FETCH": "1", "GIT_OPTIONAL_LOCKS": "0"}
            made = subprocess.run(  # noqa: S603
                GIT, cwd=top, env=environment, capture_output=True, timeout=GIT_SECONDS, check=True
            )
        except (OSError, subprocess.SubprocessError):
            return {}
        found: dict[str, str] = {}
        at = ""
        for each in made.stdout.decode("utf-8", "surrogateescape").split("\0"):
            if each.lstrip("\n").startswith("\x01"):
                at, _, each = each.lstrip("\n")[1:].partition("\n")
            if each.strip("\n"):
                found[str(top / each.strip("\n"))] = at  # The last is the first that was made.
        return found


def read_site(root: Path, media: MediaIndex, zone: tzinfo) -> MarkdownSite:
    """Return the site; raises ExchangeError for settings that cannot be read."""
    site = MarkdownSite(root, media, zone, _config(root))
    content = root / "content"
    is_apart = site.is_hugo and content.is_dir()
    for path in _files(content if is_apart else root):
        site.seen += 1
        below = path.relative_to(content if is_apart else root).as_posix()
        note = Note(path, unicodedata.normalize("NFC", below))
        name = note.name.casefold()
        is_page = _is_page(path) or (is_apart and len(PurePosixPath(below).parts) == 1)
        if name in PAGES or (is_page and name in first_parts()):
            site.own_pages.append(below)
        elif is_page:
            site.pages.append(replace(note, is_page=True))
        else:
            site.notes.append(note)
    return site


def _files(root: Path) -> Iterator[Path]:
    for folder, folders, names in os.walk(root):
        folders[:] = sorted(x for x in folders if x not in SKIPPED and x[0] not in "._")
        for name in sorted(names):
            if Path(name).suffix.lower() in ENDINGS and name[0] != ".":
                yield Path(folder) / name


def _is_page(path: Path) -> bool:
    try:
        with path.open("rb") as stream:
            return _PAGE.search(stream.read(2000).decode("utf-8", "ignore")) is not None
    except OSError:
        return False


def _config(root: Path) -> dict[str, Value]:
    """Return the settings of Hugo, names in small letters; empty for another kind of folder."""
    path = next((root / name for name in CONFIGS if (root / name).is_file()), None)
    if path is None:
        return {}
    try:
        text = path.read_text(encoding="utf-8-sig")
        found = (
            plain_value(tomllib.loads(text)) if path.suffix == ".toml" else read_fields(text, 1)[0]
        )
    except (OSError, ValueError, yaml.YAMLError, ExchangeError) as error:
        raise ExchangeError("config", f"{path}: the settings cannot be read: {error}.") from error
    return {name.lower(): value for name, value in found.items()} if isinstance(found, dict) else {}
