"""The database as the migrations left it, put back after each test that commits.

Django empties every table after such a test, and with them goes what migrations load: the
gazetteer, the groups and their permissions. Whatever test came next would miss it.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any, Protocol

from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.test import TransactionTestCase


class Snapshot(Protocol):
    def put_back(self) -> None: ...
    def drop(self) -> None: ...

    def moved_on(self) -> AbstractContextManager[None]:
        """Put back the database as it stands now, until the block ends."""


def wrapped_in(wrapper: BaseDatabaseWrapper) -> int:
    """Return how deep the test's own transactions are nested; -1 outside of them."""
    return sum(block._from_testcase for block in wrapper.atomic_blocks) - 1


@contextmanager
def put_back_after_commits() -> Iterator[Snapshot]:
    """Keep a copy of the database as it stands, and let tests that commit end by bringing it back.

    In place of a flush, which takes longer too.
    """
    kept = _OnPostgreSQL() if connection.vendor == "postgresql" else OnSQLite()

    def restore(case: TransactionTestCase) -> None:
        kept.put_back()
        ContentType.objects.clear_cache()

    flush = TransactionTestCase._fixture_teardown  # type: ignore[attr-defined]
    TransactionTestCase._fixture_teardown = restore  # type: ignore[attr-defined]
    try:
        yield kept
    finally:
        TransactionTestCase._fixture_teardown = flush  # type: ignore[attr-defined]
        kept.drop()


class OnSQLite:
    """The pages of the file in memory; they go back into it while other threads have it open."""

    def __init__(self) -> None:
        self.kept = self._copy()

    @staticmethod
    def _copy() -> sqlite3.Connection:
        kept = sqlite3.connect(":memory:")
        connection.ensure_connection()
        connection.connection.backup(kept)
        return kept

    @contextmanager
    def moved_on(self) -> Iterator[None]:
        before, self.kept = self.kept, self._copy()
        try:
            yield
        finally:
            self.kept.close()
            self.kept = before
            self.put_back()

    def put_back(self) -> None:
        connection.close()  # and with it what a failed test has begun
        connection.ensure_connection()
        self.kept.backup(connection.connection)

    def write(self, file: Path) -> None:
        with sqlite3.connect(file) as target:
            self.kept.backup(target)
        target.close()

    def drop(self) -> None:
        self.kept.close()


class _OnPostgreSQL:
    """A second database, from which the first is made anew."""

    def __init__(self) -> None:
        self.name = connection.settings_dict["NAME"]
        self.kept = f"{self.name}_kept"
        self._copy(self.name, self.kept)

    def put_back(self) -> None:
        self._copy(self.kept, self.name)

    @contextmanager
    def moved_on(self) -> Iterator[None]:
        before, self.kept = self.kept, f"{self.kept}_on"
        try:
            self._copy(self.name, self.kept)
            yield
        finally:
            self._close()
            self._run(f'DROP DATABASE IF EXISTS "{self.kept}"')
            self.kept = before
            self.put_back()

    def _copy(self, source: str, target: str) -> None:
        self._close()
        self._run(
            f'DROP DATABASE IF EXISTS "{target}" WITH (FORCE)',
            f'CREATE DATABASE "{target}" TEMPLATE "{source}"',
        )

    def drop(self) -> None:
        """And let nobody hold the first one, which Django is about to drop."""
        self._close()
        self._run(
            f'DROP DATABASE IF EXISTS "{self.kept}"',
            f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{self.name}'",
        )

    @staticmethod
    def _close() -> None:
        database: Any = connection
        database.close()
        database.close_pool()

    @staticmethod
    def _run(*statements: str) -> None:
        database: Any = connection
        with database._nodb_cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)
