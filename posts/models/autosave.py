"""What somebody types and has not saved, and who has which post or dossier open."""

from datetime import timedelta
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.utils import timezone

from posts.models.versioned import belongs_once, of_one_work

PRESENT_FOR = timedelta(seconds=45)


class Autosave(models.Model):
    """What somebody has typed into one open form and not saved.

    `token` is the form's own; a form that has none shares that of its post. `pairs` are the
    form's fields as a browser would send them. Without any of those it is the text of a new
    one, of the kind that `noun` names. `version` is the one that the form was opened with.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="autosaves"
    )
    post, dossier, page = of_one_work("autosaves")
    noun = models.CharField(max_length=7, db_default="post")
    token = models.CharField(max_length=64, db_default="")
    version = models.PositiveIntegerField(null=True, blank=True)
    pairs = models.JSONField(default=list)
    saved_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-saved_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["user", "token"], name="autosave_once_a_form")
        ]

    def __str__(self) -> str:
        return f"unsaved text of {self.user_id} on {self.stored or f'a new {self.noun}'}"

    @property
    def stored(self) -> Any:
        """Return the post, dossier or page, None of a new one."""
        return self.post or self.dossier or self.page

    @property
    def title(self) -> str:
        """Return the title that was typed; '' for none."""
        return next((text.strip() for name, text in self.pairs if name == "title"), "")


class PresenceQuerySet(models.QuerySet["Presence"]):
    def now(self) -> Self:
        """Those whose form has given a sign of life within PRESENT_FOR."""
        return self.filter(seen_at__gte=timezone.now() - PRESENT_FOR)

    def silent(self) -> Self:
        """Those whose form has given none since, as after a crash."""
        return self.filter(seen_at__lt=timezone.now() - PRESENT_FOR)


class Presence(models.Model):
    """That somebody has a post or dossier open in its form: shown to others, and never a lock."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="presences"
    )
    post, dossier, page = of_one_work("presences")
    since = models.DateTimeField(default=timezone.now)
    seen_at = models.DateTimeField(default=timezone.now)

    objects = PresenceQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "presences"
        constraints = [
            belongs_once("presence"),
            models.UniqueConstraint(fields=["user", "post"], name="presence_once"),
            models.UniqueConstraint(fields=["user", "dossier"], name="presence_once_on_dossier"),
            models.UniqueConstraint(fields=["user", "page"], name="presence_once_on_page"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} on {self.post or self.dossier or self.page}"
