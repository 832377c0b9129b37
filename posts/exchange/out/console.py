from collections.abc import Iterator
from contextlib import contextmanager

from django.core.management.base import CommandError
from django.db import DatabaseError

from posts.exchange.console import CLEAR_LINE, Stream
from posts.exchange.errors import ExchangeError

INTERRUPTED = 130  # exit status
_EACH = 1_000


class Counter:
    """A number that grows on a terminal, and nothing in a pipe."""

    def __init__(self, out: Stream, of: str) -> None:
        self._out, self._of, self._number = out, of, 0
        self._is_shown = out.isatty()

    def __call__(self, number: int) -> None:
        before, self._number = self._number, self._number + number
        if self._is_shown and before // _EACH < self._number // _EACH:
            self._out.write(f"{CLEAR_LINE}{self._number} {self._of}", ending="")

    def end(self) -> None:
        self._number = 0
        if self._is_shown:
            self._out.write(CLEAR_LINE, ending="")


@contextmanager
def plain_errors() -> Iterator[None]:
    """Turn what ends a run into one sentence: exit status 1, or 130 for Ctrl-C."""
    try:
        yield
    except (ExchangeError, OSError) as error:
        raise CommandError(str(error)) from error
    except DatabaseError as error:
        raise CommandError(f"The database refuses it: {' '.join(str(error).split())}") from error
    except KeyboardInterrupt:
        raise CommandError("Stopped. Nothing was changed.", returncode=INTERRUPTED) from None
