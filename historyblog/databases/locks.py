"""Who is at work on the database: commands that would be in each other's way, and servers.

PostgreSQL tells it to every machine. Beside SQLite's file lies one for each kind of work, empty,
which the system lets go when the last process ends that holds it.
"""

import os
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from fcntl import LOCK_EX, LOCK_NB, LOCK_SH, flock
from pathlib import Path
from typing import Any, Final

from django.db import connection


@dataclass(frozen=True)
class Work:
    number: int  # that no other program locks in this database
    ending: str


DUE: Final = Work(0x68697374, "due")
# Held by every connection of a server, each for itself; whoever has it alone keeps them out.
SERVED: Final = Work(0x68697375, "served")
TELLING_HUB: Final = Work(0x68697376, "hub")
RESTORED: Final = "a backup is being restored"
_served: dict[str, int] = {}  # by the database's file: what this process holds to its end


@contextmanager
def alone(work: Work) -> Iterator[bool]:
    """Yield whether nobody else is at it, on whatever machine; nobody is from then on."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_lock(%s)", [work.number])
            (is_alone,) = cursor.fetchone()
        try:
            yield is_alone
        finally:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s) WHERE %s", [work.number, is_alone])
        return
    with _beside(str(connection.settings_dict["NAME"]), work).open("w") as file:
        try:
            flock(file, LOCK_EX | LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True


def _beside(database: str, work: Work) -> Path:
    """Return the file of a kind of work: of a database in memory, one of this process."""
    if database.startswith("file:"):
        return Path(tempfile.gettempdir()) / f"historyblog-{os.getpid()}.{work.ending}"
    return Path(f"{database}.{work.ending}")


def serve_postgresql(connection: Any) -> bool:
    """Return whether a server may have this connection; none restores anything until it closes."""
    connection.autocommit = True
    found = connection.execute("SELECT pg_try_advisory_lock_shared(%s)", [SERVED.number])
    return bool(found.fetchone()[0])


def serve_sqlite(file: str) -> None:
    """Let nobody restore a backup before this process has ended, and those it has made.

    Raises sqlite3.OperationalError while somebody does.
    """
    if file in _served:
        return
    try:
        handle = os.open(f"{file}.{SERVED.ending}", os.O_RDWR | os.O_CREAT, 0o644)
    except OSError:  # In a folder that takes no file nothing can be restored either.
        return
    try:
        flock(handle, LOCK_SH | LOCK_NB)
    except BlockingIOError:
        os.close(handle)
        raise sqlite3.OperationalError(RESTORED) from None
    _served[file] = handle
