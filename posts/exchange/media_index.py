"""Pictures of a former site, wherever they lie below a folder or within a zip; never fetched."""

import os
import shutil
import stat
import tempfile
import weakref
import zipfile
import zlib
from collections import defaultdict
from collections.abc import Collection, Iterator
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import Final

from posts.exchange.errors import ExchangeError, missing_picture
from posts.exchange.media import alike
from posts.imaging.decoding import MAX_BYTES

_UNREADABLE: Final = (
    *(zipfile.BadZipFile, zlib.error, EOFError, OSError),
    *(NotImplementedError, RuntimeError, ValueError),
)
_PICTURES: Final = {".jpg", ".jpeg", ".png", ".gif", ".webp", ".avif"}
LONGEST_NAME: Final = 100


class MediaIndex:
    """Finds files by the end of their path; `root` is a folder, a zip, or None for no pictures.

    Nothing is unpacked under a name from the zip. Raises ExchangeError for what cannot be opened.
    """

    def __init__(self, root: Path | None) -> None:
        self.is_given = root is not None
        self.left_out: list[str] = []
        self._root = root.resolve() if root else Path()
        self._zip = _opened(self._root) if root and not root.is_dir() else None
        self._names: defaultdict[str, list[str]] = defaultdict(list)
        for name in self._members() if self._zip else _below(self._root) if root else ():
            self._names[alike(PurePosixPath(name).name)].append(name)

    def _members(self) -> Iterator[str]:
        for info in self._zip.infolist() if self._zip else ():
            parts = PurePosixPath(info.filename).parts
            if ".." in parts or "\\" in info.filename or info.filename.startswith("/"):
                self.left_out.append(f"{info.filename!a} leads out of the zip")
            elif stat.S_ISLNK(info.external_attr >> 16):
                self.left_out.append(f"{info.filename!a} is a link to another file")
            elif not info.is_dir():
                yield info.filename

    def find(self, tail: str, written: str) -> Path:
        """Return the file whose path ends with `tail`, or that lies at the top under its name.

        Raises ExchangeError, naming the address as `written`, if there is none to be read.
        """
        wanted = f"/{alike(tail.strip('/'))}"
        near = self._names.get(wanted.rpartition("/")[2], ())
        fits = [name for name in near if f"/{alike(name)}".endswith(wanted) or "/" not in name]
        if not fits:
            raise missing_picture(written)
        name = min(fits, key=lambda each: (each.count("/"), each))
        if self._zip:
            return self._unpacked(name, written, self._zip)
        path = self._place(name)
        if not path.resolve().is_relative_to(self._root) or not path.is_file():
            raise ExchangeError("outside", f"“{written}” leads out of the folder of pictures.")
        return path

    @property
    def pictures(self) -> Collection[Path]:
        """Return where each picture is, or would be once it is unpacked."""
        names = (name for near in self._names.values() for name in near)
        return [self._place(n) for n in names if PurePosixPath(n).suffix.lower() in _PICTURES]

    def _place(self, name: str) -> Path:
        if self._zip is None:
            return self._root / name
        at = str(self._zip.getinfo(name).header_offset)
        return self._folder / at / PurePosixPath(name).name[-LONGEST_NAME:]

    @cached_property
    def _folder(self) -> Path:
        folder = Path(tempfile.mkdtemp(prefix="import-"))
        weakref.finalize(self, shutil.rmtree, folder, ignore_errors=True)
        return folder

    def _unpacked(self, name: str, written: str, source: zipfile.ZipFile) -> Path:
        info = source.getinfo(name)
        if info.file_size > MAX_BYTES:
            text = f"“{written}” has {info.file_size:,} bytes in the zip; the most is {MAX_BYTES:,}"
            raise ExchangeError("picture", f"{text}.")
        path = self._place(name)
        try:
            if not path.exists():
                with source.open(info) as stream:
                    data = stream.read(MAX_BYTES + 1)
                path.parent.mkdir(exist_ok=True)
                path.write_bytes(data)
        except _UNREADABLE as error:
            raise ExchangeError("picture", f"“{written}” cannot be unpacked: {error}.") from error
        return path


def _opened(path: Path) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(path)
    except _UNREADABLE as error:
        text = f"{path} is neither a folder nor a zip that can be read: {error}."
        raise ExchangeError("media", text) from error


def _below(root: Path) -> Iterator[str]:
    for folder, folders, names in os.walk(root):
        folders.sort()
        for name in names:
            yield (Path(folder) / name).relative_to(root).as_posix()
