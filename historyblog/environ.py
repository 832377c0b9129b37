"""A request of Granian's in the words of WSGI."""

import sys
from typing import IO, Any

# These two stand without HTTP_ before them.
_PLAIN = frozenset({"CONTENT_TYPE", "CONTENT_LENGTH"})


def environ_of(scope: Any, body: IO[bytes], size: int) -> dict[str, Any]:
    """Return the WSGI environment of a request whose `body` has come, of `size` bytes."""
    client, server = _host_and_port(scope.client), _host_and_port(scope.server)
    environ = _headers(scope.headers.items())
    environ.setdefault("HTTP_HOST", scope.authority or "")
    return environ | {
        "REQUEST_METHOD": scope.method,
        "SCRIPT_NAME": "",
        "PATH_INFO": _as_bytes(scope.path),
        "QUERY_STRING": _as_bytes(scope.query_string),
        "SERVER_PROTOCOL": f"HTTP/{scope.http_version}",
        "SERVER_NAME": server[0],
        "SERVER_PORT": server[1],
        "REMOTE_ADDR": client[0],
        "REMOTE_PORT": client[1],
        # Counted, and so right of a body that was sent in chunks as well.
        "CONTENT_LENGTH": str(size),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope.scheme,
        "wsgi.input": body,
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
    }


def _headers(items: list[tuple[str, str]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in items:
        # `X_Forwarded_Proto` would pass for the header that a proxy sets.
        if "_" in name:
            continue
        key = name.upper().replace("-", "_")
        key = key if key in _PLAIN else f"HTTP_{key}"
        joint = "; " if key == "HTTP_COOKIE" else ","
        found[key] = f"{found[key]}{joint}{value}" if key in found else value
    return found


def _as_bytes(text: str) -> str:
    """Return text as WSGI has it: a character for each byte."""
    return text.encode("utf-8", "surrogateescape").decode("latin-1")


def _host_and_port(address: str) -> tuple[str, str]:
    host, _, port = address.rpartition(":")
    return host.strip("[]"), port
