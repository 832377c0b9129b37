"""Files in the media folder, written whole or not at all.

A storage on another machine has no `path`: with one, `write` would be its `save`, which is
atomic there, and the reader's address would be the storage's own.
"""

import os
import tempfile
from pathlib import Path

from django.conf import settings
from django.core.files.storage import default_storage


def path_of(name: str) -> Path:
    return Path(default_storage.path(name))


def write(name: str, data: bytes) -> None:
    """Store `data` under `name`, replacing what is there, safe from a power cut on return."""
    path = path_of(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".part")
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
