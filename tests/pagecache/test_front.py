"""One process: what is made once, what is known of the version, what is dropped and made again."""

import asyncio
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import OperationalError

from historyblog.rsgi import Threads
from posts.models import content_version_moved
from posts.pagecache import Freshness, PageCache, freshness
from posts.pagecache.freshness import Shown
from tests.pagecache.site import Answered, Scope, finish
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


@pytest.fixture
def process() -> Iterator[Process]:
    own = Process()
    yield own
    own.gate.set()
    own.slow_read.set()


def a_second_later(process: Process) -> None:
    """Have what was read of the version be too old to be told."""
    process.pages._freshness._renew_at = process.pages._freshness._holds_until = 0.0


async def waiting(process: Process, number: int) -> None:
    while len(process.asked) < number:
        await asyncio.sleep(0.01)


def test_fifty_at_once_are_one_render(process: Process) -> None:
    async def scenario() -> list[str]:
        process.gate.clear()
        asking = [asyncio.create_task(process.get(query=f"x={n}")) for n in range(50)]
        await waiting(process, 1)
        await asyncio.sleep(0.05)
        process.gate.set()
        return await asyncio.gather(*asking)

    assert set(finish(scenario())) == {"/posts/a/ 1"}
    assert len(process.asked) == process.pages.counters.renders == 1


@pytest.mark.parametrize("status", [301, 500])
def test_what_is_no_page_goes_to_one_who_asked_and_the_others_ask_themselves(
    process: Process, monkeypatch: pytest.MonkeyPatch, status: int
) -> None:
    sent: list[int] = []
    monkeypatch.setattr(Made, "send", lambda self, protocol, accept: sent.append(self.status))
    process.answer = Made(status=status)

    async def scenario() -> list[str]:
        process.gate.clear()
        asking = [asyncio.create_task(process.get(method=m)) for m in ("HEAD", "GET")]
        await waiting(process, 1)
        process.gate.set()
        return await asyncio.gather(*asking)

    assert finish(scenario()) == ["", ""]
    finish(process.get())
    assert (process.asked, sent) == ([f"HEAD {STORY}?", f"GET {STORY}?"], [status])
    assert process.pages.counters.pages == 0


