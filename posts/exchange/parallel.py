"""Reads files on all processors, while this process stores what came of those before."""

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from itertools import batched, cycle
from multiprocessing import get_all_start_methods, get_context
from multiprocessing.connection import Connection
from typing import Any, Final

from posts.exchange.errors import ExchangeError

FEWEST: Final = 200  # files that are worth other processes
_AT_ONCE: Final = 20
_MOST_READERS: Final = 4


def read_all[Item, Read](read: Callable[[Item], Read], items: Sequence[Item]) -> Iterator[Read]:
    """Yield `read(item)` for each of `items`, in order; raises what `read` does.

    Of many, `read` runs in copies of this process: it must ask no database, and what it remembers
    is forgotten.
    """
    if len(items) < FEWEST or "fork" not in get_all_start_methods():
        yield from map(read, items)
        return
    batches = list(batched(items, _AT_ONCE))
    count = min(os.cpu_count() or 1, _MOST_READERS)
    readers = [_Reader(read, batches[first::count]) for first in range(count)]
    try:
        for reader, _ in zip(cycle(readers), batches, strict=False):
            yield from reader.next()
    finally:
        for reader in readers:
            reader.leave()
        for reader in readers:
            reader.join()


class _Reader:
    def __init__(self, read: Callable[[Any], Any], batches: Sequence[Sequence[Any]]) -> None:
        context = get_context("fork")
        self._results, end = context.Pipe(duplex=False)
        self._process = context.Process(
            target=_send_all, args=(read, batches, end, self._results), daemon=True
        )
        self._process.start()
        end.close()

    def next(self) -> list[Any]:
        try:
            results, error = self._results.recv()
        except EOFError:
            text = "A process that read files was killed, perhaps for want of memory. Run it again."
            raise ExchangeError("killed", text) from None
        if error:
            raise error
        return list(results)

    def leave(self) -> None:
        """Read no more: the process ends once the later ones do, which could read from it too."""
        self._results.close()

    def join(self) -> None:
        self._process.join()


def _send_all(
    read: Callable[[Any], Any], batches: Sequence[Sequence[Any]], end: Connection, other: Connection
) -> None:
    other.close()  # Else it would not be seen that the process which reads is gone.
    with suppress(BrokenPipeError, KeyboardInterrupt):
        for batch in batches:
            try:
                results, error = [read(item) for item in batch], None
            except Exception as raised:
                results, error = [], raised
            end.send((results, error))
