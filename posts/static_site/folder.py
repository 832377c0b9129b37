"""The folder of a copy: what this command has written there, and nothing else, is its own."""

import fcntl
import hashlib
import json
import os
import shutil
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final, Self

OWN: Final = ".export_site"


class FolderError(Exception):
    """A folder that is not to be written to; `str()` says why and what to do."""


@dataclass
class Folder:
    """`known` gives the digest of each file that the last whole run left; `ours` names all.

    A file is named in the journal before it is written, and in the manifest once a run is whole:
    whatever stops a run, the next one knows which files are its own.
    """

    root: Path
    known: dict[str, str]
    ours: set[str]
    _lock: IO[str]
    _journal: IO[str]

    @classmethod
    def open(cls, root: Path) -> Self:
        """Raises FolderError for a folder with other things in it, and while another run writes."""
        own = root / OWN
        if root.exists() and not own.is_dir() and any(root.iterdir()):
            text = "holds files that this command did not make. Name a new or an empty folder."
            raise FolderError(f"{root} {text}")
        own.mkdir(parents=True, exist_ok=True)
        lock = (own / "lock").open("w")
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            text = "is being written by another run of this command. Wait for its end."
            raise FolderError(f"{root} {text}") from error
        shutil.rmtree(own / "new", ignore_errors=True)
        (own / "new").mkdir()
        known: dict[str, str] = {}
        with suppress(FileNotFoundError):
            known = json.loads((own / "manifest.json").read_text())
        journal = (own / "journal").open("a+")
        journal.seek(0)
        # A line that was cut off is that of a file that was not written.
        begun = map(json.loads, journal.read().split("\n")[:-1])
        return cls(root, known, {*known, *begun}, lock, journal)

    def announce(self, files: Iterable[str]) -> None:
        new = [json.dumps(file) + "\n" for file in files]
        self._journal.write("".join(new))
        self._journal.flush()

    def finish(self, written: dict[str, str], kept: set[str]) -> list[str]:
        """Store what the copy consists of, and return what went; `kept` stays as it was."""
        gone = sorted(self.ours - written.keys() - kept)
        for file in gone:
            self._remove(file)
        os.sync()  # The manifest must not be on the disk before what it tells of.
        own = self.root / OWN
        known = {file: digest for file, digest in self.known.items() if file in kept}
        manifest = json.dumps(known | written, indent=0, sort_keys=True)
        replace(own, own / "manifest.json", manifest.encode())
        self._journal.close()
        (own / "journal").unlink()
        self._lock.close()
        return gone

    def _remove(self, file: str) -> None:
        path = self.root / file
        with suppress(FileNotFoundError, NotADirectoryError):
            path.unlink()
        with suppress(OSError):  # A folder that is not empty stays.
            for folder in path.parents:
                if folder == self.root:
                    break
                folder.rmdir()


def put(root: Path, file: str, body: bytes) -> tuple[str, bool]:
    """Write `file` whole or not at all; return its digest and whether it was another before."""
    path = root / file
    with suppress(FileNotFoundError):
        if path.stat().st_size == len(body) and path.read_bytes() == body:
            return hashlib.sha256(body).hexdigest(), False
    replace(root / OWN, path, body)
    return hashlib.sha256(body).hexdigest(), True


def replace(own: Path, path: Path, body: bytes) -> None:
    new = own / "new" / str(os.getpid())
    new.write_bytes(body)
    try:
        new.replace(path)
    except FileNotFoundError:
        path.parent.mkdir(parents=True, exist_ok=True)
        new.replace(path)
