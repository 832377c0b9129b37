"""What the site stands on: versions, settings, database, services, disk and the last backup."""

import os
import re
import shutil
import sqlite3
import sys
import time
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Final

from django.conf import settings
from django.core import checks
from django.core.mail import mailers
from django.db import DatabaseError, connection
from django.db.migrations.loader import MigrationLoader

from historyblog import cache
from historyblog.databases.circuit import one_line
from historyblog.health import open_migrations
from historyblog.preflight import PreflightError, env_file_warning, require_writable
from historyblog.rolling.rollback import unknown_migrations
from posts.doctor.fault import Fault
from posts.exchange.out.backup import latest, require_whole
from posts.exchange.out.backup_file import BackupError

OLDEST_BACKUP: Final = 2 * 24 * 3600  # seconds; there is one a day
LITTLE: Final = 1_000_000_000  # bytes left on a disk
NOTHING: Final = 100_000_000
# Who, the first version that has it, the first that has not, what it does, and what to do. Of
# SQLite none is known: the log that it can damage before 3.51.3 no connection of the site has.
KNOWN_FAULTS: Final = (
    (
        *("Python", (3, 12, 0), (3, 12, 2)),
        "unpacks zip files whose parts overlap, without end",
        "Install a newer Python, remove .venv, and run: make setup",
    ),
    (
        *("PostgreSQL", (14, 0), (14, 4)),
        "can damage an index that is built while the site is served",
        "Install 14.4 or newer, then: reindexdb",
    ),
)
_PIN: Final = re.compile(r"^([\w.-]+)(?:\[[^]]*\])?==([^\s;\\]+)", re.MULTILINE)


def versions() -> Iterator[Fault]:
    yield from _known_faults("Python", sys.version_info[:3])
    pins = (settings.BASE_DIR / "requirements.txt").read_text()
    other = [f"{name} {has or 'missing'} for {pin}" for name, pin, has in _others(pins)]
    if other:
        yield Fault(f"Not what the release was tested with: {', '.join(other)}.", "make setup")


def _known_faults(name: str, has: tuple[int, ...]) -> Iterator[Fault]:
    for who, first, mended, text, remedy in KNOWN_FAULTS:
        if who == name and first <= has < mended:
            yield Fault(f"{name} {'.'.join(map(str, has))} {text}.", remedy, is_broken=True)


def _others(pins: str) -> Iterator[tuple[str, str, str]]:
    for name, pin in _PIN.findall(pins):
        try:
            has = version(name)
        except PackageNotFoundError:
            has = ""
        # What is for another system is in no way missing.
        if has != pin and (has or name in ("django", "granian", "pillow", "psycopg")):
            yield name, pin, has


def database() -> Iterator[Fault]:
    try:
        connection.ensure_connection()
    except DatabaseError as error:
        text = f"It does not answer: {one_line(error)}."
        yield Fault(text, "Start it, and check DATABASE_URL.", is_broken=True)
        return
    if number := open_migrations():
        remedy = "Back up, then: manage.py migrate"
        yield Fault(f"It lacks {number} migrations of this release.", remedy, is_broken=True)
    if unknown := unknown_migrations(MigrationLoader(connection)):
        yield Fault(
            f"It is of a newer release: {', '.join(unknown)}.",
            "Run that release, or take them back with it: manage.py migrate posts NAME",
        )
    yield from _of_sqlite() if connection.vendor == "sqlite" else _of_postgresql()


def _of_sqlite() -> Iterator[Fault]:
    yield from _known_faults("SQLite", sqlite3.sqlite_version_info)
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA quick_check(1)")
        (found,) = cursor.fetchone()
    if found != "ok":
        remedy = "Stop the site, and restore the last backup: manage.py restore FILE --replace"
        yield Fault(f"The file is damaged: {found}", remedy, is_broken=True)


