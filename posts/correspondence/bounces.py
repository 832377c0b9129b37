"""What comes back of the mail to subscribers: bounces (RFC 3464), and what mail programs ask."""

import re
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import Message
from typing import Final

from django.conf import settings
from django.db.models import F

from posts.correspondence.subscriptions import end
from posts.models import Subscription

LONGEST: Final = 1_000_000  # bytes that are looked at
# A mailbox that is full will be emptied, though most servers call that lasting.
FULL: Final = "5.2.2"
_STATUS: Final = re.compile(r"[245]\.\d{1,3}\.\d{1,3}")


def take_in(raw: bytes, recipient: str = "") -> str:
    """End or mark the subscription that a message came back of, and return what was done.

    It is known by the address to which the message came, `recipient`, or which stands in it.
    """
    letter = message_from_bytes(raw[:LONGEST], policy=policy.compat32)
    token = _token(recipient) or _token(raw[:LONGEST].decode("latin-1"))
    subscription = Subscription.objects.filter(token=token).first()
    if subscription is None:
        return "It names no subscription."
    name = f"subscription {subscription.pk}"
    if _asks_to_end(letter) or any(_is_lasting(*each) for each in _reports(letter)):
        end(subscription.token)
        return f"Ended {name}."
    Subscription.objects.filter(pk=subscription.pk).update(soft_bounces=F("soft_bounces") + 1)
    return f"Counted for {name}."


def _token(text: str) -> str | None:
    name = re.escape(settings.MAIL_BOUNCES.partition("@")[0])
    found = re.search(rf"\b{name}\+([0-9a-f]{{32}})\b", text, re.IGNORECASE) if name else None
    return found[1].lower() if found else None


def _asks_to_end(letter: Message) -> bool:
    """Whether a mail program has taken the other way out of a letter."""
    return " ".join(str(letter.get("Subject", "")).split()).lower() == "unsubscribe"


def _reports(letter: Message) -> Iterator[tuple[str, str]]:
    """Yield action and status of each recipient, in whatever the report was forwarded."""
    for part in letter.walk():
        if part.get_content_type() == "message/delivery-status":
            blocks = part.get_payload() if part.is_multipart() else []
            for block in blocks:
                if isinstance(block, Message) and block.get("Status"):
                    yield str(block.get("Action", "")).strip().lower(), str(block["Status"])


def _is_lasting(action: str, status: str) -> bool:
    found = _STATUS.search(status)
    code = found[0] if found else ""
    return action == "failed" and code.startswith("5.") and code != FULL
