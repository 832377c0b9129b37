"""The files of pictures, by their names, wherever the site keeps them: STORAGES alone says that.

All of it raises OSError when the disk or the bucket refuses.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.core.files.base import ContentFile
from django.core.files.storage import storages

from posts.images.stored import Renewal, Stored

if TYPE_CHECKING:
    from posts.images.bucket import BucketStorage
    from posts.images.disk import DiskStorage


def _storage() -> "DiskStorage | BucketStorage":
    storage: DiskStorage | BucketStorage = storages["default"]  # type: ignore[assignment]
    return storage


def write(name: str, data: bytes) -> None:
    """Store `data` under `name`, replacing what is there; on return no power cut takes it."""
    _storage().save(name, ContentFile(data))


def look(name: str) -> Stored:
    """Return the file; its stream is the caller's to close. Raises FileNotFoundError."""
    return _storage().look(name)


def exists(name: str) -> bool:
    return _storage().exists(name)


def names(folder: str) -> Iterator[tuple[str, float]]:
    """Yield each file below `folder` with when it was stored, in seconds since 1970."""
    return _storage().names(folder)


def remove(name: str) -> None:
    """Delete the file, if it is there."""
    _storage().delete(name)


def remove_folder(folder: str) -> None:
    _storage().remove_folder(folder)


def complaint() -> str:
    """Return why the files cannot be reached, or nothing."""
    return _storage().complaint()


def cut_off() -> list[str]:
    """Return the names of what writes that were cut off have left behind."""
    return _storage().cut_off()


def renewal() -> Renewal:
    return _storage().renewal()
