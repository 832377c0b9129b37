"""What a whole Jekyll site says, and where its posts stand."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import tzinfo
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import Final

import yaml
from django.utils import timezone

from posts.exchange.errors import ExchangeError
from posts.exchange.fields import LANGUAGE_FIELDS, told_language
from posts.exchange.jekyll import permalinks
from posts.exchange.jekyll.folder import SiteFolder
from posts.exchange.jekyll.publish_dates import read_zone
from posts.exchange.jekyll.yaml_events import read_fields
from posts.exchange.reader import site_name
from posts.exchange.record import Value
from posts.rendering import RenderingError, clean_text

DATED_NAME: Final = re.compile(r"(\d{4}|\d{2})-(\d{1,2})-(\d{1,2})-(.+)")
CONFIGS: Final = ("_config.yml", "_config.yaml")
MOST_CONFIG_BYTES: Final = 256_000
# What a default may say here; of a theme's own fields the settings are the better home, and one
# picture for all posts tells of none.
DEFAULTED: Final = (
    *("categories", "category", "tags", "published", "draft", "permalink", "lang", "places"),
    *("image_credit", "image_licence", "event_calendar"),
)


@dataclass(frozen=True)
class Site:
    """What a whole Jekyll site says: its folder, its zone, its way of making addresses.

    `defaults` pairs the beginning of a path with fields for the posts below it; `source` is the
    folder that Jekyll reads, below the site's; `addresses` has what is known of those
    of its posts by now.
    """

    folder: SiteFolder
    zone: tzinfo
    name: str = ""
    source: str = ""
    zone_is_certain: bool = False
    permalink: str = permalinks.STYLES["date"]
    url: str = ""
    languages: tuple[tuple[str, None], ...] = ()
    defaults: tuple[tuple[str, dict[str, Value]], ...] = ()
    values: Mapping[str, Value] = field(default_factory=dict)
    files: list["PostFile"] = field(default_factory=list)
    addresses: dict[str, str] = field(default_factory=dict)

    @cached_property
    def language(self) -> str:
        return told_language(self.languages, [])

    @cached_property
    def posts(self) -> dict[str, "PostFile"]:
        """The posts by each name that links use: the path, and that without its ending."""
        named: dict[str, PostFile] = {}
        for file in self.files:
            inside = PurePosixPath(file.below).with_suffix("").as_posix()
            named |= {file.below: file, inside.rpartition("_posts/")[2] or inside: file}
        return named

    def permalink_for(self, collection: str) -> str:
        """Return the template of addresses; '' for documents that Jekyll showed nowhere."""
        if not collection:
            return self.permalink
        several = self.values.get("collections")
        told = several.get(collection) if isinstance(several, dict) else None
        if not isinstance(told, dict) or _text(told, "output").lower() != "true":
            return ""
        return _text(told, "permalink") or "/:collection/:path:output_ext"

    def defaults_for(self, relative: str) -> dict[str, Value]:
        """Return the fields that the settings give to a post unless it says otherwise."""
        together: dict[str, Value] = {}
        for prefix, fields in self.defaults:
            if not prefix or relative == prefix or relative.startswith(f"{prefix}/"):
                together |= {name: fields[name] for name in DEFAULTED if name in fields}
        return together


@dataclass(frozen=True, slots=True)
class PostFile:
    """A file of posts; `relative` is its path below the site's folder, with slashes, in NFC.

    `below` is that in the folder `source`, which Jekyll reads. A loose file was given alone and
    stands in no `_posts` folder: nothing is known of its site.
    """

    path: Path
    relative: str
    source: str = ""
    collection: str = ""
    is_loose: bool = False
    is_page: bool = False

    @property
    def below(self) -> str:
        return self.relative.removeprefix(f"{self.source}/")

    @property
    def ref(self) -> str:
        plain = self.relative.isprintable()
        return f"jekyll:{self.relative if plain else ''.join(map(_visible, self.relative))}"

    @property
    def is_nameable(self) -> bool:
        """Tell whether the name is text: a file system may hold bytes and controls as well."""
        return self.ref == f"jekyll:{self.relative}"

    @property
    def name(self) -> str:
        """Return its name without ending, or for an index that of its folder."""
        path = PurePosixPath(self.below)
        own = path.stem != "index" or path.parent.name in ("", "_posts", "_drafts")
        return path.stem if own else path.parent.name

    @property
    def dated(self) -> re.Match[str] | None:
        return DATED_NAME.fullmatch(self.name)

    @property
    def is_below_drafts(self) -> bool:
        return "_drafts" in PurePosixPath(self.below).parts[:-1]

    @property
    def folders(self) -> tuple[str, ...]:
        """Return the folders above `_posts`, which Jekyll takes for categories."""
        parts = PurePosixPath(self.below).parts[:-1]
        marks = [n for n, part in enumerate(parts) if part in ("_posts", "_drafts")]
        return tuple(parts[: marks[0]]) if marks else ()


def _visible(character: str) -> str:
    hidden = unicodedata.category(character) in ("Cc", "Cs")
    return ascii(character).strip("'") if hidden else character


def composed(name: str) -> str:
    """Return a file's name in NFC, as it is typed: an archive from a Mac takes accents apart."""
    return unicodedata.normalize("NFC", name)


