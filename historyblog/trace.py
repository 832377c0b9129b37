"""What is known of the request that a thread works on: its id, who asks, and what it has cost."""

import logging
import random
import re
import time
from collections.abc import Callable
from contextlib import ExitStack
from contextvars import ContextVar
from typing import Any, Final

from django.conf import settings
from django.db import connections
from django.http import HttpRequest, HttpResponse

HEADER: Final = "X-Request-ID"
IN_ENVIRON: Final = "historyblog.trace"
LONGEST_STATEMENT: Final = 2_000  # characters
_SANE: Final = re.compile(r"[A-Za-z0-9._-]{8,64}")
log = logging.getLogger(__name__)


class Trace:
    # Of the class until Django is asked: most requests are answered with a page that is kept.
    request: HttpRequest | None = None
    user: int | None = None
    statements = 0
    database_seconds = 0.0

    def __init__(self, given: str = "") -> None:
        """`given` is the id that a trusted proxy has made; one that could be anything else is not
        taken."""
        # Not by os.urandom, whose system call lets another thread have the interpreter.
        is_sane = given and _SANE.fullmatch(given)
        self.id = given if is_sane else f"{random.getrandbits(64):016x}"
        self.began = time.perf_counter()

    @property
    def milliseconds(self) -> float:
        return 1000 * (time.perf_counter() - self.began)

    def user_id(self) -> int | None:
        """Return who is signed in, where a page has looked; it is not looked up for a log."""
        return self.user or getattr(getattr(self.request, "_cached_user", None), "pk", None)

    def execute(
        self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any
    ) -> Any:
        """Count a statement, and log a slow one without its values."""
        began = time.perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            taken = time.perf_counter() - began
            self.statements += 1
            self.database_seconds += taken
            if 0 < settings.SLOW_STATEMENT_MS <= 1000 * taken:
                told = " ".join(str(sql).split())[:LONGEST_STATEMENT]
                log.warning("Slow statement, %d ms: %s", 1000 * taken, told)


# Of a thread until its next request: Django logs some errors when all middleware has ended.
_current: ContextVar[Trace | None] = ContextVar("trace", default=None)


def current() -> Trace | None:
    return _current.get()


class TraceRequests:
    """Lets what is logged from here on tell its request."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        trace: Trace = request.META.get(IN_ENVIRON) or Trace()
        trace.request = request
        _current.set(trace)
        with ExitStack() as stack:
            for alias in connections:
                stack.enter_context(connections[alias].execute_wrapper(trace.execute))
            try:
                return self.get_response(request)
            finally:
                trace.user, trace.request = trace.user_id(), None


class ServerTiming:
    """Tells editors, and them alone, what their page has cost so far."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        trace = current()
        # Without its cookie the session is not touched, nor for what may be kept for all.
        is_public = "public" in response.headers.get("Cache-Control", "")
        may_be_staff = settings.SESSION_COOKIE_NAME in request.COOKIES and not is_public
        if trace and may_be_staff and request.user.is_staff:
            response.headers["Server-Timing"] = (
                f"total;dur={trace.milliseconds:.1f},"
                f' db;dur={1000 * trace.database_seconds:.1f};desc="{trace.statements} statements"'
            )
        return response
