"""A way past Granian's event loop for what is answered without waiting.

Granian hands each request to the loop, which another thread has to be woken for, and makes a task
of it: as much again as a kept page takes. It knows no other way, so the function by which it does
that is replaced; a test asks a worker whether it still is.
"""

from collections.abc import Callable
from typing import Any

from granian import _futures


def answer_first(answer: Callable[[Any, Any], bool]) -> None:
    """Have `answer(scope, protocol)` asked before the loop is, by a worker that is about to begin.

    False leaves the request to the application.
    """
    schedule_on_loop = _futures._cbsched_aioschedule

    def schedule(*args: Any) -> Callable[[Any], None]:
        later = schedule_on_loop(*args)

        def begin(watcher: Any) -> None:
            try:
                is_answered = answer(watcher.scope, watcher.proto)
            except BaseException as error:
                watcher.err(error)
                return
            if is_answered:
                watcher.done()
            else:
                later(watcher)

        return begin

    _futures._cbsched_aioschedule = schedule
