"""Makes a backup of the whole site in one file, while the site is served.

Until it is whole the file has another name, that ends in `.part`; what a killed run has left goes
with the next.
"""

import os
import shutil
import sqlite3
import tomllib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from fcntl import LOCK_EX, LOCK_NB, flock
from functools import partial
from pathlib import Path
from typing import IO, Any, Final

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from historyblog.health import open_migrations
from posts.exchange.out.backup_file import (
    CHUNK,
    FORMAT,
    BackupError,
    Writer,
    kind_of_seal,
    open_backup,
    require_seal,
    seal,
)
from posts.exchange.out.backup_rows import (
    Tables,
    Tell,
    applied_migrations,
    backed_up,
    lines_of,
    member_of,
)
from posts.exchange.out.scratch import migrate_to, removed, working_on
from posts.images import files
from posts.models import Image

PART: Final = ".part"
DAILY: Final = "historyblog-%Y-%m-%d.zip"


@dataclass(frozen=True)
class Made:
    path: Path
    rows: int
    lost: list[str]  # pictures that have a row and no file
    removed: list[Path]


def path_at(pattern: Path, now: datetime) -> Path:
    """Return the file that `pattern` names at `now`; it may hold marks as `%Y-%m-%d`."""
    return pattern.with_name(now.strftime(pattern.name))


def make_backup(
    pattern: Path, *, keep: int | None = None, tell: Tell = lambda number: None
) -> Made:
    """Write a backup; with `keep` those of the same pattern go but for so many of the latest.

    Raises BackupError if the file is there, or another run is writing it.
    """
    path = path_at(pattern, timezone.localtime())
    if keep is not None and path.name == pattern.name:
        raise BackupError(
            f"--keep needs a name with a date, by which older files are known: not {path.name},"
            f" but {path.stem}-%Y-%m-%d{path.suffix}."
        )
    if keep is not None and keep < 1:
        raise BackupError(f"--keep {keep} would delete what it has just made. Keep one at least.")
    if path.exists():
        raise BackupError(f"{path} is there already. Name another file, or move that one.")
    for _, part in _of_pattern(pattern, PART):
        _clear(part)
    rows, lost = _write(path, tell)
    gone = [old for _, old in _of_pattern(pattern)[keep:]] if keep is not None else []
    for old in gone:
        old.unlink()
    return Made(path, rows, lost, gone)


def _of_pattern(pattern: Path, ending: str = "") -> list[tuple[datetime, Path]]:
    """Return the files that `pattern` has named, the latest first."""
    found = []
    for path in pattern.parent.iterdir():
        try:
            found.append((datetime.strptime(path.name, pattern.name + ending), path))
        except ValueError:
            continue
    return sorted(found, reverse=True)


def make_daily() -> int:
    """Make the backup of today where BACKUP_DIR says, unless it is there; return how many."""
    if settings.BACKUP_DIR is None:
        return 0
    pattern = settings.BACKUP_DIR / DAILY
    if path_at(pattern, timezone.localtime()).exists():
        return 0
    make_backup(pattern, keep=settings.BACKUP_KEEP or None)
    return 1


def latest(folder: Path) -> Path | None:
    """Return the latest of the daily backups in `folder`."""
    found = _of_pattern(folder / DAILY)
    return found[0][1] if found else None


@contextmanager
def _part_of(path: Path) -> Iterator[tuple[Path, IO[bytes]]]:
    """Yield a file that nobody else writes; it goes at the end, unless it has another name then.

    Raises BackupError if another run has it.
    """
    part = path.with_name(f"{path.name}{PART}")
    if part.exists():
        _clear(part)
    handle = os.open(part, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)  # digests of passwords go in
    with os.fdopen(handle, "r+b") as stream:
        _lock(stream, part)
        try:
            yield part, stream
        finally:
            removed(part)


def _clear(part: Path) -> None:
    """Remove what a killed run has left. Raises BackupError if the run is still under way."""
    with part.open("rb") as stream:
        _lock(stream, part)
        removed(_copy_of(part))
        removed(part)


