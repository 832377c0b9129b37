"""A site on several machines, while it is written to and while one after another goes."""

import os
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.machines import (
    FAIL_TIMEOUT,
    Machines,
    ask,
    is_missing,
    machines,
    seconds_until,
    under_load,
)
from tests.postgres import PostgresMissing

pytestmark = [
    pytest.mark.any_engine,
    pytest.mark.skipif(
        bool(is_missing()) and os.environ.get("CI") != "true", reason=f"needs {is_missing()}"
    ),
]
LIVE, WITHDRAWN, DRAFT = "/posts/live/", "/posts/withdrawn/", "/posts/draft/"
DESK = "/admin/"
UNKEPT = "/search/?q={}"  # what no cache has


@pytest.fixture(scope="module")
def site(collected: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Machines]:
    try:
        with machines(tmp_path_factory.mktemp("machines"), collected) as found:
            # The first reader has the distance of the replica looked at.
            for node in (found.a, found.b):
                seconds_until(lambda node=node: reads_from_replica(found, node.port))
            yield found
    except PostgresMissing:
        pytest.skip("needs PostgreSQL")


def statements(site: Machines) -> set[tuple[int, str]]:
    """Return which statements about posts the replica was asked last, by each connection."""
    return set(
        site.replica.ask(
            "SELECT pid, query_start::text FROM pg_stat_activity WHERE query LIKE '%posts\\_%'"
            " AND pid <> pg_backend_pid()"
        )
    )


def reads_from_replica(site: Machines, port: int, session: str = "") -> bool:
    before = statements(site)
    assert ask(port, UNKEPT.format(time.monotonic()), session=session).status == 200
    return statements(site) != before


def pictures_are_the_same_on_both(site: Machines) -> None:
    answers = [ask(node.port, f"/media/{site.rendition}") for node in (site.a, site.b)]
    assert [answer.status for answer in answers] == [200, 200]
    assert len({(answer.headers["ETag"], answer.body) for answer in answers}) == 1


def readers_read_from_the_replica_and_who_has_a_session_from_the_primary(site: Machines) -> None:
    for node in (site.a, site.b):
        # On a machine with too much to do it may be a moment too far behind.
        seconds_until(lambda node=node: reads_from_replica(site, node.port))
    assert not reads_from_replica(site, site.a.port, site.session)


def what_is_published_on_one_node_is_on_the_other_within_two_seconds(site: Machines) -> None:
    assert ask(site.b.port, DRAFT).status == 404
    for button in ("_submit", "_publish"):
        site.take_step(site.a, "Draft", button)
    assert ask(site.a.port, DRAFT, session=site.session).status == 200
    assert seconds_until(lambda: ask(site.b.port, DRAFT).status == 200) < 2


def what_is_withdrawn_is_gone_within_two_seconds_whatever_the_replica_has(
    site: Machines,
) -> None:
    ports = (site.proxy, site.b.port, site.a.port)
    assert [ask(port, WITHDRAWN).status for port in ports] == [200, 200, 200]
    site.replica.ask("SELECT pg_wal_replay_pause()")
    try:
        site.take_step(site.a, "Withdrawn", "_withdraw")
        for port in ports:
            assert seconds_until(lambda port=port: ask(port, WITHDRAWN).status == 404) < 2
        time.sleep(1)
        assert [ask(node.port, WITHDRAWN).status for node in (site.a, site.b)] == [404, 404]
        assert not reads_from_replica(site, site.b.port)
    finally:
        site.replica.ask("SELECT pg_wal_replay_resume()")
    seconds_until(lambda: reads_from_replica(site, site.b.port))
    assert ask(site.b.port, WITHDRAWN).status == 404


def no_page_is_read_from_a_replica_behind_a_version_that_the_node_has_met(
    site: Machines,
) -> None:
    """Though nobody has noticed yet that the replica is behind: a cache would keep that page."""
    seconds_until(lambda: reads_from_replica(site, site.b.port))
    site.replica.ask("SELECT pg_wal_replay_pause()")
    try:
        site.primary.ask("UPDATE posts_post SET status = 'withdrawn' WHERE title = 'Draft'")
        site.primary.ask("UPDATE posts_contentversion SET number = number + 1")
        ask(site.b.port, "/timeline/", session=site.session)
        assert seconds_until(lambda: ask(site.b.port, DRAFT).status == 404) < 2
    finally:
        site.replica.ask("SELECT pg_wal_replay_resume()")


