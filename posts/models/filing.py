from typing import Any

from django.db import models, transaction

from posts.models.redirect import keep_archive
from posts.models.redirect_target import path_of
from posts.models.slugs import Slugged


class FilingTerm(Slugged):
    """A row that posts are filed under, with an archive page whose old addresses lead to it."""

    picture = models.ForeignKey(
        "posts.Image",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="pictured_%(class)s",
    )
    pk: Any

    class Meta:
        abstract = True

    @transaction.atomic
    def save(self, *args: Any, **kwargs: Any) -> None:
        """Store the row; the address it had goes on leading to it."""
        fields = kwargs.get("update_fields")
        moves = self.pk is not None and (fields is None or "slug" in fields)
        rows: Any = type(self)._default_manager
        before = rows.select_for_update().filter(pk=self.pk).first() if moves else None
        super().save(*args, **kwargs)
        if before is not None and before.slug != self.slug:
            keep_archive(self, old_path=path_of(before))
