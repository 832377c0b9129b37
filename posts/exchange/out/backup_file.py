"""The file of a backup: a zip with lines of JSON, pictures and a manifest, sealed at its end.

The seal stands in the comment that closes every zip, and is a digest of all bytes before it. Who
has the file can read it with any program; nobody can change a bit of it unnoticed, and with
`BACKUP_KEY` nobody without that key can make another.
"""

import hashlib
import hmac
import io
import json
import os
import re
import time
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, Final

from posts.exchange.errors import ExchangeError

FORMAT: Final = 1  # another one is what older code could not read
MANIFEST: Final = "manifest.json"
MOST_MANIFEST: Final = 512 * 1024 * 1024  # bytes
MOST_LINE: Final = 256 * 1024 * 1024  # bytes of one row
MOST_RATIO: Final = 100  # of bytes to bytes of the file: lines of JSON come to some ten
CHUNK: Final = 1 << 20
_SEAL: Final = re.compile(rb"historyblog (sha256|hmac-sha256) ([0-9a-f]{64})\Z")
_NAME: Final = re.compile(r"rows/[a-z_]+\.[a-z_0-9]+\.jsonl|media/images/[\w-]+/[\w-]+\.[a-z0-9]+")

type Files = dict[str, dict[str, Any]]


class BackupError(ExchangeError):
    """A backup that cannot be made, read or put back; `str()` is fit for an operator."""

    def __init__(self, text: str) -> None:
        super().__init__("backup", text)


class Writer:
    def __init__(self, stream: IO[bytes]) -> None:
        self._zip = zipfile.ZipFile(stream, "w")
        self.files: Files = {}

    def __enter__(self) -> "Writer":
        return self

    def __exit__(self, *error: object) -> None:
        self._zip.close()

    def add(self, name: str, pieces: Iterable[bytes], *, is_packed: bool) -> int:
        """Write a member, remember its size and digest, and return the number of its pieces."""
        method = zipfile.ZIP_DEFLATED if is_packed else zipfile.ZIP_STORED
        info = zipfile.ZipInfo(name, time.localtime()[:6])
        info.compress_type, info.external_attr = method, 0o600 << 16
        digest, size, number = hashlib.sha256(), 0, 0
        with self._zip.open(info, "w", force_zip64=True) as member:
            for piece in pieces:
                number += 1
                member.write(piece)
                digest.update(piece)
                size += len(piece)
        self.files[name] = {"size": size, "sha256": digest.hexdigest()}
        return number

    def close(self, manifest: dict[str, Any], kind: str) -> None:
        """Write the manifest, and the seal without its digest."""
        text = json.dumps(manifest | {"files": self.files}, ensure_ascii=False, indent=1)
        self._zip.writestr(MANIFEST, text, zipfile.ZIP_DEFLATED)
        self._zip.comment = f"historyblog {kind} {64 * '0'}".encode()
        self._zip.close()


def kind_of_seal(key: str) -> str:
    return "hmac-sha256" if key else "sha256"


def seal(stream: IO[bytes], key: str) -> None:
    """Read what has been written, put its digest at the end, and have the disk keep it."""
    stream.flush()
    end = stream.seek(0, os.SEEK_END) - 64
    digest = _digest(stream, end, key)
    stream.seek(end)
    stream.write(digest.encode())
    stream.flush()
    os.fsync(stream.fileno())


def _digest(stream: IO[bytes], end: int, key: str) -> str:
    made: Any = hmac.new(key.encode(), digestmod="sha256") if key else hashlib.sha256()
    stream.seek(0)
    while end > 0 and (piece := stream.read(min(CHUNK, end))):
        made.update(piece)
        end -= len(piece)
    return str(made.hexdigest())


