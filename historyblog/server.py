"""Granian's main process, as `manage.py serve` becomes it, with two races at its end mended."""

import multiprocessing
import os
import signal
import socket
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from queue import SimpleQueue
from tempfile import TemporaryDirectory
from typing import Any, Final

from granian.constants import HTTPModes, Interfaces
from granian.http import HTTP1Settings
from granian.log import LogLevels
from granian.server import Server

HEADER_SECONDS: Final = 10
STOP_SECONDS: Final = 15
_STOPS: Final = (signal.SIGINT, signal.SIGTERM)


class Wakeup(threading.Event):
    """What the main process waits for, and its signal handler sets.

    An event has a lock that a second signal would wait for within the handler of the first, and
    so for ever. A queue of this kind may be put to at any moment; each `set` ends one `wait`.
    """

    def __init__(self) -> None:
        super().__init__()
        self._sets: SimpleQueue[None] = SimpleQueue()

    def set(self) -> None:
        self._sets.put(None)

    def wait(self, timeout: float | None = None) -> bool:
        self._sets.get(timeout=timeout)
        return True

    def clear(self) -> None:
        """Nothing to do: a `wait` that has ended took its `set` away."""


def _hold_signals() -> None:
    signal.pthread_sigmask(signal.SIG_BLOCK, _STOPS)


def _release_signals() -> None:
    signal.pthread_sigmask(signal.SIG_UNBLOCK, _STOPS)


def _begin_worker() -> None:
    """Let a worker die of a signal until it has a handler of its own.

    The server's handler, which it is born with, would do nothing while the application loads. In a
    group of its own it ends when the server says so alone: were it reached by a signal to all, as
    Ctrl-C sends one, the server might take it for killed and start another while it ends itself.
    """
    os.setpgid(0, 0)
    for number in _STOPS:
        signal.signal(number, signal.SIG_DFL)
    _release_signals()


@contextmanager
def offering_metrics(host: str, port: int) -> Iterator[None]:
    """Let workers offer figures at a port, and this process its own to them; 0 is no port."""
    if not port:
        yield
        return
    with TemporaryDirectory(prefix="historyblog-metrics-") as folder, socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        os.environ["GRANIAN_METRICS_PORT"] = str(probe.getsockname()[1])
        probe.close()
        # Read by Prometheus's library as it is imported.
        os.environ["PROMETHEUS_MULTIPROC_DIR"] = folder
        os.environ["METRICS_HOST"], os.environ["METRICS_PORT"] = host, str(port)
        yield


def main(
    host: str,
    port: str,
    workers: str,
    connections: str,
    *,
    log_config: dict[str, Any] | None = None,
) -> None:
    # Workers have what is loaded here, and with it their start; from Python 3.14 on it has to be
    # said.
    multiprocessing.set_start_method("fork", force=True)
    os.register_at_fork(
        before=_hold_signals, after_in_parent=_release_signals, after_in_child=_begin_worker
    )
    server = Server(
        "historyblog.rsgi:application",
        address=host,
        port=int(port),
        interface=Interfaces.RSGI,
        workers=int(workers),
        # No limit of time holds for a request's head that comes by HTTP/2.
        http=HTTPModes.http1,
        http1_settings=HTTP1Settings(header_read_timeout=1000 * HEADER_SECONDS),
        websockets=False,
        backpressure=int(connections),
        # A worker that is killed, as by the machine for want of memory, comes back.
        respawn_failed_workers=True,
        workers_kill_timeout=STOP_SECONDS,
        log_level=LogLevels.warning,
        log_dictconfig=log_config,
        metrics_enabled="METRICS_PORT" in os.environ,
        metrics_port=int(os.environ.get("GRANIAN_METRICS_PORT", "0")),
        metrics_scrape_interval=5,
    )
    server.main_loop_interrupt = Wakeup()
    try:
        server.serve()
    except SystemExit:
        # A worker that the same signal reached as it was born is no failure.
        if not server.interrupt_signal:
            raise


if __name__ == "__main__":
    main(*sys.argv[1:])
