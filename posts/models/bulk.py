"""Writes of many rows at once, told as single saves are: Django sends no signal for them."""

from collections.abc import Iterable
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
