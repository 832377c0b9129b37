"""Writes of many rows at once, told as single saves are: Django sends no signal for them."""

import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import models, transaction
from django.dispatch import Signal

# Sent within the transaction: `sender` the model, `rows` what is written (a queryset before an
# update of unnamed rows, else a list), `fields` what an update sets by name, with the values of
# one of unnamed rows, else None.
bulk_written = Signal()


class BulkQuerySet[Row: models.Model](models.QuerySet[Row]):
    """A queryset whose `update`, `bulk_update` and `bulk_create` send `bulk_written`."""

    def update(self, **values: Any) -> int:
        with transaction.atomic(using=self.db, savepoint=False):
            bulk_written.send(self.model, rows=self, fields=values)
            return super().update(**values)

    update.alters_data = True  # type: ignore[attr-defined]

    def bulk_create(self, objs: Iterable[Row], *args: Any, **kwargs: Any) -> list[Row]:
        with transaction.atomic(using=self.db, savepoint=False):
            rows = super().bulk_create(objs, *args, **kwargs)
            bulk_written.send(self.model, rows=rows, fields=None)
            return rows

    bulk_create.alters_data = True  # type: ignore[attr-defined]

    def bulk_update(self, objs: Iterable[Row], fields: Iterable[str], *args: Any, **kw: Any) -> int:
        rows, names = list(objs), list(fields)
        # The rows are at hand: an `update` of our own would ask for them.
        untold: models.QuerySet[Row] = models.QuerySet(self.model, self.query.chain(), self.db)
        with transaction.atomic(using=self.db, savepoint=False):
            bulk_written.send(self.model, rows=rows, fields=frozenset(names))
            return untold.bulk_update(rows, names, *args, **kw)

    bulk_update.alters_data = True  # type: ignore[attr-defined]


class _Waiting(threading.local):
    def __init__(self) -> None:
        self.levels: list[list[tuple[Any, list[Any], dict[str, Any]]]] = []


_waiting = _Waiting()


@contextmanager
def inserts_together() -> Iterator[None]:
    """Be one transaction, at whose end goes in what `insert` is given, in one statement a table.

    Until then no query finds it. What is given within one that raises never goes in; one within
    another hands on to that.
    """
    with transaction.atomic():
        _waiting.levels.append([])
        try:
            yield
        finally:
            given = _waiting.levels.pop()
        if _waiting.levels:
            _waiting.levels[-1].extend(given)
        else:
            _insert_all(given)


def insert(manager: Any, rows: Iterable[Any], **options: Any) -> None:
    """Do `manager.bulk_create(rows, **options)`, now or with others of `inserts_together`.

    The options are always the same for a table. Of rows that would replace each other the last
    goes in.
    """
    given = (manager, list(rows), options)
    if _waiting.levels:
        _waiting.levels[-1].append(given)
    else:
        _insert_all([given])


def _insert_all(given: Iterable[tuple[Any, list[Any], dict[str, Any]]]) -> None:
    tables: dict[Any, tuple[Any, list[Any], dict[str, Any]]] = {}
    for manager, rows, options in given:
        tables.setdefault(manager.model, (manager, [], options))[1].extend(rows)
    for manager, rows, options in tables.values():
        if key := options.get("unique_fields"):
            rows = list({tuple(getattr(row, name) for name in key): row for row in rows}.values())
        manager.bulk_create(rows, **options)
