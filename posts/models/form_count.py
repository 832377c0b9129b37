"""How many forms readers have sent of late, by no address of theirs."""

from datetime import datetime
from typing import Self

from django.db import models


class FormCountQuerySet(models.QuerySet["FormCount"]):
    def begun_before(self, moment: datetime) -> Self:
        return self.filter(begun_at__lt=moment)


class FormCount(models.Model):
    """How many forms of one name came since `begun_at` from all addresses that share a bucket.

    Which one an address falls into is another every day (`posts.correspondence.limits`), and
    thousands fall into each: no row tells an address, and there are only so many rows.
    """

    form = models.CharField(max_length=20)
    bucket = models.PositiveIntegerField()
    begun_at = models.DateTimeField()
    number = models.PositiveIntegerField(default=0)

    objects = FormCountQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["form", "bucket"], name="form_count_once_a_bucket")
        ]

    def __str__(self) -> str:
        return f"{self.number} of {self.form} since {self.begun_at:%Y-%m-%d %H:%M} UTC"
