"""What somebody is told of a post at the desk, and whether by mail as well."""

from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.utils import timezone

from posts.models.fields import LineField, in_choices, length_limit, person
from posts.models.publishing import Status
from posts.models.revision import NOTE_LENGTH


class NoticeKind(models.TextChoices):
    SUBMITTED = "submitted", "sent to review"
    RETURNED = "returned", "sent back"
    SCHEDULED = "scheduled", "scheduled"
    PUBLISHED = "published", "published"
    WITHDRAWN = "withdrawn", "withdrawn"
    ASKED = "asked", "asked you to review"
    NOTED = "noted", "wrote a note on"
    LETTER = "letter", "wrote about"


class NoticeQuerySet(models.QuerySet["Notice"]):
    def settled_before(self, moment: datetime) -> Self:
        """Those seen before `moment` (aware), but for who was asked to review what waits still."""
        waits = models.Q(kind=NoticeKind.ASKED) & ~models.Q(post__status=Status.APPROVED)
        return self.filter(seen_at__lt=moment).exclude(waits)

    def of_letters(self) -> Self:
        return self.filter(kind=NoticeKind.LETTER)


class Notice(models.Model):
    """That `by` did something to a post which `recipient` should know of; None are its readers.

    Whose review was asked for is the recipient of the last one that asks.
    """

    Kind = NoticeKind

    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notices"
    )
    post = models.ForeignKey("posts.Post", on_delete=models.CASCADE, related_name="notices")
    kind = models.CharField(max_length=9, choices=NoticeKind)
    by = person("notices_given")
    text = LineField(max_length=NOTE_LENGTH, blank=True)
    at = models.DateTimeField(default=timezone.now)
    seen_at = models.DateTimeField(null=True, blank=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-id"]
        constraints = [
            in_choices("notice", "kind", NoticeKind),
            length_limit("notice", "text", NOTE_LENGTH),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} at {self.at:%Y-%m-%d %H:%M} UTC"


class NoticePreference(models.Model):
    """Whether somebody wants notices by mail as well; without a row: yes."""

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notice_preference"
    )
    by_mail = models.BooleanField(default=True)

    def __str__(self) -> str:
        return "by mail" if self.by_mail else "at the desk"
