"""What an import that wrote something did, for the desk to tell and for undo to find."""

from django.db import models
from django.utils import timezone

SOURCE_LENGTH = 500


class ImportRun(models.Model):
    """One run; `source` is as it was typed, `by` the account of the machine that typed it.

    Without `ended_at` it goes on still, or was broken off. `told` is what the report says, cut.
    """

    kind = models.CharField(max_length=20)
    source = models.CharField(max_length=SOURCE_LENGTH)
    site = models.CharField(max_length=100, blank=True)
    by = models.CharField(max_length=100, blank=True)
    started_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)
    counts = models.JSONField(default=list, blank=True)  # pairs: one engine orders no objects
    told = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering = ["-id"]
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.pk}: {self.site or self.source}"

    @property
    def counted(self) -> str:
        return ", ".join(f"{number:,} {name}" for name, number in self.counts if number)

    @property
    def brought(self) -> bool:
        """Whether it created or updated a post or page, as far as is known."""
        counts = dict(self.counts) or {"created": 1}
        return bool(counts.get("created") or counts.get("updated"))
