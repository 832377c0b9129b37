"""Whether this process lives, and whether it can serve: for machines that ask every few seconds.

The reasons are fixed words, since anybody may read them; the log has the rest.
"""

import logging
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Lock
from typing import Final

from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from historyblog import cache

LONGEST: Final = 1.5  # seconds that an answer may take
HOLDS_FOR: Final = 1.0  # seconds, so that a thousand questions are one to the database
_HEADERS: Final = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}
log = logging.getLogger(__name__)


class CacheAway(Exception):
    """The cache does not answer; the text says why."""


class Check:
    """A question that one thread at a time asks, however many wait for its answer."""

    def __init__(self, name: str, ask: Callable[[], str]) -> None:
        self._name, self._ask, self._told = name, ask, ""
        self._lock = Lock()
        self._thread = ThreadPoolExecutor(1, f"ready-{name}")
        self._asked: Future[str] | None = None
        self._asked_at = 0.0

    def begin(self) -> Future[str]:
        with self._lock:
            is_over = self._asked is None or self._asked.done()
            if self._asked is None or (is_over and time.monotonic() - self._asked_at > HOLDS_FOR):
                self._asked, self._asked_at = self._thread.submit(self._answer), time.monotonic()
            return self._asked

    def complaint(self, asked: Future[str], until: float) -> str:
        try:
            return asked.result(timeout=max(until - time.monotonic(), 0))
        except TimeoutError:
            return f"{self._name}: does not answer in time"

    def _answer(self) -> str:
        try:
            answer, self._told = self._ask(), ""
            return answer
        except Exception as error:
            self._tell(" ".join(str(error).split()))
            return f"{self._name}: does not answer"

    def _tell(self, reason: str) -> None:
        if reason != self._told:
            log.warning("Not ready, %s: %s", self._name, reason)
        self._told = reason


def open_migrations() -> int:
    """Return how many migrations of this code the database lacks."""
    executor = MigrationExecutor(connection)
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def _ask_database() -> str:
    try:
        number = open_migrations()
    finally:
        connection.close()
    return f"migrations: {number} not applied" if number else ""


def _ask_cache() -> str:
    if complaint := cache.complaint():
        raise CacheAway(complaint)
    return ""


class Readiness:
    def __init__(self) -> None:
        self._checks = [Check("database", _ask_database)]
        if settings.REDIS_URL:
            self._checks.append(Check("cache", _ask_cache))

    def complaints(self) -> list[str]:
        until = time.monotonic() + LONGEST
        asked = [(check, check.begin()) for check in self._checks]
        return [said for check, future in asked if (said := check.complaint(future, until))]


_readiness = Readiness()


@csrf_exempt
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """This process answers; nothing else is asked."""
    return _text("ok")


@csrf_exempt
@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """Database, migrations and cache are as pages need them: 200, or 503 with what is not."""
    complaints = _readiness.complaints()
    response = _text("\n".join(complaints), 503) if complaints else _text("ok")
    # Else Django's log had an error for each time that it is asked.
    response._has_been_logged = True  # type: ignore[attr-defined]
    return response


def _text(words: str, status: int = 200) -> HttpResponse:
    kind = "text/plain; charset=utf-8"
    return HttpResponse(f"{words}\n", status=status, content_type=kind, headers=_HEADERS)


class Probes:
    """Answers these two addresses before the middleware that asks for https and for a known Host.

    Who probes a machine asks it by its number. Nothing of the request is in the answer.
    """

    views: Final = {"/healthz": healthz, "/readyz": readyz}

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.views.get(request.path_info, self.get_response)(request)
