"""Mail to people: an outbox that is part of each transaction, and the one sender of it."""

from posts.mail.outbox import Message, put
from posts.mail.sender import send_due

__all__ = ["Message", "put", "send_due"]
