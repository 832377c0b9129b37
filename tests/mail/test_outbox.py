"""What is to be mailed waits in the database, and goes out once, by a real server of mail."""

import threading
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection, transaction
from django.utils import timezone
from pytest_django import Settings

from historyblog.mail import MailServer
from posts import mail
from posts.models import OutboxMessage, Subscription
from tests.correspondence.subscribers import make_subscription
from tests.smtp import mail_sink

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def message(number: int = 1, to: str = "ann@example.org", **more: Any) -> mail.Message:
    return mail.Message(**{"key": f"k{number}", "to": to, "subject": "A", "text": "B"} | more)


def states() -> list[tuple[str, str, int]]:
    rows = OutboxMessage.objects.order_by("key")
    return list(rows.values_list("key", "state", "attempts"))


def use(settings: Settings, port: int) -> None:
    settings.SENDS_MAIL = True
    settings.MAILERS = {"default": MailServer("127.0.0.1", port).as_mailer()}


def test_each_message_goes_out_once(settings: Settings) -> None:
    with mail_sink() as sink:
        use(settings, sink.port)
        mail.put([message(1, subject="Ides\r\nBcc: all@example.org"), message(2)])
        mail.put([message(1, subject="Again")])
        assert (mail.send_due(), mail.send_due()) == (2, 0)
        letters = sink.wait_for(2)
    assert [(each["Subject"], each["To"], each["Bcc"]) for each in letters] == [
        ("Ides Bcc: all@example.org", "ann@example.org", None),
        ("A", "ann@example.org", None),
    ]
    assert states() == [("k1", "sent", 1), ("k2", "sent", 1)]


def test_what_is_rolled_back_was_never_written(settings: Settings) -> None:
    with transaction.atomic():
        mail.put([message()])
        transaction.set_rollback(True)
    assert states() == []


def test_nothing_goes_out_where_no_server_is_named() -> None:
    mail.put([message()])
    assert mail.send_due() == 0
    assert states() == [("k1", "waiting", 0)]


def test_a_server_that_is_away_is_asked_once_and_again_later(settings: Settings) -> None:
    with mail_sink() as sink:
        port = sink.port
    use(settings, port)
    start = timezone.now()
    with time_machine.travel(start, tick=False):
        mail.put([message(1), message(2)])
        assert mail.send_due() == 0
        assert states() == [("k1", "waiting", 1), ("k2", "waiting", 0)]
        assert OutboxMessage.objects.get(key="k1").problem.startswith("ConnectionRefusedError")
    with time_machine.travel(start + timedelta(minutes=3), tick=False), mail_sink(port) as sink:
        assert mail.send_due() == 2
        assert len(sink.wait_for(2)) == 2
    assert states() == [("k1", "sent", 2), ("k2", "sent", 1)]


def test_a_mailbox_that_is_gone_is_given_up_and_a_full_one_is_not(settings: Settings) -> None:
    with mail_sink() as sink:
        use(settings, sink.port)
        mail.put([message(1, "gone@example.org"), message(2, "full@example.org"), message(3)])
        assert mail.send_due() == 1
    assert states() == [("k1", "refused", 1), ("k2", "waiting", 1), ("k3", "sent", 1)]
    assert "no such mailbox" in OutboxMessage.objects.get(key="k1").problem


def test_after_three_days_and_more_it_is_given_up(settings: Settings) -> None:
    start = timezone.now()
    with mail_sink() as sink:
        use(settings, sink.port)
        mail.put([message(1, "full@example.org")])
        for hours in range(150):
            with time_machine.travel(start + timedelta(hours=hours), tick=False):
                mail.send_due()
            if states()[0][1] == "refused":
                break
    assert states() == [("k1", "refused", 14)]
    assert 72 < hours < 120


@pytest.mark.django_db(transaction=True)
def test_two_senders_at_once_send_each_message_once(settings: Settings) -> None:
    with mail_sink() as sink:
        use(settings, sink.port)
        mail.put(message(number) for number in range(20))
        sent: list[int] = []

        def work() -> None:
            try:
                sent.append(mail.send_due())
            finally:
                connection.close()

        threads = [threading.Thread(target=work) for _ in range(3)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert (sum(sent), len(sink.letters)) == (20, 20)


@pytest.mark.django_db(transaction=True)
def test_what_goes_to_a_subscription_is_marked_before_the_server_has_it(settings: Settings) -> None:
    seen = []

    def look() -> None:
        seen.append(states())
        connection.close()

    with mail_sink() as sink:
        sink.on_data = look
        use(settings, sink.port)
        mail.put([message(1), message(2, subscription=make_subscription())])
        assert mail.send_due() == 2
    assert seen == [
        [("k1", "waiting", 1), ("k2", "waiting", 0)],
        [("k1", "sent", 1), ("k2", "sending", 1)],
    ]
    assert states() == [("k1", "sent", 1), ("k2", "sent", 1)]


@pytest.mark.parametrize("to", ["lost", "hung"])
def test_what_a_server_may_have_taken_is_named_and_not_sent_again(
    settings: Settings, caplog: pytest.LogCaptureFixture, to: str
) -> None:
    with mail_sink() as sink:
        use(settings, sink.port)
        row = make_subscription(f"{to}@example.org")
        mail.put([message(1, f"{to}@example.org", subscription=row)])
        assert (mail.send_due(), mail.report_doubtful()) == (0, 0)
        assert states() == [("k1", "sending", 1)]
        with time_machine.travel(timezone.now() + timedelta(minutes=3), tick=False):
            assert [mail.report_doubtful() for _ in "12"] == ["1 (k1)", 0]
            assert mail.send_due() == 0
        assert len(sink.letters) == (to == "hung")
    assert states() == [("k1", "doubt", 1)]
    assert "example.org" not in caplog.text


def test_a_lasting_refusal_ends_a_subscription_and_its_address_is_in_no_log(
    settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    with mail_sink() as sink:
        use(settings, sink.port)
        for number, name in enumerate(("gone", "full", "ann")):
            row = make_subscription(f"{name}@example.org")
            mail.put([message(number, row.address, subscription=row)])
        assert mail.send_due() == 1
    assert states() == [("k1", "waiting", 1), ("k2", "sent", 1)]
    assert Subscription.objects.filter(address__startswith="gone").count() == 0
    assert Subscription.objects.count() == 2
    assert "no such mailbox" in caplog.text
    assert "example.org" not in caplog.text