def config_in(root: Path) -> Path | None:
    return next((root / name for name in CONFIGS if (root / name).is_file()), None)


def read_site(root: Path, zone: str, name: str = "", *, is_loose: bool = False) -> Site:
    """Return what the settings in `root` say; of a loose file's site no name is made up."""
    config = config_in(root)
    values = _read_config(config) if config else {}
    named = zone or _text(values, "timezone")
    permalink = _posts_permalink(values) or _text(values, "permalink") or "date"
    url, base, source = _text(values, "url").rstrip("/"), _text(values, "baseurl"), _source(values)
    url = url if url.startswith(("http://", "https://")) else ""
    address = f"{url}/{base.strip('/')}" if url else ""
    return Site(
        folder=SiteFolder(root / source, base, url),
        zone=read_zone(named) if named else timezone.get_default_timezone(),
        name="" if is_loose and not name else site_name(name, address, root),
        source=source,
        zone_is_certain=bool(named),
        permalink=permalinks.STYLES.get(permalink, permalink),
        url=url,
        languages=tuple((_text(values, each), None) for each in LANGUAGE_FIELDS),
        defaults=_defaults(values),
        values=values,
    )


def _source(values: dict[str, Value]) -> str:
    """Return the folder that Jekyll reads, '' for that of the site and for one outside of it."""
    written = PurePosixPath(_text(values, "source"))
    inside = not written.is_absolute() and ".." not in written.parts
    return "" if not inside or not written.parts else written.as_posix()


def _read_config(path: Path) -> dict[str, Value]:
    try:
        with path.open("rb") as stream:
            text = clean_text(stream.read(MOST_CONFIG_BYTES).decode("utf-8-sig"))
        return read_fields(text, 1)[0]
    except ExchangeError as error:
        raise ExchangeError(error.code, f"{path}:{error.line}: {error}") from error
    except (yaml.YAMLError, RenderingError, UnicodeDecodeError) as error:
        mark = getattr(error, "problem_mark", None)
        at = f"{path}:{mark.line + 1}" if mark else str(path)
        reason = getattr(error, "problem", None) or str(error)
        raise ExchangeError("config", f"{at}: the settings cannot be read: {reason}.") from error


def _text(values: dict[str, Value], name: str) -> str:
    value = values.get(name, "")
    return value.strip() if isinstance(value, str) else ""


def _posts_permalink(values: dict[str, Value]) -> str:
    collections = values.get("collections")
    posts = collections.get("posts") if isinstance(collections, dict) else None
    return _text(posts, "permalink") if isinstance(posts, dict) else ""


def _defaults(values: dict[str, Value]) -> tuple[tuple[str, dict[str, Value]], ...]:
    """Return (path prefix, fields) for each default that reaches posts, the narrowest last."""
    found = []
    defaults = values.get("defaults")
    for entry in defaults if isinstance(defaults, list) else ():
        scope = entry.get("scope") if isinstance(entry, dict) else None
        fields = entry.get("values") if isinstance(entry, dict) else None
        if isinstance(scope, dict) and isinstance(fields, dict):
            path = _text(scope, "path").strip("/")
            if _text(scope, "type") in ("", "posts") and "*" not in path:
                found.append((path, fields))
    return tuple(sorted(found, key=lambda pair: len(pair[0])))
