from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Protocol

from django.core.management.base import CommandError
from django.db import DatabaseError, connection

from posts.exchange.errors import ExchangeError
from posts.exchange.record import Message, Outcome
from posts.exchange.report import REMARKS, Report

BAR_WIDTH = 30
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
                self._line(f"    {_place(file, message)}: {message.text} [{message.code}]")
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


def _place(file: str, message: Message) -> str:
    return file if message.line is None else f"{file}:{message.line}"


@contextmanager
def plain_errors() -> Iterator[None]:
    """Turn what ends a run into one sentence and exit code 1, beginning with the database."""
    try:
        connection.ensure_connection()
        yield
    except (ExchangeError, OSError) as error:
        raise CommandError(str(error)) from error
    except DatabaseError as error:
        # What follows an indent is PostgreSQL's guess at a remedy.
        reason = " ".join(str(error).split("\n\t")[0].split())
        raise CommandError(
            f"The database does not answer: {reason}. Start it, run manage.py migrate"
            " if that was never done, and run this again: what came in before is kept."
        ) from error
