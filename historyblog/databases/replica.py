"""From where a public page is read: the replica, while it is known to hold what is a second old.

A thread asks the primary how far it has written and then the replica whether it has come so far.
So it knows of a moment up to which the replica holds all; how long ago the replica last heard of
anything would tell nothing, neither on a quiet site nor of one that hears no more.
"""

import time
from collections.abc import Callable
from contextvars import ContextVar
from threading import Lock, Thread
from typing import Any, Final

from django.db import DEFAULT_DB_ALIAS, Error, connections

from historyblog.databases import circuit

ALIAS: Final = "replica"
MOST_BEHIND: Final = 1.0  # seconds
PAUSE: Final = 0.25  # seconds between two looks
STEP: Final = 0.02  # seconds, after which a replica that is not there yet is asked again

_reads_from = ContextVar("reads_from", default=DEFAULT_DB_ALIAS)


class Router:
    def db_for_read(self, model: object, **hints: object) -> str:
        return _reads_from.get()

    def db_for_write(self, model: object, **hints: object) -> str:
        return DEFAULT_DB_ALIAS

    def allow_relation(self, one: object, other: object, **hints: object) -> bool:
        """Both hold the same rows."""
        return True

    def allow_migrate(self, db: str, app_label: str, **hints: object) -> bool:
        return db == DEFAULT_DB_ALIAS


class _Connection:
    """What Django calls `connection`, of the database that is read from just now."""

    def __getattr__(self, name: str) -> Any:
        return getattr(connections[_reads_from.get()], name)


connection = _Connection()


def read[R](ask: Callable[[], R], *, is_current: Callable[[], bool]) -> R:
    """Return `ask()`, read from the replica if it is near enough and `is_current` finds it so.

    Read from the primary otherwise, and once more where the replica fails.
    """
    if ALIAS not in connections or not _watch.is_near():
        return ask()
    token = _reads_from.set(ALIAS)
    try:
        if is_current():
            return ask()
    except Error:  # Were it no fault of the replica, the primary would raise it again.
        connections[ALIAS].close()
    finally:
        _reads_from.reset(token)
    return ask()


def most_behind() -> float:
    """Return by how many seconds what `read` reads may be behind the primary."""
    return MOST_BEHIND if ALIAS in connections else 0.0


class _Watch:
    def __init__(self) -> None:
        self._lock = Lock()
        self._is_running = False
        self._near_at = -MOST_BEHIND

    def is_near(self) -> bool:
        if not self._is_running:
            self._start()
        is_recent = time.monotonic() - self._near_at < MOST_BEHIND
        return is_recent and not circuit.of(ALIAS).reason()

    def _start(self) -> None:
        with self._lock:
            is_first, self._is_running = not self._is_running, True
        if is_first:
            Thread(target=self._run, name="replica", daemon=True).start()

    def _run(self) -> None:
        while True:
            try:
                self._look()
            except Error:
                for alias in (DEFAULT_DB_ALIAS, ALIAS):
                    connections[alias].close()
            time.sleep(PAUSE)

    def _look(self) -> None:
        began = time.monotonic()
        written = _ask(DEFAULT_DB_ALIAS, "SELECT pg_current_wal_flush_lsn()::text")
        reached = "SELECT pg_is_in_recovery() AND pg_last_wal_replay_lsn() >= %s::pg_lsn"
        while time.monotonic() - began < MOST_BEHIND:
            if _ask(ALIAS, reached, written):
                self._near_at = began
                return
            time.sleep(STEP)


_watch = _Watch()


def _ask(alias: str, question: str, *parameters: str) -> Any:
    with connections[alias].cursor() as cursor:
        cursor.execute(question, parameters)
        return cursor.fetchone()[0]
