"""Errors as mail to the people who run the site: what happened and where, and nothing of visitors.

A fault on every page is one letter for a while, and no process writes more than a few an hour.
"""

import logging
import time
from collections import deque
from threading import Lock, Thread
from typing import Final

from django.conf import settings
from django.core.mail import EmailMessage

from historyblog.logs import without_secrets
from historyblog.mail import SECONDS
from historyblog.trace import current

QUIET: Final = 600.0  # seconds, for which an error of the same kind at the same place is not told
MOST_AN_HOUR: Final = 10
HOUR: Final = 3600.0
LONGEST_SUBJECT: Final = 150  # characters
log = logging.getLogger(__name__)


class ErrorMail(logging.Handler):
    def __init__(self, level: int | str = logging.ERROR) -> None:
        super().__init__(level)
        self.setFormatter(logging.Formatter())
        self._throttle = Throttle()
        self._sending: list[Thread] = []

    def emit(self, record: logging.LogRecord) -> None:
        if not settings.ADMINS or record.name == __name__:
            return
        untold = self._throttle.untold_before(_kind_of(record), time.monotonic())
        if untold is None:
            return
        letter = self._letter(record, untold)
        # No reader waits for a server of mail.
        thread = Thread(target=_send, args=(letter,), daemon=True)
        self._sending = [each for each in self._sending if each.is_alive()] + [thread]
        thread.start()

    def flush(self) -> None:
        """At the end of a command a letter is still on its way."""
        for thread in self._sending:
            thread.join(SECONDS)

    def _letter(self, record: logging.LogRecord, untold: int) -> EmailMessage:
        trace, message = current(), record.getMessage()
        lines = [f"{record.levelname} {record.name}: {self.format(record)}", ""]
        if trace:
            lines.append(f"Request {trace.id}, user {trace.user_id() or 'none'}")
        if untold:
            lines.append(
                f"{untold} more since the last letter were not told by mail; the log has them."
            )
        subject = without_secrets(f"[{settings.SITE_NAME}] {message}")
        return EmailMessage(
            " ".join(subject.split())[:LONGEST_SUBJECT],
            without_secrets("\n".join(lines)),
            settings.SERVER_EMAIL,
            settings.ADMINS,
        )


def _send(letter: EmailMessage) -> None:
    try:
        letter.send()
    except Exception as error:
        # Not by mail.
        log.warning("An error could not be told by mail: %s", error)


def _kind_of(record: logging.LogRecord) -> str:
    """Return what errors of one cause have in common: class and place, not the address asked."""
    error = record.exc_info[1] if record.exc_info else None
    if error is None:
        return f"{record.name} {record.msg}"
    last = error.__traceback__
    while last and last.tb_next:
        last = last.tb_next
    place = f"{last.tb_frame.f_code.co_filename}:{last.tb_lineno}" if last else ""
    return f"{type(error).__name__} {place}"


class Throttle:
    def __init__(self) -> None:
        self._lock = Lock()
        self._told: dict[str, float] = {}
        self._times: deque[float] = deque()
        self._untold = 0

    def untold_before(self, kind: str, now: float) -> int | None:
        """Return how many were passed over since the last one that was told; None: pass it over."""
        with self._lock:
            while self._times and now - self._times[0] > HOUR:
                self._times.popleft()
            is_known = now - self._told.get(kind, -QUIET) < QUIET
            if is_known or len(self._times) >= MOST_AN_HOUR:
                self._untold += 1
                return None
            self._told = {kind: at for kind, at in self._told.items() if now - at < QUIET}
            self._told[kind] = now
            self._times.append(now)
            untold, self._untold = self._untold, 0
            return untold
