"""Writes of many rows at once, told as single saves are: Django sends no signal for them."""

from collections.abc import Iterable
from typing import Any

from django.db import models, transaction
from django.dispatch import Signal

# Sent within the transaction: `sender` the model, `rows` what is written (a queryset before an
# update, a list after a creation), `fields` the names of what an update sets, else None.
bulk_written = Signal()


class BulkQuerySet[Row: models.Model](models.QuerySet[Row]):
    """A queryset whose `update`, `bulk_update` and `bulk_create` send `bulk_written`."""

    def update(self, **values: Any) -> int:
        # `bulk_update` comes here as well.
        with transaction.atomic(using=self.db):
            bulk_written.send(self.model, rows=self, fields=frozenset(values))
            return super().update(**values)

    update.alters_data = True  # type: ignore[attr-defined]

    def bulk_create(self, objs: Iterable[Row], *args: Any, **kwargs: Any) -> list[Row]:
        with transaction.atomic(using=self.db):
            rows = super().bulk_create(objs, *args, **kwargs)
            bulk_written.send(self.model, rows=rows, fields=None)
            return rows

    bulk_create.alters_data = True  # type: ignore[attr-defined]