def a_replica_that_goes_is_not_missed(site: Machines) -> None:
    ends = ((site.replica.freeze, site.replica.thaw), (site.replica.stop, site.replica.start))
    for end, begin in ends:
        seconds_until(lambda: reads_from_replica(site, site.b.port))
        with under_load(site.b.port, UNKEPT) as load:
            time.sleep(0.3)
            end()
            time.sleep(1.5)
        assert (load.failed(), load.longest < 3) == ({}, True)
        begin()


def without_redis_no_reader_fails(site: Machines) -> None:
    with under_load(site.proxy, LIVE) as load:
        time.sleep(0.3)
        site.redis.kill()
        site.redis.wait()
        time.sleep(1)
        assert [ask(site.proxy, path).status for path in ("/", "/timeline/")] == [200, 200]
    assert load.failed() == {}


def a_node_that_is_killed_fails_no_reader(site: Machines) -> None:
    with under_load(site.proxy, LIVE) as load:
        time.sleep(0.3)
        site.a.kill()
        time.sleep(1)
    assert (load.failed(), load.statuses[200] > 10) == ({}, True)
    site.a.start()


def without_a_primary_the_desk_says_so_and_after_promotion_writes_go_on(
    site: Machines,
) -> None:
    site.primary.stop()
    for node in (site.a, site.b):
        answer = ask(node.port, DESK, session=site.session)
        assert (answer.status, answer.headers["Retry-After"]) == (503, "10")
        assert answer.seconds < 2
    site.replica.promote()
    site.primary, promoted = site.replica, time.monotonic()
    for node in (site.a, site.b):
        seconds_until(lambda node=node: ask(node.port, DESK, session=site.session).status == 200)
    # A thread that still has a connection to the old one finds out when it is asked.
    seconds_until(lambda: site.takes_step(site.b, "Live", "_withdraw"))
    assert time.monotonic() - promoted < 5
    for node in (site.a, site.b):
        assert seconds_until(lambda node=node: ask(node.port, LIVE).status == 404) < 2


@pytest.mark.long
def test_for_a_minute_one_machine_after_another_goes_and_no_reader_fails(site: Machines) -> None:
    with under_load(site.proxy, LIVE) as load:
        for _ in range(2):
            for node in (site.a, site.b):
                node.kill()
                time.sleep(3)
                node.start()
                time.sleep(FAIL_TIMEOUT + 1)
            site.replica.stop()
            time.sleep(3)
            site.replica.start()
            site.replica.freeze()
            time.sleep(3)
            site.replica.thaw()
        site.redis.kill()
        time.sleep(10)
    assert (load.failed(), load.statuses[200] > 100) == ({}, True)


@pytest.mark.long
def test_while_the_database_is_stopped_for_a_minute_kept_pages_answer_and_others_say_so(
    site: Machines,
) -> None:
    nodes = (site.a, site.b)
    warm, answers = [ask(node.port, LIVE).status for node in nodes], []
    site.primary.stop()
    began = time.monotonic()
    with under_load(site.a.port, LIVE) as load:
        while time.monotonic() - began < 60:
            answers += [ask(node.port, DESK, session=site.session) for node in nodes]
            time.sleep(0.2)
    site.primary.start()
    assert (warm, load.statuses[200] > 100) == ([200, 200], True)
    assert sum(load.failed().values()) <= load.statuses.total() / 1000, load.statuses
    assert {(each.status, each.headers["Retry-After"]) for each in answers} == {(503, "10")}
    assert max(each.seconds for each in answers) < 2
    for node in nodes:
        seconds_until(lambda node=node: ask(node.port, DESK, session=site.session).status == 200)


def test_a_site_on_several_machines(site: Machines) -> None:
    """One site for all of it, in this order: the last step ends its primary."""
    pictures_are_the_same_on_both(site)
    readers_read_from_the_replica_and_who_has_a_session_from_the_primary(site)
    what_is_published_on_one_node_is_on_the_other_within_two_seconds(site)
    what_is_withdrawn_is_gone_within_two_seconds_whatever_the_replica_has(site)
    no_page_is_read_from_a_replica_behind_a_version_that_the_node_has_met(site)
    a_replica_that_goes_is_not_missed(site)
    without_redis_no_reader_fails(site)
    a_node_that_is_killed_fails_no_reader(site)
    without_a_primary_the_desk_says_so_and_after_promotion_writes_go_on(site)
