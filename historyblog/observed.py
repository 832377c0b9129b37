"""The answer to a request on its way out: it gets the request's id, and is counted and logged."""

import logging
import os
from collections.abc import Callable
from functools import cache
from importlib import import_module
from typing import Any
from urllib.parse import quote

from django.conf import settings

from historyblog.clients import client_of, is_proxy, shown_network
from historyblog.trace import HEADER, Trace

# It reads where to count to as it is imported, and is there where a port was named.
METRICS: Any = import_module("historyblog.metrics") if "METRICS_PORT" in os.environ else None
NAME = HEADER.lower()
log = logging.getLogger("historyblog.access")

type Headers = list[tuple[str, str]]


@cache
def _is_noted() -> bool:
    """Whether anything is to be done of an answer: a look at Django's settings takes as long."""
    return METRICS is not None or settings.ACCESS_LOG != "off"


def _sends(name: str) -> Callable[..., None]:
    def send(self: "Observed", status: int, headers: Headers, *body: Any) -> None:
        getattr(self._protocol, name)(status, [*headers, (NAME, self.trace.id)], *body)
        if _is_noted():
            self._note(status)

    return send


class Observed:
    """Granian's protocol, of which it sees the answer, whoever gives it.

    Every answer passes here, those of kept pages too: a microsecond is a twentieth of one.
    """

    __slots__ = ("_protocol", "_scope", "trace")

    def __init__(self, scope: Any, headers: Any, protocol: Any) -> None:
        given = headers.get(NAME)
        is_trusted = given and is_proxy(scope.client.rpartition(":")[0].strip("[]"))
        self.trace = Trace(given if is_trusted else "")
        self._scope, self._protocol = scope, protocol

    def __aiter__(self) -> Any:
        return self._protocol.__aiter__()

    response_bytes = _sends("response_bytes")
    response_empty = _sends("response_empty")
    response_file = _sends("response_file")
    response_file_range = _sends("response_file_range")

    def _note(self, status: int) -> None:
        if METRICS:
            METRICS.count(status, self.trace.milliseconds / 1000)
        if settings.ACCESS_LOG != "off":
            _log_access(self._scope, self.trace, status)


def _log_access(scope: Any, trace: Trace, status: int) -> None:
    """Log neither a query, in which people search, nor what a browser tells of itself."""
    took = round(trace.milliseconds, 1)
    user = trace.user_id()
    path = quote(scope.path, errors="replace")
    fields = {"method": scope.method, "path": path, "status": status, "ms": took}
    fields |= {"client": _shown_client(scope), "request_id": trace.id, "user": user}
    who = f"{fields['client']} {user or '-'}"
    log.info(
        "%s %s %s %s ms %s %s",
        *(scope.method, path, status, took, who, trace.id),
        extra={"fields": fields},
    )


def _shown_client(scope: Any) -> str:
    remote = scope.client.rpartition(":")[0].strip("[]")
    client = client_of(remote, ",".join(scope.headers.get_all("x-forwarded-for")))
    return client if settings.ACCESS_LOG == "full" else shown_network(client)
