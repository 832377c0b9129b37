"""The server's application with all that is behind it, asked in the test's own thread."""

import asyncio
import gzip
from collections.abc import Callable, Coroutine, Iterator
from concurrent.futures import Executor, Future
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import brotli
from django.core.signals import request_finished, request_started
from django.db import close_old_connections

from historyblog import rsgi
from posts.pagecache import Freshness, PageCache
from posts.pagecache.store import Counters

UNPACKED: dict[str, Callable[[bytes], bytes]] = {
    "": bytes,
    "gzip": gzip.decompress,
    "br": brotli.decompress,
}


@contextmanager
def running(loop: asyncio.AbstractEventLoop | None) -> Iterator[asyncio.AbstractEventLoop | None]:
    """Have this loop, or none, for the one that runs in this thread; yields which that was.

    Once a browser was started it is Playwright's.
    """
    before = asyncio._get_running_loop()
    asyncio._set_running_loop(loop)
    try:
        yield before
    finally:
        asyncio._set_running_loop(before)


def finish[T](work: Coroutine[Any, Any, T]) -> T:
    with running(None):
        return asyncio.run(work)


class InThisThread(Executor):
    """Does at once what it is given, on the connection of the test.

    Django takes a connection of another thread, or within a loop, for another one: `loop` is that
    in which the test runs.
    """

    loop: asyncio.AbstractEventLoop | None = None

    def submit(self, work: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:
        done: Future[Any] = Future()
        with running(self.loop):
            try:
                done.set_result(work(*args, **kwargs))
            except Exception as error:
                done.set_exception(error)
        return done


class Headers:
    """Granian's mapping of headers, of which each name may come several times."""

    def __init__(self, pairs: list[tuple[str, str]]) -> None:
        self._pairs = [(name.lower(), value) for name, value in pairs]

    def __contains__(self, name: str) -> bool:
        return any(own == name for own, _ in self._pairs)

    def get(self, name: str, default: str | None = None) -> str | None:
        return next((value for own, value in self._pairs if own == name), default)

    def get_all(self, name: str) -> list[str]:
        return [value for own, value in self._pairs if own == name]

    def keys(self) -> list[str]:
        return [name for name, _ in self._pairs]

    def items(self) -> list[tuple[str, str]]:
        return self._pairs


@dataclass
class Scope:
    """What Granian tells of a request; `path` is decoded, `query_string` is not."""

    path: str
    query_string: str = ""
    pairs: list[tuple[str, str]] = field(default_factory=list)
    method: str = "GET"
    scheme: str = "http"
    client: str = "127.0.0.1:50000"
    server: str = "127.0.0.1:8000"
    authority: str | None = None
    http_version: str = "1.1"

    @property
    def headers(self) -> Headers:
        own = Headers(self.pairs)
        return own if "host" in own else Headers([("host", "localhost"), *self.pairs])


@dataclass
class Answered:
    """What a client got; `body` as it was sent."""

    status: int = 0
    pairs: list[tuple[str, str]] = field(default_factory=list)
    body: bytes = b""

    @property
    def headers(self) -> dict[str, str]:
        return {name.lower(): value for name, value in self.pairs}

    @property
    def text(self) -> bytes:
        return UNPACKED[self.headers.get("content-encoding", "")](self.body)

    def response_bytes(self, status: int, headers: list[tuple[str, str]], body: bytes) -> None:
        self.status, self.pairs, self.body = status, headers, body

    def response_empty(self, status: int, headers: list[tuple[str, str]]) -> None:
        self.response_bytes(status, headers, b"")

    def response_file(self, status: int, headers: list[tuple[str, str]], path: str) -> None:
        self.response_bytes(status, headers, path.encode())


class Site:
    """One server process; `asked` are the requests that reached Django, in their order."""

    def __init__(self, *, capacity: int = 64 * 2**20, is_shared: bool = False) -> None:
        self._thread = executor = InThisThread()
        self.loop = asyncio.new_event_loop()
        self.loop.set_debug(False)  # which takes ten times as long
        self.asked: list[Any] = []
        self.threads = rsgi.Threads(executor)
        self.freshness = Freshness(executor=executor)
        self.pages = PageCache(
            self._ask, self.threads, self.freshness, capacity=capacity, is_shared=is_shared
        )
        self._application = rsgi.Application(self.threads, self.pages)

    @property
    def counters(self) -> Counters:
        return self.pages.counters

    def _ask(self, scope: Any) -> rsgi.Answer:
        self.asked.append(scope)
        return rsgi._asked(scope)

    def send(self, scope: Scope) -> Answered:
        """Ask, and leave the connection of the test open, as Django's own client does."""
        answered = Answered()
        for signal in (request_started, request_finished):
            signal.disconnect(close_old_connections)
        with running(None) as self._thread.loop:
            if not self._application.answer_at_once(scope, answered):
                self.loop.run_until_complete(self._application.__rsgi__(scope, answered))
        for signal in (request_started, request_finished):
            signal.connect(close_old_connections)
        return answered

    def get(self, address: str, *headers: tuple[str, str], method: str = "GET") -> Answered:
        path, _, query = address.partition("?")
        return self.send(Scope(path, query, list(headers), method))

    def close(self) -> None:
        for task in asyncio.all_tasks(self.loop):
            task.cancel()
        with running(None):
            self.loop.run_until_complete(asyncio.sleep(0))
        self.loop.close()
