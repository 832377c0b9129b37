"""Figures for Prometheus, of all workers together, on a port of their own.

Each worker counts into files of its own in a folder that they share. Whichever of them has the port
answers for all; should it die, another takes over. Imported only where a port was named.
"""

import os
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from socketserver import ThreadingMixIn
from typing import Any, Final
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

from django.db import DatabaseError, connection
from prometheus_client import (
    CONTENT_TYPE_LATEST,
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    generate_latest,
)
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector, mark_process_dead

from posts import archives
from posts.models import ContentVersion

BUCKETS: Final = (0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10)
SITE_HOLDS_FOR: Final = 15.0  # seconds, for which figures from the database are not asked anew
# What the page cache of a worker counts: since its start, and now.
SINCE_START: Final = {
    "hits": "Pages that the page cache had.",
    "misses": "Pages that it could have had.",
    "renders": "Pages that Django made for it.",
}
NOW: Final = {"size": "Bytes of the pages in it.", "pages": "Pages in it."}

_SECONDS = Histogram("historyblog_request_seconds", "Time to an answer.", buckets=BUCKETS)
_ANSWERS = Counter("historyblog_requests", "Answers by their status.", ["status"])
_BY_CLASS = {number: _ANSWERS.labels(f"{number}xx") for number in range(1, 6)}
_COUNTED = {n: Counter(f"historyblog_page_cache_{n}", text) for n, text in SINCE_START.items()}
_THERE = {
    name: Gauge(f"historyblog_page_cache_{name}", text, multiprocess_mode="livesum")
    for name, text in NOW.items()
}


def count(status: int, seconds: float) -> None:
    """Count an answer of this worker."""
    _BY_CLASS[status // 100].inc()
    _SECONDS.observe(seconds)


def begin(page_cache: Callable[[], Any] | None) -> None:
    """Offer the figures, in a thread; `page_cache` gives what this worker's has counted."""
    threading.Thread(target=_offer, args=(page_cache,), name="metrics", daemon=True).start()


def _offer(page_cache: Callable[[], Any] | None) -> None:
    host, port = os.environ["METRICS_HOST"], int(os.environ["METRICS_PORT"])
    seen, server = dict.fromkeys(SINCE_START, 0), None
    while True:
        if page_cache:
            _read_page_cache(page_cache(), seen)
        server = server or _server_at(host, port)
        time.sleep(1)


def _read_page_cache(counters: Any, seen: dict[str, int]) -> None:
    for name, counter in _COUNTED.items():
        number = getattr(counters, name)
        counter.inc(number - seen[name])
        seen[name] = number
    for name, gauge in _THERE.items():
        gauge.set(getattr(counters, name))


class _Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class _Handler(WSGIRequestHandler):
    timeout = 5  # seconds for a client that says nothing

    def log_message(self, format: str, *arguments: Any) -> None:
        """Nobody reads when Prometheus came by."""


def _server_at(host: str, port: int) -> WSGIServer | None:
    """Return a server that answers already; None while another worker has the port."""
    try:
        server = make_server(host, port, _page(), _Server, _Handler)
    except OSError:
        return None
    threading.Thread(target=server.serve_forever, name="metrics-server", daemon=True).start()
    return server


def _page() -> Callable[..., list[bytes]]:
    registry = CollectorRegistry()
    MultiProcessCollector(registry)
    registry.register(Site())

    def page(environ: dict[str, Any], start_response: Any) -> list[bytes]:
        _forget_the_dead()
        body = generate_latest(registry) + _of_granian()
        start_response("200 OK", [("Content-Type", CONTENT_TYPE_LATEST)])
        return [body]

    return page


def _forget_the_dead() -> None:
    """Leave out what dead workers had in their caches; what they counted goes on counting."""
    for file in Path(os.environ["PROMETHEUS_MULTIPROC_DIR"]).glob("gauge_live*.db"):
        pid = file.stem.rpartition("_")[2]
        if not Path(f"/proc/{pid}").exists():
            mark_process_dead(int(pid))


def _of_granian() -> bytes:
    """Return what the main process counts: workers that were born, connections."""
    port = os.environ["GRANIAN_METRICS_PORT"]
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics", timeout=1) as answer:
            return bytes(answer.read())
    except OSError:
        return b""


class Site:
    """What the database tells of the whole site, whoever of its servers is asked."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._until, self._figures = 0.0, dict[str, float]()

    def collect(self) -> Iterator[GaugeMetricFamily]:
        with self._lock:
            if time.monotonic() > self._until:
                self._figures, self._until = _ask(), time.monotonic() + SITE_HOLDS_FOR
            figures = dict(self._figures)
        yield GaugeMetricFamily(
            "historyblog_database_up", "Whether the database answers.", figures["database_up"]
        )
        if "content_version" in figures:
            text = "Moves on with each change that readers can see."
            yield GaugeMetricFamily("historyblog_content_version", text, figures["content_version"])
            text = "Posts that archives and search have not followed."
            yield GaugeMetricFamily("historyblog_posts_behind", text, figures["posts_behind"])


def _ask() -> dict[str, float]:
    try:
        version, behind = ContentVersion.current().number, len(archives.stale())
    except DatabaseError:
        return {"database_up": 0}
    finally:
        connection.close()
    return {"database_up": 1, "content_version": version, "posts_behind": behind}
