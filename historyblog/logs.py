"""Lines of the log, plain or as JSON: none holds a secret of the site or a token."""

import json
import logging
import re
from datetime import UTC, datetime
from functools import cache
from typing import Any, Final

from django.conf import settings

from historyblog import outages
from historyblog.trace import current

LONGEST = 300  # characters
SHORTEST_SECRET: Final = 6  # characters; a shorter one would blacken half of the words
_TOKEN: Final = re.compile(r"(/preview/|/follow/(?:confirm|unsubscribe)/)[^/\s\"'?]+")


class OneLine(logging.Filter):
    """Keeps of a record one short line: what strangers send is no fault of the code."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = record.getMessage()[:LONGEST], ()
        record.exc_info = record.exc_text = None
        return True


class Outages(logging.Filter):
    """Keeps of what the machine refuses its reason, and nothing of what is told already."""

    def filter(self, record: logging.LogRecord) -> bool:
        error = record.exc_info[1] if record.exc_info else None
        if error is None or not outages.outage_of(error):
            return True
        record.msg, record.args = f"{record.getMessage()}: {outages.reason_of(error)}", ()
        record.exc_info = record.exc_text = None
        return not outages.is_told(error)


@cache
def _secrets() -> tuple[str, ...]:
    found = (
        settings.SECRET_KEY,
        *(database.get("PASSWORD", "") for database in settings.DATABASES.values()),
        settings.MAIL_SERVER.password,
        settings.REDIS_URL.rpartition("@")[0].rpartition(":")[2],
    )
    return tuple(secret for secret in found if len(secret) >= SHORTEST_SECRET)


def without_secrets(text: str) -> str:
    for secret in _secrets():
        text = text.replace(secret, "***")
    return _TOKEN.sub(r"\1***", text)


class PlainLine(logging.Formatter):
    """Time, level, logger, the request's id in brackets, and the message."""

    def format(self, record: logging.LogRecord) -> str:
        trace = current()
        record.of_request = f" [{trace.id}]" if trace else ""
        return without_secrets(super().format(record))


class JsonLine(logging.Formatter):
    """One object a line; a traceback stands in a field of it."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        if trace := current():
            line |= {"request_id": trace.id, "user": trace.user_id()}
        line |= getattr(record, "fields", {})
        if record.exc_info:
            line["traceback"] = self.formatException(record.exc_info)
        shown = {
            name: without_secrets(value) if isinstance(value, str) else value
            for name, value in line.items()
        }
        return json.dumps(shown, default=str)
