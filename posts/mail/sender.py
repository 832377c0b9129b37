"""Sends what waits in the outbox, at once where a server runs and every hour anywhere.

Several processes may send at a time: each claims a message before it hands it over, by moving
the time at which it is tried again. One that dies in between leaves it to the next try, so that
a message may come twice, and none is lost.
"""

import logging
from datetime import timedelta
from smtplib import SMTPException, SMTPRecipientsRefused
from threading import Lock, Thread
from typing import Final

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import DatabaseError, connection
from django.db.models import F
from django.utils import timezone

from posts.models import PROBLEM_LENGTH, OutboxMessage, OutboxState

FIRST_WAIT: Final = timedelta(minutes=2)  # longer than a server of mail may take
LONGEST_WAIT: Final = timedelta(hours=12)
MOST_ATTEMPTS: Final = 14  # over three days
LASTING: Final = 500  # from this reply of SMTP on, the same answer would come again

_log = logging.getLogger(__name__)
_sending = Lock()


def send_soon() -> None:
    """Send in the background, so that nobody waits for it; a command leaves it to the timer."""
    if settings.IS_SERVER and settings.SENDS_MAIL:
        Thread(target=_send_in_background, name="outbox", daemon=True).start()


def _send_in_background() -> None:
    with _sending:
        try:
            send_due()
        except DatabaseError as error:
            _log.warning("The outbox waits for the database: %s", str(error).split("\n")[0])
        finally:
            connection.close()


def send_due() -> int:
    """Send all that is due, and return how many went out; none where no server is named.

    Ends at the first that finds no server: the others would wait for it as long.
    """
    sent = 0
    while settings.SENDS_MAIL and (message := _claim()):
        try:
            EmailMessage(message.subject, message.text, to=[message.to]).send()
        except SMTPRecipientsRefused as error:
            _refuse(message, error)
        except SMTPException as error:
            _note(message, error)
        except OSError as error:
            _note(message, error)
            break
        else:
            OutboxMessage.objects.filter(pk=message.pk).update(state=OutboxState.SENT, problem="")
            sent += 1
    return sent


def _claim() -> OutboxMessage | None:
    """Return a message that no other process sends; it is due again if this one never ends."""
    now = timezone.now()
    for message in OutboxMessage.objects.due(now)[:10]:
        wait = min(FIRST_WAIT * 2**message.attempts, LONGEST_WAIT)
        mine = OutboxMessage.objects.filter(pk=message.pk, due_at=message.due_at)
        if mine.due(now).update(due_at=now + wait, attempts=F("attempts") + 1):
            message.attempts += 1
            return message
    return None


def _refuse(message: OutboxMessage, error: SMTPRecipientsRefused) -> None:
    codes = [code for code, _ in error.recipients.values()]
    _note(message, error, is_lasting=bool(codes) and min(codes) >= LASTING)


def _note(message: OutboxMessage, error: Exception, *, is_lasting: bool = False) -> None:
    problem = f"{type(error).__name__}: {error}"[:PROBLEM_LENGTH]
    is_over = is_lasting or message.attempts >= MOST_ATTEMPTS
    state = OutboxState.REFUSED if is_over else OutboxState.WAITING
    OutboxMessage.objects.filter(pk=message.pk).update(state=state, problem=problem)
    _log.warning("Mail %s, attempt %s: %s", message.key, message.attempts, problem)
