"""Pictures of the old site: found below its folder, never outside it, never fetched."""

import hashlib
import unicodedata
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor, wait
from functools import partial
from pathlib import Path
from typing import Any, Final

from django.core.exceptions import ValidationError

from posts.exchange.errors import ExchangeError, missing_picture
from posts.exchange.record import Message, PictureFile, Record, Refusal
from posts.images import files
from posts.images.uploads import clean_name, store_encoded
from posts.imaging.decoding import MAX_BYTES, Encoded, ImageError, encode, loss
from posts.imaging.specs import original_path
from posts.models import Image

MOST_REMEMBERED: Final = 20_000
LOOKED_AHEAD: Final = 10  # posts, each of which may have some megabytes of pictures


class MediaFolder:
    """The folder in which the pictures of another site lie."""

    def __init__(self, root: Path) -> None:
        self.root = root.resolve()
        self._names: dict[Path, dict[str, str]] = {}

    def find(self, relative: str, written: str) -> Path:
        """Return the picture at a path below the folder, with capitals and accents as they may be.

        Raises ExchangeError, naming the address as `written`, if it is outside or nowhere.
        """
        if not relative or ".." in Path(relative).parts or "\\" in relative:
            raise ExchangeError("outside", f"“{written}” is outside the folder of the site.")
        path = self._on_disk(relative)
        if path is None:
            raise missing_picture(written)
        if not path.resolve().is_relative_to(self.root):
            raise ExchangeError("outside", f"“{written}” leads out of the folder of the site.")
        return path

    def _on_disk(self, relative: str) -> Path | None:
        """Return the regular file that is there; None if none is."""
        path = self.root
        for part in Path(relative).parts:
            name = part if (path / part).exists() else self._names_in(path).get(alike(part))
            if name is None:
                return None
            path = path / name
        return path if path.is_file() else None

    def _names_in(self, folder: Path) -> dict[str, str]:
        if folder not in self._names:
            entries = sorted(folder.iterdir()) if folder.is_dir() else []
            self._names[folder] = {alike(entry.name): entry.name for entry in entries}
        return self._names[folder]


def alike(name: str) -> str:
    """Return what names that mean the same file have in common: a Mac takes accents apart."""
    return unicodedata.normalize("NFC", name).casefold()


class PictureStore:
    """Stores pictures, or in a dry run only looks whether it could; reads each file once."""

    def __init__(self, *, write: bool) -> None:
        self.write = write
        self.bad: set[Path] = set()
        self._begun: dict[Path, Future[Encoded]] = {}
        self._lost: dict[Path, str] = {}  # what a picture lost that was begun
        # One, for pictures are encoded one at a time: the other core writes posts meanwhile.
        self._pool = ThreadPoolExecutor(1)
        self._digests: dict[Path, str] = {}
        self._good: set[str] = set()

    def looking_ahead(
        self, items: Iterable[Record | Refusal], is_new: Callable[[Record], bool]
    ) -> Iterator[Record | Refusal]:
        """Yield `items`, the pictures of the next new ones begun by then."""
        waiting: deque[Record | Refusal] = deque()
        for item in items:
            waiting.append(item)
            for picture in item.pictures if isinstance(item, Record) and is_new(item) else ():
                self._begin(picture.path)
            if len(waiting) > LOOKED_AHEAD:
                yield waiting.popleft()
        yield from waiting

    def wait_for(self, records: Iterable[Record]) -> None:
        """Return when the pictures of `records` that were begun are made, or are known as bad."""
        paths = (picture.path for record in records for picture in record.pictures)
        wait([self._begun[path] for path in paths if path in self._begun])

    def close(self) -> None:
        """Begin no more; to be called also when a run breaks off."""
        self._pool.shutdown(cancel_futures=True)

    def _begin(self, path: Path) -> None:
        if path not in self._begun and path not in self._digests:
            self._begun[path] = self._pool.submit(self._make, path)

    def _make(self, path: Path) -> Encoded:
        """Return the picture; its file is written, if it is to be, while posts are.

        Should its post be refused, it lies there as after a transaction that was rolled back.
        """
        data = _read(path)
        made = encode(data, path.name)
        self._lost[path] = loss(data, path.name)
        self._digests[path] = digest = hashlib.sha256(data).hexdigest()
        if self.write and not files.exists(name := original_path(digest, made.ending)):
            files.write(name, made.data)
        return made

    def digest(self, picture: PictureFile) -> str:
        """Return the SHA-256 of the file."""
        if picture.path not in self._digests:
            if len(self._digests) >= MOST_REMEMBERED:
                self._digests.clear()
            with picture.path.open("rb") as stream:
                self._digests[picture.path] = hashlib.file_digest(stream, "sha256").hexdigest()
        return self._digests[picture.path]

    def take(self, picture: PictureFile, messages: list[Message]) -> Image | None:
        """Return the picture, stored; None in a dry run, and for one that cannot come in.

        That one is among the `bad` from then on, and `messages` tell why.
        """
        image, path = None, picture.path
        begun = self._begun.pop(path, None)
        try:
            digest = self.digest(picture)
            made = begun.result if begun else partial(self._make, path)
            if self.write:
                image = self._stored(picture, digest, made)
            elif digest not in self._good:
                if not Image.objects.filter(content_hash=digest).exists():
                    made()
                self._good.add(digest)
            lost = self._lost.pop(path) if path in self._lost else loss(_read(path), path.name)
        except (ImageError, OSError, ValidationError) as error:
            text = " ".join(error.messages) if isinstance(error, ValidationError) else str(error)
            messages.append(Message(None, "picture", text))
            self.bad.add(path)
            return None
        if lost:
            messages.append(Message(None, "picture_cut", lost))
        return image

    def _stored(self, picture: PictureFile, digest: str, made: Callable[[], Encoded]) -> Image:
        name, columns = clean_name(picture.path.name), dict[str, Any](picture.fields)
        image = store_encoded(digest, made, name=name, is_written=True, **columns)
        known = picture.fields.items()
        if empty := {name: x for name, x in known if x and not getattr(image, name)}:
            for name, value in empty.items():
                setattr(image, name, value)
            image.save(update_fields=[*empty])
        return image


def _read(path: Path) -> bytes:
    """Return the file, or just enough of it to be refused as too large."""
    with path.open("rb") as stream:
        return stream.read(MAX_BYTES + 1)
