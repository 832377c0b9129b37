"""Pictures in a folder: each file is written whole or not at all, and safe from a power cut."""

import os
import shutil
import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import IO, Any, Final

from django.core.files.base import File
from django.core.files.storage import FileSystemStorage

from posts.images.stored import Stored

PARTS: Final = "parts"
ORIGINALS: Final = "images"
LONGEST_WRITE: Final = 3600  # seconds


class DiskStorage(FileSystemStorage):
    def __init__(self) -> None:
        super().__init__(allow_overwrite=True)

    def look(self, name: str) -> Stored:
        """Return the file; the server sends it by its path. Raises FileNotFoundError."""
        stream: IO[bytes] = Path(self.path(name)).open("rb")  # noqa: SIM115
        stat = os.fstat(stream.fileno())
        etag = f'"{stat.st_mtime_ns:x}-{stat.st_size:x}"'
        return Stored(stream, stat.st_size, etag, stat.st_mtime)

    def names(self, folder: str) -> Iterator[tuple[str, float]]:
        """Yield name and time of each file below `folder`."""
        root = Path(self.path(""))
        for path in (root / folder).rglob("*"):
            if path.is_file():
                yield path.relative_to(root).as_posix(), path.stat().st_mtime

    def remove_folder(self, folder: str) -> None:
        shutil.rmtree(self.path(folder), ignore_errors=True)

    def cut_off(self) -> list[str]:
        """Return the beginnings of files whose writing was cut off: no write takes an hour."""
        oldest, found = time.time() - LONGEST_WRITE, []
        for part in Path(self.path(PARTS)).glob("*"):
            # Another process may be done with it just now.
            with suppress(FileNotFoundError):
                if part.stat().st_mtime < oldest:
                    found.append(f"{PARTS}/{part.name}")
        return found

    def complaint(self) -> str:
        return ""

    def renewal(self) -> "_NewFolder":
        return _NewFolder(Path(self.path("")))

    def _save(self, name: str, content: "File[Any]") -> str:
        """Until it is whole it lies in a folder of its own, where what a killed process left
        behind is found without a walk through all pictures; the next write takes that away."""
        path, parts = Path(self.path(name)), Path(self.path(PARTS))
        for folder in (path.parent, parts):
            folder.mkdir(parents=True, exist_ok=True)
        for part in self.cut_off():
            self.delete(part)
        handle, temporary = tempfile.mkstemp(dir=parts)
        try:
            with os.fdopen(handle, "wb") as stream:
                stream.write(content.read())
                stream.flush()
                os.fsync(handle)
            # The temporary file is its owner's alone; a web server in front reads media too.
            Path(temporary).chmod(self.file_permissions_mode or 0o644)
            Path(temporary).replace(path)
        except BaseException:
            Path(temporary).unlink(missing_ok=True)
            raise
        self._sync_folders(path)
        return name

    def _sync_folders(self, path: Path) -> None:
        """Make the name itself durable, and those of folders just created above it."""
        root = Path(self.path(""))
        for folder in path.parents:
            handle = os.open(folder, os.O_RDONLY)
            try:
                os.fsync(handle)
            finally:
                os.close(handle)
            if folder == root:
                break


class _NewFolder:
    """The folder of originals, made beside the old one; sizes of pictures stay where they are."""

    def __init__(self, root: Path) -> None:
        self._root, self._folder = root, root / ORIGINALS
        self._new = root / f"{ORIGINALS}.new"
        self._before = root / f"{ORIGINALS}.before-{time.strftime('%Y%m%dT%H%M%S')}"
        shutil.rmtree(self._new, ignore_errors=True)
        self._new.mkdir(parents=True)

    def write(self, name: str, pieces: Iterable[bytes]) -> None:
        path = self._new / Path(name).relative_to(ORIGINALS)
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("xb") as stream:
            stream.writelines(pieces)
        path.chmod(0o644)

    def put_in_place(self) -> str:
        os.sync()  # one call for thousands of files
        if self._folder.exists():
            self._folder.rename(self._before)
        self._new.rename(self._folder)
        return str(self._before) if self._before.exists() else ""

    def take_back(self) -> None:
        if not self._new.exists():
            self._folder.rename(self._new)
        if self._before.exists():
            self._before.rename(self._folder)
        shutil.rmtree(self._new, ignore_errors=True)