def require_seal(path: Path, stream: IO[bytes], key: str) -> None:
    """Raises BackupError unless every bit of the file is as it was written."""
    size = stream.seek(0, os.SEEK_END)
    stream.seek(max(size - 100, 0))
    found = _SEAL.search(stream.read())
    if not found:
        raise BackupError(f"{path} is no backup of this site, or its end is missing.")
    kind, digest = (part.decode() for part in found.groups())
    if kind == "sha256" and key:
        raise BackupError(
            f"{path} was made without BACKUP_KEY, so anybody may have made it. Run this without"
            " BACKUP_KEY if you know where it comes from."
        )
    if kind == "hmac-sha256" and not key:
        raise BackupError(f"{path} was made with a BACKUP_KEY. Set it to the same.")
    if not hmac.compare_digest(_digest(stream, size - 64, key), digest):
        other = " or made with another BACKUP_KEY" if key else ""
        raise BackupError(f"{path} is damaged{other}: its digest is another. Take another backup.")


class Backup:
    """A backup that was found whole; its members are read one by one."""

    def __init__(self, path: Path, archive: zipfile.ZipFile) -> None:
        self.path, self._zip = path, archive
        self.manifest = self._manifest()
        self.files: Files = self.manifest["files"]
        self._require_members()

    @property
    def pictures(self) -> list[str]:
        return [name for name in self.files if name.startswith("media/")]

    @property
    def size(self) -> int:
        """Return how many bytes it has when it is unpacked."""
        return sum(about["size"] for about in self.files.values())

    def _manifest(self) -> dict[str, Any]:
        try:
            info = self._zip.getinfo(MANIFEST)
            if info.file_size > MOST_MANIFEST:
                raise ValueError
            manifest = json.loads(self._zip.read(info))
            number = manifest["format"]
        except (KeyError, TypeError, ValueError):
            raise BackupError(f"{self.path}: its {MANIFEST} cannot be read.") from None
        if number != FORMAT:
            raise BackupError(
                f"{self.path} is a backup of format {number!r}; this release reads {FORMAT}."
                " Restore it with the release that made it."
            )
        return dict(manifest)

    def _require_members(self) -> None:
        """Refuse names that lead elsewhere, members too many or too few, and bombs."""
        infos = {info.filename: info for info in self._zip.infolist()}
        if len(infos) != len(self._zip.infolist()) or infos.keys() - {MANIFEST} != set(self.files):
            raise BackupError(f"{self.path}: its files are not those of its {MANIFEST}.")
        for name, about in self.files.items():
            if not _NAME.fullmatch(name):
                raise BackupError(f"{self.path}: no backup has a file named {name!r}.")
            if infos[name].file_size != about["size"]:
                raise BackupError(f"{self.path}: {name} has another size than {MANIFEST} says.")
        if self.size > MOST_RATIO * self.path.stat().st_size:
            raise BackupError(f"{self.path} would take {self.size:,} bytes: that is no site.")

    @contextmanager
    def member(self, name: str) -> Iterator[IO[bytes]]:
        """Open a member. Raises BackupError at its end if it is not the one that was written."""
        try:
            stream = _Hashed(self._zip.open(name))
            yield stream  # type: ignore[misc]
            is_same = stream.read(1) == b"" and stream.digest.hexdigest()
        except (zipfile.BadZipFile, zlib.error, EOFError) as error:
            raise BackupError(f"{self.path}: {name} cannot be read: {error}") from error
        if is_same != self.files[name]["sha256"]:
            raise BackupError(f"{self.path}: {name} is not what was written.")

    def lines(self, name: str) -> Iterator[bytes]:
        with self.member(name) as raw:
            stream: Any = io.BufferedReader(raw, CHUNK)
            while line := stream.readline(MOST_LINE):
                if not line.endswith(b"\n"):
                    raise BackupError(f"{self.path}: {name} has a line without an end.")
                yield line


class _Hashed(io.RawIOBase):
    def __init__(self, source: IO[bytes]) -> None:
        self._source, self.digest = source, hashlib.sha256()

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        piece = self._source.read(len(buffer))
        buffer[: len(piece)] = piece
        self.digest.update(piece)
        return len(piece)


@contextmanager
def open_backup(path: Path, key: str) -> Iterator[Backup]:
    """Yield the backup once it was read to its end. Raises BackupError for the least fault."""
    with path.open("rb") as stream:
        require_seal(path, stream, key)
        try:
            archive = zipfile.ZipFile(stream)
        except zipfile.BadZipFile as error:
            raise BackupError(f"{path} cannot be read: {error}") from error
        with archive:
            yield Backup(path, archive)
