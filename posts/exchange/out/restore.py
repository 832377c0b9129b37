"""Puts a backup back, on either engine: the site is either as it was, or as the backup has it."""

import os
import sqlite3
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction

from historyblog.databases.locks import DUE, SERVED, alone
from posts import archives
from posts.exchange.out.backup import require_room, sync_folder
from posts.exchange.out.backup_file import CHUNK, Backup, BackupError, open_backup
from posts.exchange.out.backup_rows import Tables, Tell, applied_migrations
from posts.exchange.out.scratch import empty, migrate_to, removed, working_on
from posts.images import files
from posts.images.disk import ORIGINALS
from posts.images.stored import Renewal

# What a site has that somebody works with; migrations alone fill none of these.
_WORK: Final = ("auth_user", "posts_post", "posts_dossier", "posts_image", "posts_source")


@dataclass(frozen=True)
class Restored:
    rows: int
    kept: list[str]  # where database and pictures of before are


def restore(path: Path, *, replace: bool, tell: Tell = lambda number: None) -> Restored:
    """Put the backup in the place of all that the site has.

    Raises BackupError, and changes nothing, for a backup with any fault, while a server runs, and
    without `replace` where the site has anything of its own.
    """
    with open_backup(path, settings.BACKUP_KEY) as backup, _alone():
        tables = Tables(backup)
        if not replace and _is_used():
            raise BackupError(
                "The database has posts, sources or people of its own, or MEDIA_ROOT pictures. Back"
                " the site up, and add --replace to have the backup in their place."
            )
        if not settings.MEDIA_STORAGE:
            settings.MEDIA_ROOT.mkdir(parents=True, exist_ok=True)
            require_room(backup.size, settings.MEDIA_ROOT)
        pictures = files.renewal()
        try:
            _write_pictures(backup, pictures)
            put = _into_file if connection.vendor == "sqlite" else _into_server
            kept = put(tables, pictures, tell)
        except BaseException:
            pictures.take_back()
            raise
        if tables.is_older and connection.vendor == "postgresql":
            _make_the_rest(tables)
        return Restored(sum(backup.manifest["rows"].values()), [each for each in kept if each])


@contextmanager
def _alone() -> Iterator[None]:
    with alone(SERVED) as is_stopped, alone(DUE) as is_alone:
        if not is_stopped:
            raise BackupError("A server has this database open. Stop all of them first.")
        if not is_alone:
            raise BackupError("manage.py due is at work. Wait until it is done.")
        yield


def _is_used() -> bool:
    # Another database's site may show those: the old one's, while it moves.
    if not settings.MEDIA_STORAGE and next(files.names(ORIGINALS), None):
        return True
    if connection.vendor == "sqlite" and not Path(connection.settings_dict["NAME"]).exists():
        return False
    with connection.cursor() as cursor:
        there = set(connection.introspection.table_names(cursor)).intersection(_WORK)
        for table in sorted(there):
            cursor.execute(f"SELECT 1 FROM {table} LIMIT 1")  # noqa: S608
            if cursor.fetchone():
                return True
    return False


def _write_pictures(backup: Backup, pictures: Renewal) -> None:
    for name in backup.pictures:
        with backup.member(name) as stream:
            pieces: Iterable[bytes] = iter(partial(stream.read, CHUNK), b"")
            pictures.write(name.removeprefix("media/"), pieces)


def _into_file(tables: Tables, pictures: Renewal, tell: Tell) -> list[str]:
    """Make a new database beside the old one, and give it that one's name once it is whole."""
    file = Path(connection.settings_dict["NAME"])
    new = file.with_name(f"{file.name}.part")
    removed(new)
    try:
        with working_on(new):
            migrate_to(tables.targets, tables.graph)
            with transaction.atomic():
                tables.load(tell)
            tables.compare()
            _make_the_rest(tables)
        with new.open("rb") as stream:
            os.fsync(stream.fileno())
        with _closed(file) as mode:
            if mode is not None:
                new.chmod(mode)
            kept = pictures.put_in_place()
            before = _second_name(file)
            new.replace(file)
        sync_folder(file.parent)
    finally:
        removed(new)
    return [before, kept]


@contextmanager
def _closed(file: Path) -> Iterator[int | None]:
    """Let nobody write the old database, nor leave a journal that were read into the new one."""
    connection.close()
    if not file.exists():
        yield None
        return
    old = sqlite3.connect(file, timeout=5, isolation_level=None)
    try:
        _quiet(old, file)
        for ending in ("-journal", "-wal", "-shm"):
            Path(f"{file}{ending}").unlink(missing_ok=True)
        yield file.stat().st_mode & 0o777
    finally:
        old.close()


def _quiet(old: sqlite3.Connection, file: Path) -> None:
    try:
        old.execute("PRAGMA journal_mode=DELETE")  # with what a log still holds
        old.execute("BEGIN EXCLUSIVE")
    except sqlite3.OperationalError as error:
        text = f"{file}: {error}. Somebody is writing to it: stop that first."
        raise BackupError(text) from error
    except sqlite3.DatabaseError:
        """Nobody can write to a file that is damaged."""


def _second_name(file: Path) -> str:
    if not file.exists() or not file.stat().st_size:
        return ""
    before = file.with_name(f"{file.name}.before-{time.strftime('%Y%m%dT%H%M%S')}")
    os.link(file, before)
    return str(before)


def _into_server(tables: Tables, pictures: Renewal, tell: Tell) -> list[str]:
    """Replace all rows within one transaction."""
    applied: dict[str, Any] = applied_migrations()
    if not applied:
        migrate_to(tables.targets, tables.graph)
    elif applied != tables.migrations:
        raise BackupError(
            "The database has other migrations than the backup. Make it anew (dropdb, createdb) and"
            " run this again: an empty one becomes what the backup needs."
        )
    with transaction.atomic():
        empty()
        tables.load(tell)
        tables.compare()
        if not tables.is_older:
            _make_the_rest(tables)
        return [pictures.put_in_place()]


def _make_the_rest(tables: Tables) -> None:
    """Bring the tables up to this release, and make anew what no backup has."""
    if tables.is_older:
        call_command("migrate", interactive=False, verbosity=0)
    archives.refresh_posts(archives.every_post())
    archives.refresh_dossiers(archives.every_dossier())
    archives.take_statistics()
