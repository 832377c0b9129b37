"""Several writers at once, each with a connection of its own."""

import threading
from collections.abc import Callable

from django.db import connections

WRITERS = 6


def at_once(work: Callable[[int], None]) -> list[BaseException]:
    """Run `work` in WRITERS threads that start together; return what they raised."""
    raised: list[BaseException] = []
    barrier = threading.Barrier(WRITERS)

    def run(number: int) -> None:
        try:
            barrier.wait()
            work(number)
        except BaseException as error:
            raised.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(number,)) for number in range(WRITERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return raised
