"""Bodies of requests, taken in within limits of size and of time."""

import asyncio
from dataclasses import dataclass, field
from functools import partial
from http import HTTPStatus
from tempfile import SpooledTemporaryFile
from typing import IO, Any, Final

from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.urls import Resolver404, resolve

IN_MEMORY: Final = 1024 * 1024  # bytes of a body, beyond which it goes to a file
# A page of pictures at 25 MB each. Strangers have nothing to send but the form to sign in.
MOST_BYTES: Final = 128 * 1024 * 1024
MOST_OF_STRANGERS: Final = 64 * 1024
MOST_TOGETHER: Final = 512 * 1024 * 1024  # in all bodies that one process holds
# What any body may take, and how much more for what has come of it.
SECONDS: Final = 10.0
BYTES_A_SECOND: Final = 16 * 1024
# Where a request that is answered without its body tells why.
IN_ENVIRON: Final = "historyblog.refused"
SAFE_METHODS: Final = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})


class Refused(SuspiciousOperation):
    """A body that is not taken, and the status that says so.

    It is of `size` bytes, or of those that have come (0: unknown), and `most` are taken.
    """

    def __init__(self, status: HTTPStatus, size: int = 0, most: int = 0) -> None:
        super().__init__(status.phrase)
        self.status, self.size, self.most = status, size, most


@dataclass
class Body:
    size: int = 0
    file: IO[bytes] = field(default_factory=partial(SpooledTemporaryFile, IN_MEMORY))


class Intake:
    """Reads bodies, and counts what all of them hold together."""

    def __init__(self) -> None:
        self._together = 0

    async def read(self, scope: Any, parts: Any) -> Body:
        """Return the body of a request, to be given to `release` at its end.

        It is empty where the page takes none. Raises Refused.
        """
        body = Body()
        if not _takes_body(scope):
            return body
        loop = asyncio.get_running_loop()
        began = loop.time()
        # A task of its own: what Granian runs a request in cannot be cancelled.
        reading = loop.create_task(self._take_in(parts, body, _most_of(scope)))
        try:
            while not reading.done():
                left = began + SECONDS + body.size / BYTES_A_SECOND - loop.time()
                if left <= 0:
                    raise Refused(HTTPStatus.REQUEST_TIMEOUT, body.size)
                await asyncio.wait({reading}, timeout=left)
            reading.result()
        except BaseException:
            reading.cancel()
            self.release(body)
            raise
        body.file.seek(0)
        return body

    async def _take_in(self, parts: Any, body: Body, most: int) -> None:
        async for part in parts:
            self._together += len(part)
            body.size += len(part)
            if body.size > most:
                raise Refused(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, most=most)
            if self._together > MOST_TOGETHER:
                raise Refused(HTTPStatus.SERVICE_UNAVAILABLE)
            body.file.write(part)

    def release(self, body: Body) -> None:
        self._together -= body.size
        body.size = 0
        body.file.close()


def _takes_body(scope: Any) -> bool:
    """Whether the page at this address looks at a body: of the site's own only the desk does."""
    if scope.method in SAFE_METHODS:
        return False
    try:
        view = resolve(scope.path).func
    except Resolver404:
        return False
    return not getattr(view, "is_read_only", False)


def _most_of(scope: Any) -> int:
    signed_in = f"{settings.SESSION_COOKIE_NAME}=" in scope.headers.get("cookie", "")
    most = MOST_BYTES if signed_in else MOST_OF_STRANGERS
    length = scope.headers.get("content-length", "0")
    size = int(length[:20]) if length.isdecimal() else 0
    if size > most or not length.isdecimal():
        raise Refused(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, size, most)
    return most