def _lock(stream: IO[bytes], part: Path) -> None:
    try:
        flock(stream, LOCK_EX | LOCK_NB)
    except BlockingIOError:
        raise BackupError(f"Another run is writing {part}.") from None


def _copy_of(part: Path) -> Path:
    return part.with_name(f"{part.name}.sqlite3")


def _write(path: Path, tell: Tell) -> tuple[int, list[str]]:
    with _part_of(path) as (part, stream):
        with _at_one_moment(part):
            told = _write_members(stream, tell)
        seal(stream, settings.BACKUP_KEY)
        part.rename(path)
    sync_folder(path.parent)
    return told


def sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def _at_one_moment(part: Path) -> Iterator[None]:
    """Let all rows be read as they are at this moment, whatever is saved meanwhile.

    PostgreSQL keeps what a transaction has seen. On SQLite a transaction that reads lets nobody
    save, and this one takes minutes: the file is copied first, within seconds.
    """
    if connection.vendor == "postgresql":
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            yield
        return
    copy = _copy_of(part)
    try:
        connection.ensure_connection()
        with sqlite3.connect(copy) as target:
            copy.chmod(0o600)
            connection.connection.backup(target)
        target.close()
        with working_on(copy), transaction.atomic():
            yield
    finally:
        removed(copy)


def _write_members(stream: IO[bytes], tell: Tell) -> tuple[int, list[str]]:
    """Return how many rows were written, and the pictures whose files are lost."""
    if open_migrations():
        raise BackupError(
            "The database has other tables than this release. Back it up with the release before,"
            " or run manage.py migrate."
        )
    with Writer(stream) as writer:
        rows = {
            label: writer.add(member_of(label), lines_of(model, tell), is_packed=True)
            for label, model in backed_up().items()
        }
        lost = _write_pictures(writer)
        writer.close(_manifest(rows), kind_of_seal(settings.BACKUP_KEY))
    return sum(rows.values()), lost


def _write_pictures(writer: Writer) -> list[str]:
    lost = []
    names = Image.objects.order_by("pk").values_list("file", flat=True)
    for name in dict.fromkeys(names):
        try:
            stored = files.look(name)
        except FileNotFoundError:
            lost.append(name)
            continue
        with stored.stream as picture:
            pieces: Iterable[bytes] = iter(partial(picture.read, CHUNK), b"")
            writer.add(f"media/{name}", pieces, is_packed=False)
    return lost


def _manifest(rows: dict[str, int]) -> dict[str, Any]:
    project = tomllib.loads((settings.BASE_DIR / "pyproject.toml").read_text())["project"]
    return {
        "format": FORMAT,
        "release": f"{project['name']} {project['version']}",
        "made_at": timezone.now().isoformat(timespec="seconds"),
        "site": settings.SITE_URL,
        "engine": connection.vendor,
        "rows": rows,
        "migrations": applied_migrations(),
    }


def require_whole(path: Path) -> None:
    """Raises BackupError unless the file is as it was written; reads it and unpacks nothing."""
    with path.open("rb") as stream:
        require_seal(path, stream, settings.BACKUP_KEY)


def verify(path: Path, tell: Tell = lambda number: None) -> int:
    """Restore the backup into a file of its own, compare each table, and return the rows.

    Raises BackupError, saying what is another.
    """
    with open_backup(path, settings.BACKUP_KEY) as backup, _part_of(path) as (scratch, _):
        require_room(backup.size, path.parent)
        tables = Tables(backup)
        with working_on(scratch):
            migrate_to(tables.targets, tables.graph)
            with transaction.atomic():
                tables.load(tell)
            tables.compare()
        for name in backup.pictures:
            with backup.member(name) as picture:
                while picture.read(CHUNK):
                    pass
        return sum(backup.manifest["rows"].values())


def require_room(size: int, folder: Path) -> None:
    free = shutil.disk_usage(folder).free
    if size > free:
        raise BackupError(f"{folder} has {free:,} bytes left, and this takes {size:,}. Make room.")
