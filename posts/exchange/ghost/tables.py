"""The tables of an export, in which any row or value may be odd."""

import json
import re
from array import array
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta, tzinfo
from pathlib import Path
from typing import IO, Any, Final

from posts.exchange.errors import ExchangeError
from posts.exchange.jekyll.publish_dates import LAST_YEAR
from posts.exchange.record import Message
from posts.rendering import without_controls

CHUNK: Final = 1 << 20
MOST_BYTES: Final = 32_000_000  # of one text
DEEPEST: Final = 500
_TOKEN: Final = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+"|["\[\]{}]|[^\s\[\]{}",:]++', re.DOTALL)

type Row = dict[str, Any]


def recognises(path: Path) -> bool:
    """Tell whether the file begins as an export of Ghost: JSON with its tables."""
    with path.open("rb") as stream:
        head = stream.read(65_536).removeprefix(b"\xef\xbb\xbf").lstrip()
    return head[:1] == b"{" and any(name in head for name in (b'"db"', b'"posts"', b'"data"'))


class Tables:
    """The tables of an export: where each row stands in the file, to be read when it is asked for.

    The memory is that of one row. Raises ExchangeError for a file that is not whole, or without
    posts.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._places: dict[str, array[int]] = {}
        with path.open("rb") as stream:
            self._find(stream)
        if "posts" not in self._places:
            text = f"{path} has no table of posts: export the content anew."
            raise ExchangeError("json", text)

    def count(self, table: str) -> int:
        return len(self._places.get(table, ())) // 2

    def values(self, table: str, numbers: Iterable[int]) -> Iterator[Any]:
        """Yield what stands at these places of a table, an ExchangeError for what is no JSON."""
        places = self._places.get(table, ())
        with self._path.open("rb") as stream:
            for number in numbers:
                start, end = places[2 * number : 2 * number + 2]
                stream.seek(start)
                try:
                    yield json.loads(stream.read(end - start))
                except (ValueError, RecursionError) as error:
                    line = self._line(start)
                    yield ExchangeError("json", f"This row is no JSON: {error}.", line)

    def rows(self, table: str) -> Iterator[Row]:
        values = self.values(table, range(self.count(table)))
        return (row for row in values if isinstance(row, dict))

    def _find(self, stream: IO[bytes]) -> None:
        """Note from where to where each element of a table reaches."""
        around: list[tuple[bytes, str, int]] = []  # what is open: bracket, name, place
        name = ""
        for at, token in self._tokens(stream):
            kind = token[:1]
            is_row = self._is_table(around)
            if kind in b"[{":
                around.append((kind, name, at))
                if self._is_table(around):
                    self._places.setdefault(name, array("Q"))
                if len(around) > DEEPEST:
                    text = f"{self._path} cannot be read as JSON: it is nested too deep."
                    raise ExchangeError("json", text)
            elif kind in b"]}":
                if not around or around[-1][0] != {b"]": b"[", b"}": b"{"}[kind]:
                    raise self._not_whole(at, f"{token.decode()} closes nothing")
                _, _, start = around.pop()
                if self._is_table(around):
                    self._places[around[-1][1]].extend((start, at + 1))
            elif is_row:
                self._places[around[-1][1]].extend((at, at + len(token)))
            name = token[1:-1].decode("utf-8", "replace") if kind == b'"' else ""
        if around:
            raise self._not_whole(self._path.stat().st_size, "it ends too soon")

    def _tokens(self, stream: IO[bytes]) -> Iterator[tuple[int, bytes]]:
        """Yield place and text of each bracket, string and other word."""
        base, buffer, is_last = 0, b"", False
        while not is_last:
            chunk = stream.read(CHUNK)
            is_last, buffer, used = not chunk, buffer + chunk, 0
            for found in _TOKEN.finditer(buffer):
                if not is_last and found.end() == len(buffer):
                    break  # It may go on.
                if found[0] == b'"':
                    if is_last:
                        raise self._not_whole(base + found.start(), "a text never ends")
                    break
                yield base + found.start(), found[0]
                used = found.end()
            base, buffer = base + used, buffer[used:]
            if len(buffer) > MOST_BYTES:
                text = f"A text in {self._path} has over {MOST_BYTES:,} bytes: shorten it."
                raise ExchangeError("too_large", text, self._line(base))

    @staticmethod
    def _is_table(around: list[tuple[bytes, str, int]]) -> bool:
        """Whether the innermost is a table: as in {"db": [{"data": {"posts": […]}}]}."""
        is_list = 2 <= len(around) <= 5 and around[-1][0] == b"[" and around[-1][1] != "db"
        return is_list and all(name in ("", "db", "data") for _, name, _ in around[:-1])

    def _not_whole(self, at: int, why: str) -> ExchangeError:
        line = self._line(at)
        text = f"{self._path}:{line}: the JSON is not whole: {why}. Export it again."
        return ExchangeError("json", text, line)

    def _line(self, at: int) -> int:
        with self._path.open("rb") as stream:
            sizes = (min(CHUNK, at - begin) for begin in range(0, at, CHUNK))
            return 1 + sum(stream.read(size).count(b"\n") for size in sizes)


def text_of(row: Row | None, name: str) -> str:
    value = row.get(name) if row else None
    is_told = isinstance(value, str | int) and not isinstance(value, bool)
    return without_controls(str(value)).strip() if is_told else ""


def number_of(value: object) -> float:
    return float(value) if isinstance(value, int | float) else 0.0


def instant_of(row: Row, zone: tzinfo, said: list[Message]) -> datetime | None:
    """Return when it was published: milliseconds, or ISO 8601 in UTC where it says no other."""
    value = row.get("published_at") or ""
    try:
        if isinstance(value, int | float) or (isinstance(value, str) and value.isdecimal()):
            at = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=float(value))
        elif not value:
            return None
        else:
            at = datetime.fromisoformat(value)
        if at.year > LAST_YEAR:
            raise ValueError
        return (at if at.tzinfo else at.replace(tzinfo=UTC)).astimezone(zone)
    except (ValueError, TypeError, OverflowError):
        said.append(Message(None, "date", f"published_at: “{value}” is not a time."))
        return None
