"""Forms with files, read so that the name of a file costs nothing else that was typed.

Of a part whose head is longer than 1,024 bytes Django refuses the whole form, and a file whose
name shows nothing it passes over. Such heads are written anew before it reads them.
"""

import re
from collections.abc import Iterator
from typing import Any, Final

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler
from django.http import multipartparser
from django.http.multipartparser import ChunkIter, InterBoundaryIter, LazyStream, MultiPartParser

MOST_CHARACTERS: Final = 255  # in the name of a file; of a longer one Django says nothing
_LENGTH: Final = "name-length"  # parameter of a part's type: what the name had, in characters
_END: Final = b"\r\n\r\n"
_MOST_READ: Final = vars(multipartparser)["MAX_TOTAL_HEADER_SIZE"] - len(_END)  # bytes
_MOST: Final = 256 * 1024  # bytes of a head, beyond which a part is left out
_KEPT: Final = 100  # characters of a name that is written anew
_QUOTED: Final = rb'("(?:[^"\\]|\\.)*"|[^;\r\n]*)'
_NAME: Final = re.compile(rb"[;\s]name=" + _QUOTED, re.IGNORECASE)
_FILE_NAME: Final = re.compile(rb"[;\s]filename\*?=" + _QUOTED, re.IGNORECASE)
_TYPE: Final = re.compile(rb"\r\ncontent-type:[ \t]*([\w.+/-]{1,100})", re.IGNORECASE)


class AnyNames(FileUploadHandler):
    """The first of FILE_UPLOAD_HANDLERS: mends the heads of parts, and leaves the rest to those."""

    def handle_raw_input(
        self,
        input_data: Any,
        meta: dict[str, Any],
        content_length: int,
        boundary: Any,
        encoding: str | None = None,
    ) -> Any:
        request: Any = self.request
        body: Any = _Body(_mended(input_data, b"--" + boundary))
        return MultiPartParser(meta, body, request.upload_handlers[1:], encoding).parse()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        return raw_data

    def file_complete(self, file_size: int) -> None:
        return None


def name_problem(file: UploadedFile) -> str:
    """Return why a file cannot be taken under the name it was sent with, if it cannot."""
    length = (file.content_type_extra or {}).get(_LENGTH, b"")
    if not length:
        return ""
    return (
        f"The name “{str(file.name)[:20]}…” has {int(length):,} characters, and a file’s name "
        f"{MOST_CHARACTERS} at most. Give the file a shorter name, and choose it again."
    )


class _Body:
    """What Django reads a form from."""

    def __init__(self, chunks: Iterator[bytes]) -> None:
        self._chunks = filter(None, chunks)

    def read(self, size: int) -> bytes:
        return next(self._chunks, b"")


def _mended(body: Any, mark: bytes) -> Iterator[bytes]:
    """Yield the bytes of a form, in which `mark` stands before each part and at the end."""
    for number, part in enumerate(InterBoundaryIter(LazyStream(ChunkIter(body)), mark)):
        if number:
            yield mark
        head, end, content = part.read(_MOST).partition(_END)
        if end or len(head) < _MOST:
            yield _mended_head(head, content) if end else head
            yield end + content
            yield from part
        yield b"\r\n"


def _mended_head(head: bytes, content: bytes) -> bytes:
    """Return the head of a part as Django reads it: `head` itself, wherever it does."""
    field, file = _NAME.search(head), _FILE_NAME.search(head)
    name = _text(file[1]).replace("\\", "/").rpartition("/")[2] if file else ""
    shown = "".join(filter(str.isprintable, name))
    is_unseen = bool(file and content) and shown in ("", ".", "..")
    is_long = len(name) > MOST_CHARACTERS
    if not (is_unseen or is_long or len(head) > _MOST_READ or "\ufffd" in name):
        return head
    mended = (
        f'\r\nContent-Disposition: form-data; name="{_quoted(_text(field[1]) if field else "")}"'
    )
    if file:
        found = _TYPE.search(head)
        kind = found[1].decode() if found else "application/octet-stream"
        mended += f'; filename="{"unnamed" if is_unseen else _quoted(shown)}"'
        mended += f"\r\nContent-Type: {kind}" + (f"; {_LENGTH}={len(name)}" if is_long else "")
    return mended.encode()


def _text(quoted: bytes) -> str:
    return quoted.decode(errors="replace").strip('"')


def _quoted(text: str) -> str:
    return re.sub(r'["\\\r\n]', "_", text[:_KEPT])
