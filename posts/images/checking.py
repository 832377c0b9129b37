"""Whether pictures' rows and the files that are stored still belong together."""

import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from PIL import Image as Pillow

from posts.images import files
from posts.imaging.specs import is_original, parse_path
from posts.models import Image

# An upload writes its file before its row is committed, and a file is written under another
# name first: what came since is no orphan yet.
YOUNGEST_ORPHAN = 3600  # seconds


@dataclass(frozen=True)
class Fault:
    """What is wrong at `path` in the store; `is_orphan` if no row knows the file."""

    path: str
    text: str
    is_orphan: bool = False

    def __str__(self) -> str:
        return f"{self.path}: {self.text}"


def faults(*, decode: bool = False) -> Iterator[Fault]:
    """Yield what is wrong, row by row and then file by file; with `decode` each is opened."""
    before = time.time() - YOUNGEST_ORPHAN
    known = frozenset(Image.objects.values_list("content_hash", flat=True))
    for pk, name in Image.objects.order_by("pk").values_list("pk", "file"):
        yield from _of_row(pk, name, decode=decode)
    for part in files.cut_off():
        text = "left behind by a write that was cut off. It can go."
        yield Fault(part, text, is_orphan=True)
    for name in sorted(_files_before(before)):
        yield from _of_file(name, known)


def _files_before(moment: float) -> Iterator[str]:
    """Yield the files that were last written before `moment`, in seconds since 1970."""
    for folder in ("images", "renditions"):
        for name, modified in files.names(folder):
            if modified < moment:
                yield name


def _of_row(pk: int, name: str, *, decode: bool) -> Iterator[Fault]:
    if not files.exists(name):
        text = f"lost, though picture {pk} needs it. Restore it from a backup, or upload it again."
        yield Fault(name, text)
    elif decode and not _opens(name):
        text = f"damaged, though picture {pk} needs it. Restore it, or replace the picture's file."
        yield Fault(name, text)


def _opens(name: str) -> bool:
    with files.look(name).stream as stream:
        try:
            with Pillow.open(stream) as picture:
                picture.load()
        except Exception:
            # A decoder that meets a damaged file raises what it likes.
            return False
    return True


def _of_file(name: str, known: frozenset[str]) -> Iterator[Fault]:
    rendition = parse_path(name)
    digest = rendition.content_hash if rendition else Path(name).stem
    if not (rendition or is_original(name)) or digest not in known:
        yield Fault(name, "belongs to no picture. It can go.", is_orphan=True)


def remove_old_orphans(age: timedelta) -> int:
    """Delete the files that no row knows and nobody has touched for `age`; return their number.

    There may be a million files, of which it holds no list.
    """
    before = time.time() - age.total_seconds()
    known, number = frozenset(Image.objects.values_list("content_hash", flat=True)), 0
    for name in _files_before(before):
        for fault in _of_file(name, known):
            files.remove(name)
            number += fault.is_orphan
    return number


def remove_orphans(found: list[Fault]) -> int:
    """Delete the files that no row knows; return how many there were."""
    orphans = [fault for fault in found if fault.is_orphan]
    for fault in orphans:
        files.remove(fault.path)
    return len(orphans)
