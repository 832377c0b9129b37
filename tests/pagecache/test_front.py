"""One process: what is made once, what is dropped and what is made again."""

import asyncio

import pytest

from tests.pagecache.process import STORY, Process, a_second_later, waiting
from tests.pagecache.site import Answered, Scope, finish
from tests.pagecache.test_page import LONG, Made


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
