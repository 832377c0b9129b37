from dataclasses import dataclass
from typing import IO


@dataclass(frozen=True)
class Stored:
    """A stored file as it is at this moment; `modified` in seconds since 1970, UTC."""

    stream: IO[bytes]
    size: int  # bytes
    etag: str  # strong, in its quotes
    modified: float
