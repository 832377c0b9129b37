"""What Prometheus reads of a server with two workers."""

import json
import os
import shutil
import signal
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from prometheus_client import REGISTRY

from historyblog import metrics
from tests.project.test_serve import (
    ROOT,
    environment,
    free_port,
    reached,
    status,
    wait_until,
    workers_of,
)

type Figures = dict[str, float]


@pytest.fixture
def server(migrated, collected, tmp_path) -> Iterator[tuple[subprocess.Popen[bytes], int, int]]:
    shutil.copy(migrated, tmp_path / "db.sqlite3")
    port, closed = free_port(), free_port()
    own = environment(tmp_path, STATIC_ROOT=str(collected), TMPDIR=str(tmp_path), LOG_FORMAT="json")
    options = ["--port", str(port), "--workers", "2", "--metrics-port", str(closed)]
    process = subprocess.Popen(
        [sys.executable, "manage.py", "serve", *options],
        cwd=ROOT,
        env=own,
        stdout=subprocess.DEVNULL,
        stderr=(tmp_path / "log").open("wb"),
        process_group=0,
    )
    try:
        wait_until(lambda: reached(f"http://127.0.0.1:{port}/healthz") == 200)
        yield process, port, closed
    finally:
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=20) == 0
    assert list(tmp_path.glob("historyblog-metrics-*")) == []
    lines = [json.loads(line) for line in (tmp_path / "log").read_text().splitlines()]
    # Whichever of the two is seen first.
    assert sorted(line["message"] for line in lines if line["logger"] == "_granian") == [
        f"Unexpected exit from worker-{number}" for number in (1, 2)
    ]
    assert len(lines) == 2


def figures(port: int) -> Figures:
    """Return each figure by its name and labels, as they are written."""
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics", timeout=20) as answer:
        lines = answer.read().decode().splitlines()
    pairs = (line.rpartition(" ") for line in lines if not line.startswith("#"))
    return {name: float(value) for name, _, value in pairs}


def all_have_counted(process: subprocess.Popen[bytes], folder: Path) -> bool:
    """Whether each worker has a file of what it has counted, as from its first answer on."""
    return all(
        any(folder.glob(f"historyblog-metrics-*/*_{worker}.db")) for worker in workers_of(process)
    )


@pytest.mark.any_engine
@pytest.mark.django_db
def test_all_workers_are_counted_together_and_go_on_when_one_dies(server, tmp_path):
    process, port, closed = server
    site = f"http://127.0.0.1:{port}"
    wait_until(lambda: reached(f"http://127.0.0.1:{closed}/metrics") == 200)
    before = figures(closed)
    answers = [status(site + path) for path in (*["/categories/"] * 30, *["/metrics"] * 10)]
    wait_until(lambda: figures(closed)['historyblog_requests_total{status="4xx"}'] == 10)

    after = figures(closed)
    grown = {name: after[name] - before[name] for name in after if name in before}

    assert answers == [200] * 30 + [404] * 10
    assert grown['historyblog_requests_total{status="2xx"}'] == 30
    assert grown["historyblog_request_seconds_count"] == 40
    assert after['historyblog_request_seconds_bucket{le="10.0"}'] >= 40
    site_figures = ("database_up", "content_version", "posts_behind")
    assert [after[f"historyblog_{name}"] for name in site_figures] == [1, 0, 0]
    assert after["granian_workers_spawns"] == 2
    # Each worker makes the page once.
    wait_until(lambda: figures(closed)["historyblog_page_cache_hits_total"] >= 28)

    workers = workers_of(process)
    for worker in workers:
        os.kill(worker, signal.SIGKILL)
        wait_until(lambda: len(workers_of(process)) == 2)
    # One that is told to stop before it serves would be killed, which is told in a line more.
    wait_until(lambda: reached(f"{site}/healthz") == 200 and all_have_counted(process, tmp_path))
    wait_until(lambda: reached(f"http://127.0.0.1:{closed}/metrics") == 200)
    after = figures(closed)
    assert after['historyblog_requests_total{status="4xx"}'] == 10
    # The pages that the dead had kept are gone with them.
    assert [after[f"historyblog_page_cache_{name}"] for name in ("pages", "size")] == [0, 0]


@dataclass
class Counted:
    hits: int
    misses: int
    renders: int
    size: int
    pages: int


def test_what_the_page_cache_counts_is_added_and_what_it_holds_is_shown():
    seen = dict.fromkeys(metrics.SINCE_START, 0)
    names = [f"historyblog_page_cache_{n}" for n in ("hits_total", "misses_total", "size", "pages")]
    before = [REGISTRY.get_sample_value(name) or 0 for name in names]
    metrics._read_page_cache(Counted(5, 2, 2, 4000, 2), seen)
    metrics._read_page_cache(Counted(9, 3, 3, 1000, 1), seen)
    after = [REGISTRY.get_sample_value(name) or 0 for name in names]
    assert [after[0] - before[0], after[1] - before[1], *after[2:]] == [9, 3, 1000, 1]


def test_a_site_whose_database_is_away_still_has_figures(monkeypatch):
    """Without the `db` mark, where each question fails."""

    def fail() -> None:
        raise metrics.DatabaseError("away")

    monkeypatch.setattr(metrics.ContentVersion, "current", fail)
    monkeypatch.setattr(metrics.connection, "close", lambda: None)
    (only,) = metrics.Site().collect()
    assert (only.name, [sample.value for sample in only.samples]) == (
        "historyblog_database_up",
        [0],
    )
