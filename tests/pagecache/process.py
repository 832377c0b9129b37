"""A page cache alone, as one process has it, before a Django that the test holds back."""

import asyncio
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from django.db import OperationalError

from historyblog.rsgi import Threads
from posts.pagecache import Freshness, PageCache
from posts.pagecache.freshness import Shown
from tests.pagecache.site import Answered, Scope
from tests.pagecache.test_page import LONG, Made

FAR = 4e9  # seconds since 1970
STORY = "/posts/a/"


class Process:
    """A page cache before a Django that answers with the address, in threads as the server's.

    `gate` holds its answers back, `version` is what its database tells, None while it is away.
    """

    def __init__(self, capacity: int = 2**20) -> None:
        self.version: str | None = "1"
        self.until = FAR
        self.fault: Exception | None = None
        self.reads = 0
        self.asked: list[str] = []
        self.gate, self.slow_read = threading.Event(), threading.Event()
        self.gate.set()
        self.slow_read.set()
        self.answer = Made()
        self.threads = Threads(ThreadPoolExecutor(4))
        self.pages = PageCache(
            self._ask, self.threads, Freshness(self._read), capacity=capacity, is_shared=False
        )

    def _read(self) -> Shown:
        self.reads += 1
        version = self.version
        assert self.slow_read.wait(20)
        if self.fault:
            raise self.fault
        if version is None:
            raise OperationalError("connection refused")
        return Shown(version, self.until, self.reads + 0.9)

    def _ask(self, scope: Any) -> Made:
        self.asked.append(f"{scope.method} {scope.path}?{scope.query_string}")
        assert self.gate.wait(20)
        body = f"{scope.path} {self.version} ".encode() + LONG
        return Made(self.answer.headers, body, self.answer.status)

    async def get(self, path: str = STORY, query: str = "", method: str = "GET") -> str:
        """Return path and version of the page that came, "" if Django has to be asked."""
        answered = await self.answered(path, query, method)
        return b" ".join(answered.text.split()[:2]).decode() if answered else ""

    async def answered(
        self, path: str = STORY, query: str = "", method: str = "GET"
    ) -> Answered | None:
        answered, scope = Answered(), Scope(path, query, method=method)
        if send := self.pages.kept(scope, scope.headers):
            send(answered)
            return answered
        return answered if await self.pages.answer(scope, answered) else None


def a_second_later(process: Process) -> None:
    """Have what was read of the version be too old to be told."""
    process.pages._freshness._renew_at = process.pages._freshness._holds_until = 0.0


async def waiting(process: Process, number: int) -> None:
    while len(process.asked) < number:
        await asyncio.sleep(0.01)
