from collections.abc import Iterable
from dataclasses import dataclass
from typing import IO, Protocol


@dataclass(frozen=True)
class Stored:
    """A stored file as it is at this moment; `modified` in seconds since 1970, UTC."""

    stream: IO[bytes]
    size: int  # bytes
    etag: str  # strong, in its quotes
    modified: float


class Renewal(Protocol):
    """All originals at once: written where no page finds them yet, then put in place."""

    def write(self, name: str, pieces: Iterable[bytes]) -> None: ...

    def put_in_place(self) -> str:
        """Return where the pictures of before are; '' where they stay beside the new ones."""

    def take_back(self) -> None:
        """Have everything as it was, whether the new ones are in place or not."""
