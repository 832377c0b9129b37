"""Two servers behind nginx, as the units start them, restarted one after the other under load."""

import os
import shutil
import signal
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.project.proxy import HOST, get, needs_nginx, nginx
from tests.project.test_serve import (
    ROOT,
    environment,
    free_port,
    reached,
    wait_until,
    workers_of,
)

pytestmark = [needs_nginx, pytest.mark.any_engine, pytest.mark.django_db]
ADDRESSES = ("/", "/categories/", "/on/10-14/", "/feed.xml", "/healthz")


class Node:
    """One `historyblog@PORT`; `start` ends when it answers, as the unit's does."""

    def __init__(self, folder: Path, code: Path = ROOT, **own: str) -> None:
        self.port, self.log, self.code = free_port(), folder / f"log-{free_port()}", code
        self._environment = environment(folder, ALLOWED_HOSTS=HOST, **own)
        self.start()

    def start(self) -> None:
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-B", "manage.py", "serve", "--port", str(self.port)],
                cwd=self.code,
                env=self._environment,
                stdout=subprocess.DEVNULL,
                stderr=log,
                process_group=0,
            )
        wait_until(lambda: reached(f"http://127.0.0.1:{self.port}/healthz") == 200)

    def stop(self) -> int:
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(timeout=20)


@pytest.fixture
def nodes(migrated, collected, tmp_path) -> Iterator[list[Node]]:
    shutil.copy(migrated, tmp_path / "db.sqlite3")
    found = [Node(tmp_path, STATIC_ROOT=str(collected)) for _ in range(2)]
    yield found
    assert [node.stop() for node in found] == [0, 0]


@contextmanager
def load(port: int, clients: int, addresses: Sequence[str] = ADDRESSES) -> Iterator[Counter[int]]:
    """Ask for pages all the while; yields how often each status was answered.

    With a moment between, as the load is to leave the servers something to start with.
    """
    answers: Counter[int] = Counter()
    over = threading.Event()

    def ask(number: int) -> None:
        while not over.wait(0.02):
            number += 1
            status = get(port, addresses[number % len(addresses)].format(number)).status
            answers[status] += 1

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(clients)]
    for thread in threads:
        thread.start()
    try:
        yield answers
    finally:
        over.set()
        for thread in threads:
            thread.join()


def more(answers: Counter[int], number: int) -> None:
    until = answers[200] + number
    while (now := answers[200]) < until:
        wait_until(lambda now=now: answers[200] > now)


def restart_one_after_the_other(nodes: list[Node], answers: Counter[int], between: int) -> None:
    more(answers, between)
    for node in nodes:
        assert node.stop() == 0
        more(answers, between)
        node.start()
        more(answers, between)


@pytest.mark.long
def test_restarted_one_after_the_other_no_reader_gets_an_error(nodes, tmp_path):
    """Nor where a worker is killed, which is replaced; and a stranger's Host is one line."""
    with nginx(tmp_path, *(node.port for node in nodes)) as port, load(port, 2) as answers:
        restart_one_after_the_other(nodes, answers, 20)
        worker, *_ = workers_of(nodes[0].process)
        os.kill(worker, signal.SIGKILL)
        more(answers, 20)
        wait_until(lambda: reached(f"http://127.0.0.1:{nodes[0].port}/healthz") == 200)
    assert set(answers) == {200}
    assert worker not in workers_of(nodes[0].process)

    before = nodes[1].log.read_text()
    assert get(nodes[1].port, "/", Host="evil.example").status == 400
    (line,) = nodes[1].log.read_text().removeprefix(before).splitlines()
    assert "Invalid HTTP_HOST header: 'evil.example'" in line


@pytest.mark.long
def test_restarted_ten_times_none_of_many_readers_gets_an_error(nodes, tmp_path):
    with nginx(tmp_path, *(node.port for node in nodes)) as port, load(port, 16) as answers:
        for _ in range(10):
            restart_one_after_the_other(nodes, answers, 500)
    print(f"{answers.total()} requests, {dict(answers)}")
    assert set(answers) == {200}
