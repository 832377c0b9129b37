"""Parts of files, as RFC 9110 has them asked for: one part of a file, or all of it."""

import re
from typing import IO, Final

from django.http import HttpRequest

# More digits than any file has bytes make no number.
_ONE_RANGE: Final = re.compile(r"bytes=[ \t]*(\d{0,18})-(\d{0,18})[ \t]*", re.ASCII | re.IGNORECASE)


class Unsatisfiable(ValueError):
    """A range that begins beyond the end of the file."""


class Part:
    """Bytes `first` to `last`, both included, of a file, as the response of a view reads them.

    Of a file on the disk the server needs no more than `name` and `span`, and sends them itself.
    """

    def __init__(self, file: IO[bytes], first: int, last: int) -> None:
        file.seek(first)
        self.name, self.span = getattr(file, "name", None), (first, last + 1)
        self._file, self._left = file, last + 1 - first

    def read(self, size: int = -1) -> bytes:
        data = self._file.read(self._left if size < 0 else min(size, self._left))
        self._left -= len(data)
        return data

    def close(self) -> None:
        self._file.close()


def asked_range(request: HttpRequest, size: int, etag: str) -> tuple[int, int] | None:
    """Return the first and the last byte that are asked for, or None for the whole file.

    What cannot be read, several ranges, and a part of another file than `etag` names mean all of
    it, as the standard allows. A date in If-Range tells too little: two files may have the same.

    Raises Unsatisfiable.
    """
    found = _ONE_RANGE.fullmatch(request.headers.get("Range", ""))
    is_other = request.headers.get("If-Range", etag) != etag
    if request.method != "GET" or not found or is_other:
        return None
    first, last = found.groups()
    if not first:
        return _suffix(last, size)
    if last and int(last) < int(first):
        return None
    if int(first) >= size:
        raise Unsatisfiable
    return int(first), min(int(last), size - 1) if last else size - 1


def _suffix(length: str, size: int) -> tuple[int, int] | None:
    """Return the last `length` bytes; raises Unsatisfiable for none."""
    if not length:
        return None
    if not int(length):
        raise Unsatisfiable
    return max(size - int(length), 0), size - 1
