"""Pictures of the old site: found below its folder, never outside it, never fetched."""

import hashlib
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote, urlsplit

from django.core.exceptions import ValidationError

from posts.exchange.errors import ExchangeError
from posts.exchange.permalinks import path_of
from posts.exchange.record import PictureFile
from posts.images.uploads import store_image
from posts.imaging.decoding import MAX_BYTES, ImageError, encode
from posts.models import Image

LIQUID: Final = re.compile(r"\{\{\s*(?:site\.\w+|(['\"])(?P<path>[^'\"]*)\1\s*\|[^}]*)\s*\}\}")
MOST_REMEMBERED: Final = 20_000


class SiteFolder:
    """The folder of a site, whose pages stood below `base` on its server."""

    def __init__(self, root: Path, base: str = "") -> None:
        self.root = root.resolve()
        self.base = base.strip("/")
        self._names: dict[Path, dict[str, str]] = {}

    def key(self, written: str) -> str:
        """Return the address without Liquid, query and base, so that two spellings compare."""
        plain = LIQUID.sub(lambda found: found["path"] or "", written).strip()
        path = path_of(plain).lstrip("/")
        if self.base and path.startswith(f"{self.base}/"):
            path = path.removeprefix(f"{self.base}/")
        return path

    def find(self, written: str, fields: Mapping[str, str | bool]) -> PictureFile:
        """Return the picture at the address `written`.

        Raises ExchangeError if it stands on another site, outside the folder, or nowhere.
        """
        if urlsplit(LIQUID.sub("", written).strip()).netloc:
            text = f"“{written}” stands on another site and was not fetched."
            raise ExchangeError("remote_picture", text)
        key = self.key(written)
        if not key or ".." in Path(key).parts or "\\" in key:
            raise ExchangeError("outside", f"“{written}” is outside the folder of the site.")
        path = self._on_disk(key)
        if path is None:
            raise ExchangeError("missing_picture", f"There is no picture “{written}”.")
        if not path.resolve().is_relative_to(self.root):
            raise ExchangeError("outside", f"“{written}” leads out of the folder of the site.")
        return PictureFile(path, self._addresses(key, path), fields)

    def _addresses(self, key: str, path: Path) -> tuple[str, ...]:
        """Return the path as written and, where the capitals differ, as it is on the disk."""
        found = path.relative_to(self.root).as_posix()
        return tuple(dict.fromkeys(path_of(quote(each), self.base) for each in (key, found)))

    def _on_disk(self, key: str) -> Path | None:
        """Return the regular file at `key`, with capitals as they may be; None if none is."""
        path = self.root
        for part in Path(key).parts:
            name = part if (path / part).exists() else self._names_in(path).get(part.lower())
            if name is None:
                return None
            path = path / name
        return path if path.is_file() else None

    def _names_in(self, folder: Path) -> dict[str, str]:
        if folder not in self._names:
            entries = sorted(folder.iterdir()) if folder.is_dir() else []
            self._names[folder] = {entry.name.lower(): entry.name for entry in entries}
        return self._names[folder]


class PictureStore:
    """Stores pictures, or in a dry run only looks whether it could; reads each file once."""

    def __init__(self, *, write: bool) -> None:
        self.write = write
        self._digests: dict[Path, str] = {}
        self._good: set[str] = set()

    def digest(self, picture: PictureFile) -> str:
        """Return the SHA-256 of the file."""
        if picture.path not in self._digests:
            if len(self._digests) >= MOST_REMEMBERED:
                self._digests.clear()
            with picture.path.open("rb") as stream:
                self._digests[picture.path] = hashlib.file_digest(stream, "sha256").hexdigest()
        return self._digests[picture.path]

    def take(self, picture: PictureFile) -> Image | None:
        """Return the stored picture, or None in a dry run.

        Raises ExchangeError if the file is no picture that this site takes.
        """
        try:
            if self.write:
                return self._stored(picture)
            self._examine(picture)
            return None
        except (ImageError, OSError) as error:
            raise ExchangeError("picture", str(error)) from error
        except ValidationError as error:
            raise ExchangeError("picture", " ".join(error.messages)) from error

    def _stored(self, picture: PictureFile) -> Image:
        columns: dict[str, Any] = dict(picture.fields)
        image = store_image(_read(picture.path), name=picture.path.name, **columns)
        empty = {
            name: value
            for name, value in picture.fields.items()
            if value and not getattr(image, name)
        }
        if empty:
            for name, value in empty.items():
                setattr(image, name, value)
            image.save(update_fields=[*empty])
        return image

    def _examine(self, picture: PictureFile) -> None:
        digest = self.digest(picture)
        if digest not in self._good and not Image.objects.filter(content_hash=digest).exists():
            encode(_read(picture.path), picture.path.name)
        self._good.add(digest)


def _read(path: Path) -> bytes:
    """Return the file, or just enough of it to be refused as too large."""
    with path.open("rb") as stream:
        return stream.read(MAX_BYTES + 1)
