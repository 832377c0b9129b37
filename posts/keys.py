"""Numbers that come in as text, from an address, a form or a query."""

from collections.abc import Iterable
from typing import Final

KEY_DIGITS: Final = 18  # any number of so many fits a key of the database,
NUMBER_DIGITS: Final = 9  # and any of so many an integer column


def as_key(text: str) -> int | None:
    """Return the key that `text` writes in digits; None if no row can have such a key.

    >>> as_key("27"), as_key("-1"), as_key("9" * 19), as_key("")
    (27, None, None, None)
    """
    return int(text) if text.isdecimal() and len(text) <= KEY_DIGITS else None


def as_keys(texts: Iterable[str]) -> list[int]:
    """Return the keys among `texts`, in their order."""
    return [key for text in texts if (key := as_key(text)) is not None]


def as_number(text: str) -> int | None:
    """Return the whole number that `text` writes in digits; None if it is none or too large."""
    return int(text) if text.isdecimal() and len(text) <= NUMBER_DIGITS else None
