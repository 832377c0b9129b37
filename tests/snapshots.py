"""The database as the migrations left it, put back after each test that commits.

Django empties every table after such a test, and with them goes what migrations load: the
gazetteer, the groups and their permissions. Whatever test came next would miss it.
"""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test import TransactionTestCase


@contextmanager
def put_back_after_commits() -> Iterator[None]:
    """Keep a copy of the database as it stands, and let tests that commit end by bringing it back.

    In place of a flush, which takes longer too.
    """
    keep = _on_postgresql if connection.vendor == "postgresql" else _on_sqlite
    flush = TransactionTestCase._fixture_teardown  # type: ignore[attr-defined]
    with keep() as put_back:

        def restore(case: TransactionTestCase) -> None:
            put_back()
            ContentType.objects.clear_cache()

        TransactionTestCase._fixture_teardown = restore  # type: ignore[attr-defined]
        try:
            yield
        finally:
            TransactionTestCase._fixture_teardown = flush  # type: ignore[attr-defined]


@contextmanager
def _on_sqlite() -> Iterator[Callable[[], None]]:
    """Page by page, into the file that other threads may have open."""
    kept = sqlite3.connect(":memory:")
    connection.ensure_connection()
    connection.connection.backup(kept)

    def put_back() -> None:
        connection.close()  # and with it what a failed test has begun
        connection.ensure_connection()
        kept.backup(connection.connection)

    try:
        yield put_back
    finally:
        kept.close()


@contextmanager
def _on_postgresql() -> Iterator[Callable[[], None]]:
    name = connection.settings_dict["NAME"]
    kept = f"{name}_kept"

    def copy(source: str, target: str) -> None:
        connection.close()
        database: Any = connection
        database.close_pool()
        with database._nodb_cursor() as cursor:
            cursor.execute(f'DROP DATABASE IF EXISTS "{target}" WITH (FORCE)')
            cursor.execute(f'CREATE DATABASE "{target}" TEMPLATE "{source}"')

    copy(name, kept)
    try:
        yield lambda: copy(kept, name)
    finally:
        with connection._nodb_cursor() as cursor:  # type: ignore[attr-defined]
            cursor.execute(f'DROP DATABASE IF EXISTS "{kept}"')
