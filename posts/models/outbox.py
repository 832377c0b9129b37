"""What is to be said to somebody by mail, until it has gone out."""

from datetime import datetime
from typing import Self

from django.db import models
from django.utils import timezone

SUBJECT_LENGTH = 200
PROBLEM_LENGTH = 500


class OutboxState(models.TextChoices):
    WAITING = "waiting", "waiting"
    SENT = "sent", "sent"
    REFUSED = "refused", "given up"


class OutboxQuerySet(models.QuerySet["OutboxMessage"]):
    def due(self, now: datetime) -> Self:
        """Those to be sent at `now` (aware), the one that waits for longest first."""
        return self.filter(state=OutboxState.WAITING, due_at__lte=now).order_by("due_at", "pk")

    def settled_before(self, moment: datetime) -> Self:
        """Those that went out, or never will, and were written before `moment` (aware)."""
        return self.exclude(state=OutboxState.WAITING).filter(created_at__lt=moment)


class OutboxMessage(models.Model):
    """One message to one person. `key` names the person and the event: no two tell the same."""

    State = OutboxState

    key = models.CharField(max_length=120, unique=True)
    to = models.EmailField()
    subject = models.CharField(max_length=SUBJECT_LENGTH)
    text = models.TextField()
    state = models.CharField(max_length=7, choices=OutboxState, default=OutboxState.WAITING)
    created_at = models.DateTimeField(default=timezone.now)
    due_at = models.DateTimeField(default=timezone.now)
    attempts = models.PositiveSmallIntegerField(default=0)
    problem = models.CharField(max_length=PROBLEM_LENGTH, blank=True)

    objects = OutboxQuerySet.as_manager()

    class Meta:
        verbose_name = "outgoing message"
        indexes = [
            models.Index(
                fields=["due_at"],
                condition=models.Q(state=OutboxState.WAITING.value),
                name="outbox_waiting",
            )
        ]

    def __str__(self) -> str:
        return f"{self.subject} to {self.to}"
