from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction

from posts.mail.sender import send_soon
from posts.models import SUBJECT_LENGTH, OutboxMessage


@dataclass(frozen=True)
class Message:
    """`key` names person and event, so that nobody is told the same twice."""

    key: str
    to: str
    subject: str
    text: str


def put(messages: Iterable[Message]) -> None:
    """Have messages sent once the transaction is through; those whose key is known are left."""
    rows = [
        OutboxMessage(key=m.key, to=m.to, subject=_one_line(m.subject), text=m.text)
        for m in messages
    ]
    if rows:
        OutboxMessage.objects.bulk_create(rows, ignore_conflicts=True)
        transaction.on_commit(send_soon)


def _one_line(subject: str) -> str:
    """A line break in a subject would begin another header."""
    return " ".join(subject.split())[:SUBJECT_LENGTH]
