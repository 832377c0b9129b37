from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Protocol

from django.core.management.base import CommandError
from django.db import DatabaseError, connection

from posts.exchange.errors import ExchangeError
from posts.exchange.record import Outcome
from posts.exchange.report import REMARKS, Report

BAR_WIDTH = 30
EACH = 100  # between two numbers on a terminal
INTERRUPTED = 130  # exit status
EACH_WHOLE = "What came in stays, each post whole: run it again for the rest."
CLEAR_LINE = "\r\x1b[K"


class Stream(Protocol):
    def write(self, text: str, /, *, ending: str) -> None: ...
    def isatty(self) -> bool: ...


class Console:
    """One line for each post, its messages below it, and on a terminal a bar of progress."""

    def __init__(self, out: Stream, err: Stream, *, total: int) -> None:
        self.out = out
        self.err = err
        self.total = total
        self._shown = 0
        self._bar = err.isatty()

    def show(self, outcome: Outcome) -> None:
        self._clear()
        parts = (f"{outcome.result:<9}", outcome.slug, outcome.event_date)
        file = outcome.ref.split(":", 2)[-1]
        self._line("  ".join([part for part in parts if part] + [outcome.ref]))
        for message in outcome.messages:
            if message.code not in REMARKS:  # which are told once, at the end
                place = file if message.line is None else f"{file}:{message.line}"
                self._line(f"    {place}: {message.text} [{message.code}]")
        self._shown += 1
        self._draw()

    def finish(self, report: Report, left_out: Iterable[str] = (), *, write: bool) -> None:
        """Print what became of everything: what readers would notice before what they would not."""
        self._clear()
        for part in left_out:
            self._line(f"Not imported: {part}")
        self._table("What readers would notice", report.noticed)
        remarks = [(f"{x.text} [{x.code}] {x.first}", x.count) for x in report.sorted_remarks]
        self._table("Remarks, each with the first place", remarks)
        accounts = {
            "files: ": report.files,
            "pictures: ": report.picture_counts,
            "addresses: ": report.addresses,
        }
        for name, parts in {**(accounts if report.files else {}), "": report.counts}.items():
            told = ", ".join(f"{number} {part}" for part, number in parts.items())
            self._line(f"{name}{told}")
        if not write:
            self._line("Nothing was written. Run it again with --write to store this.")

    def _table(self, title: str, rows: Sequence[tuple[str, int]]) -> None:
        if rows:
            self._line(f"{title}:")
        for text, number in rows:
            self._line(f"{number:>8}  {text}")

    def _line(self, text: str) -> None:
        """Print `text`; a folder's name may hold bytes that no terminal can take."""
        self.out.write(text.encode("utf-8", "backslashreplace").decode(), ending="\n")

    def _draw(self) -> None:
        if self._bar:
            done = BAR_WIDTH * self._shown // max(1, self.total)
            bar = "#" * done + "." * (BAR_WIDTH - done)
            self.err.write(f"{CLEAR_LINE}[{bar}] {self._shown}/{self.total}", ending="")

    def _clear(self) -> None:
        if self._bar:
            self.err.write(CLEAR_LINE, ending="")


class Progress:
    """A number that grows on a terminal, and nothing in a pipe."""

    def __init__(self, out: Stream, of: str) -> None:
        self._out, self._of, self._number = out, of, 0
        self._is_shown = out.isatty()

    def __call__(self, number: int) -> None:
        before, self._number = self._number, self._number + number
        if self._is_shown and before // EACH < self._number // EACH:
            self._out.write(f"{CLEAR_LINE}{self._number} {self._of}", ending="")

    def end(self) -> int:
        """Clear the line, begin anew, and return how far it was."""
        number, self._number = self._number, 0
        if self._is_shown:
            self._out.write(CLEAR_LINE, ending="")
        return number


@contextmanager
def plain_errors(stays: str = "Nothing was changed.", *, asks: bool = True) -> Iterator[None]:
    """Turn what ends a run into one sentence: exit status 1, or 130 for Ctrl-C.

    `stays` says what becomes of what was done until then. With `asks` the database is asked before
    all else.
    """
    try:
        if asks:
            connection.ensure_connection()
        yield
    except OSError as error:
        told = f"{error.filename}: {error.strerror}." if error.filename else str(error)
        raise CommandError(told) from error
    except ExchangeError as error:
        raise CommandError(str(error)) from error
    except DatabaseError as error:
        # What follows an indent is PostgreSQL's guess at a remedy.
        reason = " ".join(str(error).split("\n\t")[0].split())
        raise CommandError(
            f"The database does not answer: {reason}. Start it, run manage.py migrate"
            f" if that was never done, and run this again. {stays}"
        ) from error
    except KeyboardInterrupt:
        raise CommandError(f"Stopped. {stays}", returncode=INTERRUPTED) from None
