"""Subscriptions made without a letter, and what a real server of mail was given for them."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from pytest_django import Settings

from historyblog.mail import MailServer
from posts import mail
from posts.correspondence.stories_by_mail import write_due
from posts.models import Subscription
from tests.smtp import Sink, mail_sink

LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


def make_subscription(address: str = "ann@example.org", **fields: Any) -> Subscription:
    number = Subscription.objects.count() + 1
    defaults = {"zone": "UTC", "token": f"{number:032x}", "confirmed_at": LONG_AGO}
    return Subscription.objects.create(address=address, **defaults | fields)


@contextmanager
def served(settings: Settings) -> Iterator[Sink]:
    """A site that sends its mail to a server of its own."""
    with mail_sink() as sink:
        settings.SENDS_MAIL = True
        settings.MAILERS = {"default": MailServer("127.0.0.1", sink.port).as_mailer()}
        yield sink


def deliver() -> tuple[int, int]:
    """Do what `manage.py due` does of it: return what was written, and what was sent."""
    return write_due(), mail.send_due()
