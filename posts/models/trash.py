"""What is set aside before it is deleted for good: out of sight, with all that hangs on it."""

from datetime import timedelta
from typing import Any, Final, Self

from django.conf import settings
from django.db import models

from posts.models.bulk import BulkQuerySet

DAYS_IN_TRASH: Final = 30


class TrashQuerySet[Row: models.Model](BulkQuerySet[Row]):
    def in_trash(self) -> Self:
        return self.filter(trashed_at__isnull=False)

    def not_in_trash(self) -> Self:
        """All but the few in the trash, whose keys an index has: no row is read for it."""
        return self.exclude(pk__in=self.model._default_manager.filter(trashed_at__isnull=False))


class Trashable(models.Model):
    """A row that may be in the trash since `trashed_at` (UTC), where `trashed_by` put it."""

    trashed_at = models.DateTimeField(null=True, blank=True, editable=False)
    trashed_by: Any = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
        db_index=False,
    )

    class Meta:
        abstract = True

    @property
    def trashed_until(self) -> Any:
        return self.trashed_at and self.trashed_at + timedelta(days=DAYS_IN_TRASH)


def trash_index(model: str) -> models.Index:
    in_trash = models.Q(trashed_at__isnull=False)
    return models.Index(fields=["trashed_at"], name=f"{model}_trash", condition=in_trash)
