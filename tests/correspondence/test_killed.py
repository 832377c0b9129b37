"""The run that sends mail, killed at any moment: nobody gets two, and what is in doubt is named."""

import os
import random
import re
import signal
import threading
import traceback
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import time_machine
from django.core.management import call_command
from django.db import connection
from pytest_django import Settings

from historyblog.mail import MailServer
from posts.models import OutboxMessage
from tests.correspondence.subscribers import make_subscription
from tests.factories import make_post
from tests.smtp import Sink, mail_sink

MORNING = datetime(2026, 10, 14, 7, tzinfo=UTC)
NEXT_RUN = timedelta(minutes=3)  # after the two in which a message belongs to who claimed it


class Killer:
    """Kills a process `after` so many seconds from the start of a letter on; 0 is at once."""

    def __init__(self, pid: int, letter: int, after: float) -> None:
        self.pid, self.left, self.after = pid, letter, after

    def begin(self) -> None:
        self.left -= 1
        if self.left == 0 and self.after:
            threading.Timer(self.after, self._kill).start()
        elif self.left == 0:
            self._kill()

    def _kill(self) -> None:
        os.kill(self.pid, signal.SIGKILL)


def start_due(said: Path) -> int:
    """Run `manage.py due` in a process of its own, which shares nothing but the database."""
    connection.close()
    if pid := os.fork():
        return pid
    try:
        with said.open("a", buffering=1) as out:
            call_command("due", stdout=out)
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(0)


def run_killed(sink: Sink, said: Path, chosen: random.Random, number: int) -> None:
    """Every second time it dies while the server takes a letter, else at any moment after that."""
    pid = start_due(said)
    after = chosen.uniform(0.0001, 0.04) if number % 2 else 0
    sink.on_data = Killer(pid, chosen.randint(1, 4), after).begin
    assert os.waitpid(pid, 0)[1] == signal.SIGKILL
    sink.on_data = lambda: None


@pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")
@pytest.mark.parametrize("number", [5, pytest.param(50, marks=pytest.mark.long)])
@pytest.mark.django_db(transaction=True)
def test_nobody_gets_two_and_what_is_in_doubt_is_named(
    settings: Settings, tmp_path: Path, number: int
) -> None:
    make_post("Hastings")
    everybody = {f"{each}@example.org" for each in range(10 * number)}
    for address in everybody:
        make_subscription(address)
    chosen, said, letters, port, now = random.Random(7), tmp_path / "said", [], 0, MORNING
    settings.SENDS_MAIL = True
    for kills in (range(number // 2), range(number // 2, number), ()):
        with mail_sink(port) as sink:
            port = sink.port
            settings.MAILERS = {"default": MailServer("127.0.0.1", port).as_mailer()}
            for each in kills:
                with time_machine.travel(now := now + NEXT_RUN):
                    run_killed(sink, said, chosen, each)
            if not kills:
                with time_machine.travel(now := now + NEXT_RUN):
                    os.waitpid(start_due(said), 0)
        # And once while no server of mail is there.
        with time_machine.travel(now := now + NEXT_RUN):
            os.waitpid(start_due(said), 0)
        letters += [str(letter["To"]) for letter in sink.letters]

    doubtful = OutboxMessage.objects.filter(state="doubt")
    assert Counter(letters).most_common(1)[0][1] == 1
    assert everybody - set(letters) <= set(doubtful.values_list("to", flat=True))
    assert number // 2 <= doubtful.count() <= number
    assert set(OutboxMessage.objects.values_list("state", flat=True)) == {"sent", "doubt"}
    named = re.findall(r"not sent again: 1 \((stories \d+ 2026-10-14)\)", said.read_text())
    assert sorted(named) == sorted(doubtful.values_list("key", flat=True))
