"""The application as Granian runs it: no thread ever waits for a client.

Bodies are read on the event loop and files are sent by the server itself; a thread is taken for a
request that is here as a whole, and gives back a whole answer.
"""

import asyncio
import os
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from http import HTTPStatus
from io import BytesIO
from pathlib import Path
from typing import IO, Any, Final

from django.conf import settings

from historyblog.bodies import IN_ENVIRON as REFUSED
from historyblog.bodies import Body, Intake, Refused
from historyblog.dispatch import answer_first
from historyblog.environ import environ_of
from historyblog.observed import METRICS, Observed
from historyblog.trace import IN_ENVIRON as TRACE
from historyblog.wsgi import application as django_application
from posts.archives import worker
from posts.pagecache import Freshness, PageCache, for_one_answer

THREADS: Final = int(os.environ.get("SERVER_THREADS", "4"))

wsgi: Any = django_application

type Headers = list[tuple[str, str]]


class FileWrapper:
    """What WSGI calls so: a file to be sent by its path, or the `span` of it that it says."""

    def __init__(self, file: IO[bytes], block_size: int) -> None:
        self.file, self.block_size = file, block_size
        name = getattr(file, "name", None)
        self.path = name if isinstance(name, str) and Path(name).is_file() else ""
        self.span: tuple[int, int] | None = getattr(file, "span", None)

    def __iter__(self) -> Iterator[bytes]:
        return iter(lambda: self.file.read(self.block_size), b"")

    def close(self) -> None:
        self.file.close()


@dataclass(frozen=True)
class Answer:
    status: int
    headers: Headers
    body: bytes = b""
    path: str = ""
    span: tuple[int, int] | None = None  # the first byte, and the first that is not sent

    def send(self, protocol: Any, accept: str = "") -> None:
        if self.span:
            protocol.response_file_range(self.status, self.headers, self.path, *self.span)
        elif self.path:
            protocol.response_file(self.status, self.headers, self.path)
        else:
            headers, body = for_one_answer(self.headers, self.body, accept)
            protocol.response_bytes(self.status, headers, body)


class Threads:
    """Those that Django runs in; `busy` counts what has one or waits for one."""

    def __init__(self, executor: Executor) -> None:
        self._executor = executor
        self.busy = 0

    async def run[**P, R](self, work: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
        self.busy += 1
        try:
            loop = asyncio.get_running_loop()
            return await loop.run_in_executor(self._executor, partial(work, *args, **kwargs))
        finally:
            self.busy -= 1


class Application:
    def __init__(self, threads: Threads, pages: PageCache) -> None:
        self._threads, self._pages = threads, pages
        self._intake = Intake()
        if METRICS:
            METRICS.begin(lambda: pages.counters)

    def __rsgi_init__(self, loop: Any) -> None:
        answer_first(self.answer_at_once)
        worker.start()

    def answer_at_once(self, scope: Any, protocol: Any) -> bool:
        """Answer with a page that is kept, in the thread that has read the request."""
        headers = scope.headers
        send = self._pages.kept(scope, headers)
        if send:
            send(Observed(scope, headers, protocol))
        return send is not None

    async def __rsgi__(self, scope: Any, protocol: Any) -> None:
        protocol = Observed(scope, scope.headers, protocol)
        if await self._pages.answer(scope, protocol):
            return
        try:
            body = await self._intake.read(scope, protocol)
        except Refused as refused:
            await self._refuse(scope, protocol, refused)
            return
        except OSError:  # A large body goes to a file, and the disk may be full.
            full = Refused(HTTPStatus.INSUFFICIENT_STORAGE)
            await self._refuse(scope, protocol, full)
            return
        try:
            await self._threads.run(_answer, scope, body, protocol)
        finally:
            self._intake.release(body)

    async def _refuse(self, scope: Any, protocol: Any, refused: Refused) -> None:
        """Say why in a page, unless there is too much to do for one."""
        if refused.status == HTTPStatus.SERVICE_UNAVAILABLE:
            _refusal(refused.status).send(protocol)
            return
        await self._threads.run(_answer, scope, Body(), protocol, refused)


def _answer(scope: Any, body: Body, protocol: Any, refused: Refused | None = None) -> None:
    """Ask Django, in a thread that is its own until the answer is complete.

    It hands that over itself: the loop would be woken first, and wait for the interpreter.
    """
    accept = scope.headers.get("accept-encoding") or ""
    answer = _asked(scope, body.file, body.size, {TRACE: protocol.trace, REFUSED: refused})
    answer.headers.extend([("connection", "close")] if refused else [])
    answer.send(protocol, accept)


def _asked(
    scope: Any, file: IO[bytes] | None = None, size: int = 0, more: dict[str, Any] | None = None
) -> Answer:
    environ = environ_of(scope, file or BytesIO(), size)
    started: list[tuple[int, Headers]] = []

    def start_response(status: str, headers: Headers, exc_info: Any = None) -> None:
        started.append((int(status.partition(" ")[0]), headers))

    environ |= {"wsgi.file_wrapper": FileWrapper} | (more or {})
    response: Any = wsgi(environ, start_response)
    try:
        path = getattr(response, "path", "")
        status, headers = started[-1]
        span = getattr(response, "span", None)
        return Answer(status, headers, b"" if path else b"".join(response), path, span)
    finally:
        response.close()


def _refusal(status: HTTPStatus) -> Answer:
    headers = [("content-type", "text/plain; charset=utf-8"), ("connection", "close")]
    if status == HTTPStatus.SERVICE_UNAVAILABLE:
        headers.append(("retry-after", "30"))
    return Answer(status, headers, f"{status.value} {status.phrase}\n".encode())


def page_cache(threads: Threads, freshness: Freshness) -> PageCache:
    capacity = 0 if settings.DEBUG else settings.PAGE_CACHE_MB * 2**20
    is_shared = bool(settings.REDIS_URL)
    return PageCache(_asked, threads, freshness, capacity=capacity, is_shared=is_shared)


_threads = Threads(ThreadPoolExecutor(THREADS, "request"))
application = Application(_threads, page_cache(_threads, Freshness()))
