"""What one process knows of the version, and whether a page waits for it."""

import asyncio

import pytest

from posts.models import content_version_moved
from posts.pagecache import freshness
from tests.pagecache.process import STORY, Process, a_second_later, waiting
from tests.pagecache.site import Scope, finish


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