def test_what_is_not_found_is_told_to_all_who_wait(
    process: Process, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent: list[int] = []
    monkeypatch.setattr(Made, "send", lambda self, protocol, accept: sent.append(self.status))
    process.answer = Made(status=404)

    async def scenario() -> None:
        process.gate.clear()
        asking = [asyncio.create_task(process.get(query=f"x={n}")) for n in range(5)]
        await waiting(process, 1)
        process.gate.set()
        await asyncio.gather(*asking)

    finish(scenario())
    assert (len(process.asked), sent) == (1, 5 * [404])
    assert process.pages.counters.pages == 0


def test_a_page_that_does_not_come_is_not_waited_for_without_end(
    process: Process, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("posts.pagecache.front.PATIENCE", 0.05)
    process.gate.clear()

    async def scenario() -> str:
        return await process.get()

    assert finish(scenario()) == ""


def test_a_thousand_hits_read_the_version_once(process: Process) -> None:
    async def scenario() -> set[str]:
        return {await process.get() for _ in range(1000)}

    assert finish(scenario()) == {"/posts/a/ 1"}
    assert (len(process.asked), process.reads) == (1, 1)
    assert process.pages.counters.hits == 999


def test_another_version_is_another_page(process: Process) -> None:
    async def scenario() -> list[str]:
        found = [await process.get()]
        process.version = "2"
        found.append(await process.get())
        a_second_later(process)
        found.append(await process.get())
        return found

    assert finish(scenario()) == ["/posts/a/ 1", "/posts/a/ 1", "/posts/a/ 2"]


def test_a_save_in_the_same_process_is_seen_at_once(process: Process) -> None:
    """Though the version was being read when it was saved."""

    async def scenario() -> list[str]:
        found = [await process.get()]
        a_second_later(process)
        process.slow_read.clear()
        asking = asyncio.create_task(process.get())
        while process.reads < 2:
            await asyncio.sleep(0.01)
        process.version = "2"
        content_version_moved.send(sender=None)
        process.slow_read.set()
        return [*found, await asking]

    assert finish(scenario()) == ["/posts/a/ 1", "/posts/a/ 2"]
    assert process.reads == 3


def test_while_the_version_is_read_again_pages_are_sent_without_the_loop(process: Process) -> None:
    """In whatever thread the request was read, and the next version is known when it is read."""

    async def scenario() -> tuple[list[bool], str]:
        await process.get()
        process.version = "2"
        process.slow_read.clear()
        process.pages._freshness._renew_at = 0.0
        scope, sent = Scope(STORY, ""), []
        while process.reads < 2 and len(sent) < 1000:
            sent.append(bool(await asyncio.to_thread(process.pages.kept, scope, scope.headers)))
        process.slow_read.set()
        found = await process.get()
        while found == "/posts/a/ 1":
            await asyncio.sleep(0.01)
            found = await process.get()
        return sent, found

    sent, found = finish(scenario())
    assert all(sent)
    assert (found, process.reads) == ("/posts/a/ 2", 2)


def test_an_answer_tells_the_second_in_which_its_version_was_read(process: Process) -> None:
    async def stamp(path: str = STORY) -> str:
        answered = await process.answered(path)
        assert answered
        return answered.headers["x-accel-expires"]

    async def scenario() -> list[str]:
        found = [await stamp(), await stamp()]
        process.gate.clear()
        slow = asyncio.create_task(stamp("/posts/slow/"))
        await waiting(process, 2)
        a_second_later(process)
        found.append(await stamp())
        process.gate.set()
        return [*found, await slow]

    assert finish(scenario()) == ["@1", "@1", "@2", "@1"]


def test_the_clock_ends_what_is_known(process: Process, monkeypatch: pytest.MonkeyPatch) -> None:
    clock = [1000.0]
    monkeypatch.setattr(freshness.time, "time", lambda: clock[0])
    monkeypatch.setattr(freshness.time, "monotonic", lambda: clock[0])
    process.until = 1000.25

    async def scenario() -> list[str]:
        found = []
        for clock[0], process.version in ((1000.0, "1"), (1000.2, "2"), (1000.25, "3")):
            found.append(await process.get())
        return found

    assert finish(scenario()) == ["/posts/a/ 1", "/posts/a/ 1", "/posts/a/ 3"]


def test_memory_is_bounded_and_what_was_asked_last_stays() -> None:
    process = Process(capacity=200_000)

    async def scenario() -> None:
        for number in range(300):
            await process.get(f"/posts/a{number}/")
            await process.get("/posts/a0/")

    finish(scenario())
    counters = process.pages.counters
    assert 100_000 < counters.size <= 200_000
    store = process.pages._store
    parts = (store._once, store._again)
    assert counters.size == sum(page.size for part in parts for page in part.pages.values())
    assert [part.size for part in parts] == [
        sum(page.size for page in part.pages.values()) for part in parts
    ]
    assert (counters.pages + counters.dropped, len(process.asked)) == (300, 300)


def test_addresses_that_are_asked_for_once_drive_out_none_that_was_asked_for_again() -> None:
    """As the results of random searches; what many ask for meanwhile still finds room."""
    process = Process(capacity=200_000)

    async def scenario() -> list[int]:
        popular = [f"/posts/a{number}/" for number in range(10)]
        for path in [*popular, *popular]:
            await process.get(path)
        for number in range(1000):
            await process.get("/search/", f"q={number}")
        found = [len(process.asked)]
        for path in popular:
            await process.get(path)
        found.append(len(process.asked))
        for number in range(100):
            for _ in range(2):
                await process.get(f"/posts/new{number}/")
        found.append(len(process.asked))
        await process.get("/posts/new99/")
        return [*found, len(process.asked)]

    assert finish(scenario()) == [1010, 1010, 1110, 1110]
    assert process.pages.counters.size <= 200_000


def test_a_body_that_is_unpacked_counts_too(process: Process) -> None:
    async def scenario() -> list[int]:
        answered, sizes = Answered(), []
        for accept in ("br", "gzip", ""):
            scope = Scope(STORY, "", [("accept-encoding", accept)])
            await process.pages.answer(scope, answered)
            sizes.append(process.pages.counters.size)
        return sizes

    packed, again, unpacked = finish(scenario())
    assert (packed, unpacked) == (again, packed + len(b"/posts/a/ 1 " + LONG))


def test_a_page_too_large_is_sent_and_not_kept() -> None:
    process = Process(capacity=10_000)
    assert finish(process.get()) == "/posts/a/ 1"
    assert process.pages.counters.pages == 0


def test_nothing_is_kept_without_room() -> None:
    process = Process(capacity=0)
    assert (finish(process.get()), process.asked, process.reads) == ("", [], 0)


def test_the_most_asked_for_are_made_again_when_no_request_waits(process: Process) -> None:
    async def scenario() -> tuple[int, list[str]]:
        for number, hits in enumerate((1, 5, 3)):
            for _ in range(hits + 1):
                await process.get(f"/posts/a{number}/")
        process.version = "2"
        a_second_later(process)
        process.threads.busy += 1
        await process.get("/posts/new/")
        await asyncio.sleep(0.1)
        before = len(process.asked)
        process.threads.busy -= 1
        await asyncio.wait({process.pages._remaking})  # type: ignore[type-var]
        return before, process.asked[before:]

    before, remade = finish(scenario())
    assert (before, remade) == (4, ["HEAD /posts/a1/?", "HEAD /posts/a2/?"])
    assert process.pages.counters.pages == 3
