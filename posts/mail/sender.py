"""Sends what waits in the outbox, at once where a server runs and every hour anywhere.

Several processes may send at a time: each claims a message before it hands it over, by moving
the time at which it is tried again. One that dies in between leaves it to the next try, so that
a message may come twice, and none is lost. What goes to a subscription is marked with the claim
as handed over: it never comes twice, and what nobody knows of is reported.
"""

import logging
import re
from datetime import timedelta
from smtplib import SMTPException, SMTPRecipientsRefused, SMTPResponseException
from threading import Lock, Thread
from typing import Final

from django.conf import settings
from django.core.mail import mailers
from django.db import DatabaseError, connection
from django.db.models import F
from django.utils import timezone

from posts.mail.letter import letter_of
from posts.models import PROBLEM_LENGTH, OutboxMessage, OutboxState

FIRST_WAIT: Final = timedelta(minutes=2)  # longer than a server of mail may take
LONGEST_WAIT: Final = timedelta(hours=12)
MOST_ATTEMPTS: Final = 14  # over three days
LASTING: Final = 500  # from this reply of SMTP on, the same answer would come again
NAMED: Final = 20  # of the messages in doubt
# By these a server has said that it does not take a message.
_ANSWERS: Final = (SMTPRecipientsRefused, SMTPResponseException, ValueError)

_log = logging.getLogger(__name__)
_sending = Lock()


def send_soon() -> None:
    """Send in the background, so that nobody waits for it; a command leaves it to the timer."""
    if settings.IS_SERVER and settings.SENDS_MAIL:
        Thread(target=_send_in_background, name="outbox", daemon=True).start()


def _send_in_background() -> None:
    with _sending:
        try:
            send_due(to_subscribers=False)
        except DatabaseError as error:
            _log.warning("The outbox waits for the database: %s", str(error).split("\n")[0])
        finally:
            connection.close()


def send_due(*, to_subscribers: bool = True) -> int:
    """Send all that is due, and return how many went out; none where no server is named.

    Ends at the first that finds no server: the others would wait for it as long.
    """
    sent = 0
    while settings.SENDS_MAIL and (message := _claim(to_subscribers)):
        failure = _hand_over(message)
        sent += failure is None
        if isinstance(failure, OSError) and not isinstance(failure, SMTPException):
            break
    return sent


def report_doubtful() -> str | int:
    """Give up what was handed over and never heard of again, and return its names; else 0."""
    rows = OutboxMessage.objects.left_over(timezone.now())
    keys = list(rows.values_list("key", flat=True).order_by("key"))
    for key in keys:
        _log.warning("Mail %s is in doubt, and is not sent again.", key)
    rows.filter(key__in=keys).update(state=OutboxState.DOUBT, text="", html="")
    more = ["…"] if len(keys) > NAMED else []
    return f"{len(keys)} ({', '.join(keys[:NAMED] + more)})" if keys else 0


def _claim(to_subscribers: bool) -> OutboxMessage | None:
    """Return a message that no other process sends; it is due again if this one never ends."""
    now = timezone.now()
    rows = OutboxMessage.objects.due(now).select_related("subscription")
    for message in (rows if to_subscribers else rows.filter(subscription=None))[:10]:
        wait = min(FIRST_WAIT * 2**message.attempts, LONGEST_WAIT)
        state = OutboxState.SENDING if message.subscription else OutboxState.WAITING
        mine = OutboxMessage.objects.filter(pk=message.pk, due_at=message.due_at)
        if mine.due(now).update(state=state, due_at=now + wait, attempts=F("attempts") + 1):
            message.attempts += 1
            return message
    return None


def _hand_over(message: OutboxMessage) -> Exception | None:
    """Have the server take a message, note what came of it, and return what went wrong."""
    server, is_open = mailers.default, False
    try:
        server.open()
        is_open = True
        server.send_messages([letter_of(message)])
    except (OSError, ValueError) as error:  # of an address that is none
        may_have_taken = is_open and not isinstance(error, _ANSWERS)
        _note(message, error, may_have_taken=may_have_taken)
        return error
    finally:
        server.close()
    told = {"text": "", "html": ""} if message.subscription else {}
    OutboxMessage.objects.filter(pk=message.pk).update(state=OutboxState.SENT, problem="", **told)
    return None


def _note(message: OutboxMessage, error: Exception, *, may_have_taken: bool) -> None:
    told = f"{type(error).__name__}: {error}"[:PROBLEM_LENGTH]
    # Whose address it is stands in no log.
    problem = re.sub(re.escape(message.to), "…", told, flags=re.IGNORECASE)
    _log.warning("Mail %s, attempt %s: %s", message.key, message.attempts, problem)
    subscription = message.subscription
    if subscription and may_have_taken:
        return
    is_lasting = _is_lasting(error)
    if subscription and is_lasting:
        subscription.delete()
        return
    is_over = is_lasting or message.attempts >= MOST_ATTEMPTS
    state = OutboxState.REFUSED if is_over else OutboxState.WAITING
    OutboxMessage.objects.filter(pk=message.pk).update(state=state, problem=problem)


def _is_lasting(error: Exception) -> bool:
    """Whether nothing will ever come to that address."""
    if not isinstance(error, SMTPRecipientsRefused):
        return isinstance(error, ValueError)
    codes = [code for code, _ in error.recipients.values()]
    return bool(codes) and min(codes) >= LASTING
