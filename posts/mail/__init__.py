"""Mail to people: an outbox that is part of each transaction, and the one sender of it."""

from posts.mail.letter import unsubscribe_url
from posts.mail.outbox import Message, put
from posts.mail.sender import report_doubtful, send_due

__all__ = ["Message", "put", "report_doubtful", "send_due", "unsubscribe_url"]
