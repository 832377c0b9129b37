"""What comes back of mail, as servers and people send it."""

import io
import sys
from email.message import EmailMessage, Message
from types import SimpleNamespace

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError
from pytest_django import Settings

from posts.correspondence import bounces
from posts.models import Subscription
from tests.correspondence.subscribers import make_subscription

pytestmark = [pytest.mark.django_db, pytest.mark.any_engine]
TOKEN = f"{1:032x}"
BACK = f"bounces+{TOKEN}@almanac.example"


@pytest.fixture(autouse=True)
def _subscribed(settings: Settings) -> None:
    settings.MAIL_BOUNCES = "bounces@almanac.example"
    make_subscription()
    make_subscription("bob@example.org")


def report(action: str = "failed", status: str = "5.1.1", to: str = BACK) -> EmailMessage:
    """A bounce as RFC 3464 has it: words, a block of the server and one of the recipient."""
    letter = EmailMessage()
    letter["From"], letter["To"], letter["Subject"] = "MAILER-DAEMON@mx.example", to, "Undelivered"
    letter.set_content("I am sorry.")
    letter.make_mixed()
    server, recipient = Message(), Message()
    server["Reporting-MTA"] = "dns; mx.example"
    recipient["Final-Recipient"] = "rfc822; ann@example.org"
    recipient["Action"], recipient["Status"] = action, status
    part = Message()
    part["Content-Type"] = "message/delivery-status"
    part.set_payload([server, recipient])
    letter.attach(part)
    letter.set_param("report-type", "delivery-status")
    return letter


def forwarded(inner: EmailMessage, to: str) -> EmailMessage:
    outer = EmailMessage()
    outer["To"], outer["Subject"] = to, "Fwd: Undelivered"
    outer.set_content("What is this?")
    outer.add_attachment(inner)
    return outer


def words(subject: str, text: str, to: str = BACK) -> EmailMessage:
    letter = EmailMessage()
    letter["To"], letter["Subject"] = to, subject
    letter.set_content(text)
    return letter


def pipe(raw: bytes, monkeypatch: pytest.MonkeyPatch, *recipient: str) -> str:
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(raw)))
    out = io.StringIO()
    call_command("mail_bounce", *recipient, stdout=out)
    return out.getvalue().split()[0]


ENDED, COUNTED, UNKNOWN = ("Ended", 0, 0), ("Counted", 1, 1), ("It", 1, 0)


@pytest.mark.parametrize(
    ("letter", "recipient", "done"),
    [
        (report(), "", ENDED),
        (report("Failed", "5.7.1 (blocked)"), "", ENDED),
        (report(to="postmaster@almanac.example"), BACK.upper(), ENDED),
        (forwarded(report(), "desk@almanac.example"), BACK, ENDED),
        (forwarded(report(), "desk@almanac.example"), "", ENDED),
        (words(" Unsubscribe ", ""), "", ENDED),
        (report(status="5.2.2"), "", COUNTED),
        (report(status="4.2.2"), "", COUNTED),
        (report("delayed", "5.1.1"), "", COUNTED),
        (report("relayed", "2.0.0"), "", COUNTED),
        (report(status="odd"), "", COUNTED),
        (words("failure notice", "550 5.1.1 no such user"), "", COUNTED),
        (words("Out of office", "unsubscribe"), "", COUNTED),
        (report(to=f"bounces+{2**100:032x}@almanac.example"), "", UNKNOWN),
        (report(to="bounces@almanac.example"), "", UNKNOWN),
        (report(to=f"others+{TOKEN}@almanac.example"), "", UNKNOWN),
    ],
)
def test_a_lasting_bounce_ends_it_and_any_other_is_counted(monkeypatch, letter, recipient, done):
    said = pipe(letter.as_bytes(), monkeypatch, *filter(None, [recipient]))
    row = Subscription.objects.filter(token=TOKEN).first()
    assert (said, row is not None, row.soft_bounces if row else 0) == done
    assert Subscription.objects.filter(address="bob@example.org").count() == 1


@pytest.mark.parametrize("raw", [b"", b"\xff\xfe\x00", b"To: \xe4\n\n", b"MIME-Version: 1.0\n" * 9])
def test_what_is_no_message_is_passed_over(monkeypatch, raw):
    assert pipe(raw, monkeypatch) == "It"
    assert pipe(raw, monkeypatch, BACK) == "Counted"


def test_without_a_mailbox_for_them_nothing_is_known(monkeypatch, settings):
    settings.MAIL_BOUNCES = ""
    assert pipe(report().as_bytes(), monkeypatch, BACK) == "It"


def test_while_the_database_is_away_the_server_of_mail_keeps_it(monkeypatch):
    def away(raw: bytes, recipient: str) -> str:
        raise DatabaseError("away")

    monkeypatch.setattr("posts.management.commands.mail_bounce.take_in", away)
    with pytest.raises(CommandError, match="away") as caught:
        pipe(b"", monkeypatch)
    assert caught.value.returncode == 75
    assert bounces.LONGEST > 100_000
