from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction

from posts.mail.sender import send_soon
from posts.models import SUBJECT_LENGTH, OutboxMessage, Subscription


@dataclass(frozen=True)
class Message:
    """`key` names person and event, so that nobody is told the same twice.

    One for a subscription goes out once at most, with `html` beside its text and a way out.
    """

    key: str
    to: str
    subject: str
    text: str
    html: str = ""
    subscription: Subscription | None = None


def put(messages: Iterable[Message]) -> None:
    """Have messages sent once the transaction is through; those whose key is known are left."""
    rows = [OutboxMessage(**vars(m) | {"subject": _one_line(m.subject)}) for m in messages]
    if rows:
        OutboxMessage.objects.bulk_create(rows, ignore_conflicts=True)
        transaction.on_commit(send_soon)


def _one_line(subject: str) -> str:
    """A line break in a subject would begin another header."""
    return " ".join(subject.split())[:SUBJECT_LENGTH]
