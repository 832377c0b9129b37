"""Processes that each ask the application. Nothing here needs Django before `begin` has run."""

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable
from concurrent.futures import Executor, Future, ProcessPoolExecutor

import django


class Here(Executor):
    """Does each work at once, in this process."""

    def submit[**P, T](
        self, work: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs
    ) -> Future[T]:
        future: Future[T] = Future()
        future.set_result(work(*args, **kwargs))
        return future


def executor(jobs: int) -> Executor:
    if jobs > 1:
        return ProcessPoolExecutor(jobs, multiprocessing.get_context("spawn"), begin)
    return Here()


def begin() -> None:
    """Make a process ready: it ends with the one that began it, and not by itself at Ctrl-C."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    django.setup()


def _end_with_parent() -> None:
    if parent := multiprocessing.parent_process():
        parent.join()
        os._exit(1)
