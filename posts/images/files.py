"""Files in the media folder, written whole or not at all.

A storage on another machine has no `path`: with one, `write` would be its `save`, which is
atomic there, and the reader's address would be the storage's own.
"""

import os
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from typing import Final

from django.conf import settings
from django.core.files.storage import default_storage

PARTS: Final = "parts"
LONGEST_WRITE: Final = 3600  # seconds


def path_of(name: str) -> Path:
    return Path(default_storage.path(name))


def write(name: str, data: bytes) -> None:
    """Store `data` under `name`, replacing what is there, safe from a power cut on return.

    Until it is whole it lies in a folder of its own, where what a killed process left behind is
    found without a walk through all pictures; the next write takes that away.
    """
    path, parts = path_of(name), path_of(PARTS)
    for folder in (path.parent, parts):
        folder.mkdir(parents=True, exist_ok=True)
    for part in left_behind():
        part.unlink(missing_ok=True)
    handle, temporary = tempfile.mkstemp(dir=parts)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(handle)
        # The temporary file is its owner's alone; a web server in front reads media too.
        Path(temporary).chmod(settings.FILE_UPLOAD_PERMISSIONS or 0o644)
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
    _sync_folders(path)


def left_behind() -> list[Path]:
    """Return the beginnings of files whose writing was cut off: no write takes an hour."""
    oldest, found = time.time() - LONGEST_WRITE, []
    for part in path_of(PARTS).glob("*"):
        # Another process may be done with it just now.
        with suppress(FileNotFoundError):
            if part.stat().st_mtime < oldest:
                found.append(part)
    return found


def _sync_folders(path: Path) -> None:
    """Make the name itself durable, and those of folders just created above it."""
    root = path_of("")
    for folder in path.parents:
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
        if folder == root:
            break
