"""What is to be said to somebody by mail, until it has gone out."""

from datetime import datetime
from typing import Self

from django.db import models
from django.utils import timezone

SUBJECT_LENGTH = 200
PROBLEM_LENGTH = 500


class OutboxState(models.TextChoices):
    WAITING = "waiting", "waiting"
    SENDING = "sending", "handed over"
    SENT = "sent", "sent"
    REFUSED = "refused", "given up"
    DOUBT = "doubt", "sent or not, nobody knows"


class OutboxQuerySet(models.QuerySet["OutboxMessage"]):
    def due(self, now: datetime) -> Self:
        """Those to be sent at `now` (aware), the one that waits for longest first."""
        return self.filter(state=OutboxState.WAITING, due_at__lte=now).order_by("due_at", "pk")

    def left_over(self, now: datetime) -> Self:
        """Those that were handed over by a process that has not said since what came of it."""
        return self.filter(state=OutboxState.SENDING, due_at__lte=now)

    def settled_before(self, moment: datetime) -> Self:
        """Those that went out, or never will, and were written before `moment` (aware)."""
        return self.exclude(state=OutboxState.WAITING).filter(created_at__lt=moment)


class OutboxMessage(models.Model):
    """One message to one person. `key` names the person and the event: no two tell the same.

    What goes out for a `subscription` does so once at most: it is marked as handed over before it
    is, and in doubt not sent again. It goes with its subscription.
    """

    State = OutboxState

    key = models.CharField(max_length=120, unique=True)
    to = models.EmailField()
    subject = models.CharField(max_length=SUBJECT_LENGTH)
    text = models.TextField()
    html = models.TextField(blank=True, default="", db_default="")
    subscription = models.ForeignKey(
        "posts.Subscription",
        null=True,
        on_delete=models.CASCADE,
        related_name="messages",
        db_index=False,
    )
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
            ),
            models.Index(
                fields=["subscription"],
                condition=models.Q(subscription__isnull=False),
                name="outbox_of_subscription",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject} to {self.to}"