def _of_postgresql() -> Iterator[Fault]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('server_version_num')::int")
        (number,) = cursor.fetchone()
        cursor.execute(
            "SELECT indexrelid::regclass::text FROM pg_index WHERE NOT indisvalid ORDER BY 1"
        )
        invalid = [name for (name,) in cursor.fetchall()]
    yield from _known_faults("PostgreSQL", divmod(number, 10_000))
    if invalid:
        remedy = "DROP INDEX each, and run the migration that builds it again"
        yield Fault(f"Indexes that were not built to their end: {', '.join(invalid)}.", remedy)


def settings_in_use() -> Iterator[Fault]:
    if settings.DEBUG and settings.SITE_HOST not in settings.LOOPBACK:
        yield Fault(
            "DEBUG=True shows strangers the site from within.", "DEBUG=False", is_broken=True
        )
    if told := env_file_warning(settings.BASE_DIR / ".env"):
        text, _, remedy = told.partition(" Run: ")
        yield Fault(text, remedy)
    deploys = not settings.LIVES_HERE
    for message in checks.run_checks(include_deployment_checks=deploys):
        if not message.is_silenced() and message.level >= checks.WARNING:
            text = f"{message.id}: {' '.join(str(message.msg).split())}"
            yield Fault(
                text, message.hint or "See the text.", is_broken=message.level >= checks.ERROR
            )


def proxy() -> Iterator[Fault]:
    if settings.HTTPS and not settings.TRUSTED_PROXIES:
        yield Fault(
            "No proxy is trusted, so failed sign-ins of all count as those of one address.",
            "Set TRUSTED_PROXIES to the address of the proxy, which sends X-Forwarded-For",
        )


def page_cache() -> Iterator[Fault]:
    if complaint := cache.complaint():
        yield Fault(f"REDIS_URL: {complaint}", "Start it; until then pages take longer.")


def mail() -> Iterator[Fault]:
    if not settings.SENDS_MAIL:
        yield Fault("Nobody gets notices, nor a way to a new password.", "Set EMAIL_URL")
    if not settings.ADMINS:
        yield Fault("Nobody is told of errors.", "Set ADMINS")
    if not settings.SENDS_MAIL:
        return
    try:
        server = mailers.default
        server.open()
        server.close()
    except OSError as error:
        remedy = "Start that server, or name another in EMAIL_URL"
        yield Fault(f"EMAIL_URL: {error}", remedy, is_broken=True)


def disk() -> Iterator[Fault]:
    folders = {"MEDIA_ROOT": settings.MEDIA_ROOT, "BACKUP_DIR": settings.BACKUP_DIR}
    if connection.vendor == "sqlite":
        folders["DATABASE_URL"] = Path(connection.settings_dict["NAME"]).parent
    for name, folder in folders.items():
        if folder is None or (name == "MEDIA_ROOT" and settings.MEDIA_STORAGE):
            continue
        # One that is not there yet is made by what needs it, and not by who only looks.
        there = next(each for each in (folder, *folder.parents) if each.exists())
        try:
            require_writable(name, there)
        except PreflightError as error:
            text, _, remedy = str(error).partition(". ")
            yield Fault(text, remedy, is_broken=True)
            continue
        free = shutil.disk_usage(there).free
        if free < LITTLE:
            yield Fault(f"{name}: {free:,} bytes are left.", "Make room.", is_broken=free < NOTHING)


def backup() -> Iterator[Fault]:
    if settings.BACKUP_DIR is None:
        remedy = "Set BACKUP_DIR, on another disk; manage.py due writes one a day"
        yield Fault("No backups are made by themselves.", remedy)
        return
    file = latest(settings.BACKUP_DIR) if settings.BACKUP_DIR.is_dir() else None
    if file is None:
        yield Fault(f"There is none in {settings.BACKUP_DIR}.", "manage.py due", is_broken=True)
        return
    age = time.time() - os.stat(file).st_mtime  # noqa: PTH116
    if age > OLDEST_BACKUP:
        remedy = "See why manage.py due does not run: journalctl --unit historyblog-due"
        yield Fault(f"The last one, {file}, is {age / 86400:.0f} days old.", remedy)
    try:
        require_whole(file)
    except (BackupError, OSError) as error:
        remedy = f"manage.py backup {file.with_name('another.zip')} --verify"
        yield Fault(str(error), remedy, is_broken=True)
