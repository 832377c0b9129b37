"""Whose export a path holds."""

from pathlib import Path

from posts.exchange.errors import ExchangeError
from posts.exchange.kinds import SIGNS


def guess(path: Path) -> tuple[str, str]:
    """Return the kind of what is at `path`, and what it is in words.

    Raises ExchangeError if it is nothing that can be read.
    """
    try:
        if not path.exists():
            raise ExchangeError("missing", f"There is nothing at {path}.")
        for kind, (words, is_own) in SIGNS.items():
            if is_own(path):
                return kind, words
    except OSError as error:
        raise ExchangeError("unreadable", f"{path}: {error.strerror}.") from error
    known = ", ".join(words for words, _ in SIGNS.values())
    raise ExchangeError("unknown_kind", f"{path} is none of what can be read: {known}.")


def refuse_other(kind: str, path: Path) -> None:
    """Raise ExchangeError if there is nothing at `path`, or what another reader reads."""
    try:
        found, words = guess(path)
    except ExchangeError as error:
        if error.code == "unknown_kind":
            return  # Its own reader says better what it misses.
        raise
    if found != kind:
        raise ExchangeError("other_kind", f"{path} is {words}: run import_posts {found} {path}")
