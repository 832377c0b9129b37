"""One process, while its database is away, silent or at fault."""

import pytest
from django.db import ProgrammingError

from posts.pagecache import freshness
from tests.pagecache.process import Process, a_second_later
from tests.pagecache.site import finish


def test_while_the_database_is_away_the_last_pages_are_sent(
    process: Process,
) -> None:
    async def scenario() -> list[str]:
        found = [await process.get()]
        process.version = None
        for _ in range(3):
            a_second_later(process)
            found.append(await process.get())
        process.version = "2"
        a_second_later(process)
        await process.get()
        reading = process.pages._freshness._reading
        assert reading is not None
        await reading
        return [*found, await process.get()]

    assert finish(scenario()) == [*4 * ["/posts/a/ 1"], "/posts/a/ 2"]


def test_a_fault_is_no_outage_and_left_to_django(process: Process) -> None:
    async def scenario() -> list[str]:
        found = [await process.get()]
        process.fault = ProgrammingError("no such column")
        for _ in range(2):
            a_second_later(process)
            found.append(await process.get())
        process.fault = None
        a_second_later(process)
        return [*found, await process.get()]

    assert finish(scenario()) == ["/posts/a/ 1", "", "", "/posts/a/ 1"]


def test_a_database_that_is_silent_is_waited_for_once(
    process: Process, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(freshness, "PATIENCE", 0.05)

    async def scenario() -> list[str]:
        found = [await process.get()]
        process.slow_read.clear()
        a_second_later(process)
        found += [await process.get(), await process.get()]
        process.slow_read.set()
        return found

    assert finish(scenario()) == 3 * ["/posts/a/ 1"]
    assert process.reads == 2


def test_without_any_version_django_is_asked(process: Process) -> None:
    process.version = None
    assert (finish(process.get()), process.asked) == ("", [])
