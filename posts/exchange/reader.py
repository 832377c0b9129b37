from collections.abc import Iterator
from typing import Protocol

from posts.exchange.record import Record, Refusal


class Reader(Protocol):
    """The posts of another site in the order of their names, each read or refused."""

    @property
    def left_out(self) -> list[str]:
        """Return a sentence for each part of the site that does not come in."""

    def __len__(self) -> int: ...
    def __iter__(self) -> Iterator[Record | Refusal]: ...
