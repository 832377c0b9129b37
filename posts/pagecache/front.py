"""Answers requests for kept pages, and has missing ones made on the event loop: each once."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial
from http import HTTPStatus
from typing import Any, Final, Protocol

from posts.models import content_version_moved
from posts.pagecache.freshness import Freshness, Shown
from posts.pagecache.key import Key, Keys, PlainRequest
from posts.pagecache.page import Answer, Page
from posts.pagecache.shared import SharedPages
from posts.pagecache.store import Counters, Store

# For how long a request waits for a page that another has asked for, before it asks itself.
PATIENCE: Final = 10.0
PAUSE: Final = 0.02  # seconds, after which it is seen again whether a request waits


class Threads(Protocol):
    """Where Django runs; `busy` tells how many requests have a thread or wait for one."""

    @property
    def busy(self) -> int: ...

    def run[**P, R](
        self, work: Callable[P, R], *args: P.args, **kwargs: P.kwargs
    ) -> Awaitable[R]: ...


@dataclass(frozen=True)
class Made:
    """What Django made of a plain request; no page where its answer is not for everybody."""

    page: Page | None
    answer: Answer | None = None


class PageCache:
    """`ask` gives Django's answer to a request, in a thread.

    A page is made by its key alone (`PlainRequest`), so that whoever asks first cannot give it
    anything of their own.
    """

    def __init__(
        self,
        ask: Callable[[Any], Answer],
        threads: Threads,
        freshness: Freshness,
        *,
        capacity: int,
        is_shared: bool,
    ) -> None:
        self._ask, self._threads = ask, threads
        self._keys, self._store = Keys(), Store(capacity)
        self._shared = SharedPages() if is_shared else None
        self._freshness = freshness
        self._version = ""
        self._making: dict[tuple[Key, str], asyncio.Task[Made]] = {}
        self._remaking: asyncio.Task[None] | None = None
        self._is_on = capacity > 0
        content_version_moved.connect(self._expire)

    @property
    def counters(self) -> Counters:
        return self._store.counters

    def kept(self, scope: Any, headers: Any) -> Callable[[Any], None] | None:
        """Return what sends a page that is here, None where something has to be waited for.

        May be asked in any thread.
        """
        shown = self._freshness.shown if self._is_on and self._freshness.holds() else None
        if shown is None or shown.version != self._version:
            return None
        key = self._keys.of(scope, headers)
        if key is None or (page := self._store.get(key)) is None:
            return None
        return partial(self._send, page, key, shown, scope.method, headers)

    async def answer(self, scope: Any, protocol: Any) -> bool:
        """Answer a request with a page that is for everybody; False: Django has to be asked."""
        headers = scope.headers
        key = self._keys.of(scope, headers) if self._is_on else None
        if key is None:
            return False
        if not self._freshness.holds():
            await self._freshness.wait()
        shown = self._freshness.shown
        if shown is None:
            return False
        if shown.version != self._version:
            self._start_anew(shown)
        made = Made(self._store.get(key))
        if made.page is None:
            self._store.counters.misses += 1
            made = await self._made(key, shown, scope)
        if made.page:
            self._send(made.page, key, shown, scope.method, headers, protocol)
        elif made.answer:
            made.answer.send(protocol, headers.get("accept-encoding") or "")
        return bool(made.page or made.answer)

    def _send(
        self, page: Page, key: Key, shown: Shown, method: str, headers: Any, protocol: Any
    ) -> None:
        encoding = page.encoding_for(headers.get("accept-encoding") or "")
        if encoding not in page.bodies:
            self._store.unpack(key, page)
        page.send(protocol, method, headers, encoding, shown.stamp)

    async def _made(self, key: Key, shown: Shown, scope: Any) -> Made:
        """Wait for the page; return its answer to one who asked, nothing if it did not come."""
        task = self._making.get((key, shown.version))
        is_first = task is None
        is_plain = scope.method == "GET" and scope.query_string == key.query
        if task is None:
            # By HEAD the way on from an old address is not counted: then Django is asked again.
            task = self._start(key, shown, "GET" if is_plain else "HEAD")
        await asyncio.wait({task}, timeout=PATIENCE)
        if not task.done() or task.exception():
            return Made(None)
        made = task.result()
        # What is not found is not found by whatever else an address holds.
        is_for_all = made.answer is None or made.page or made.answer.status == HTTPStatus.NOT_FOUND
        return made if is_for_all or (is_first and is_plain) else Made(None)

    def _start(self, key: Key, shown: Shown, method: str) -> asyncio.Task[Made]:
        making = (key, shown.version)
        task = asyncio.get_running_loop().create_task(self._make(key, shown, method))
        self._making[making] = task
        task.add_done_callback(lambda _: self._making.pop(making, None))
        return task

    async def _make(self, key: Key, shown: Shown, method: str) -> Made:
        made = await self._threads.run(self._asked, key, shown, method)
        if made.answer:
            self._store.counters.renders += 1
        if made.page and shown.version == self._version:
            self._store.put(key, made.page)
        return made

    def _asked(self, key: Key, shown: Shown, method: str) -> Made:
        if self._shared and (found := self._shared.get(key, shown)):
            return Made(found)
        answer = self._ask(PlainRequest(key, method))
        page = Page.of(answer)
        if page and self._shared:
            self._shared.put(key, shown, page)
        return Made(page, answer)

    def _expire(self, **kwargs: Any) -> None:
        self._freshness.expire()

    def _start_anew(self, shown: Shown) -> None:
        """Drop the pages of the last version, and make those most asked for again."""
        popular = self._store.start_anew()
        # Not before: another thread takes what is there for a page of this version.
        self._version = shown.version
        if self._remaking:
            self._remaking.cancel()
        self._remaking = asyncio.get_running_loop().create_task(self._remake(popular, shown))

    async def _remake(self, popular: list[Key], shown: Shown) -> None:
        """Make one page after another, each when no request has a thread."""
        for key in popular:
            while self._threads.busy:
                await asyncio.sleep(PAUSE)
            if key not in self._store and (key, shown.version) not in self._making:
                await asyncio.wait({self._start(key, shown, "HEAD")})
