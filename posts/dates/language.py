"""The language in which a site tells its dates: one for the process, English unless told."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Final

from .english import ENGLISH
from .french import FRENCH
from .german import GERMAN
from .words import Words

LANGUAGES: Final = {"en": ENGLISH, "de": GERMAN, "fr": FRENCH}
_site = ENGLISH
_here: Final[ContextVar[Words | None]] = ContextVar("words", default=None)


def use(code: str) -> None:
    """Tell dates in the language of a code such as "de" or "fr-ca" from now on, in all threads.

    A language without a table here is told in English.
    """
    global _site
    _site = words_of(code)


def words_of(code: str) -> Words:
    return LANGUAGES.get(code.lower().replace("_", "-").split("-")[0], ENGLISH)


def current() -> Words:
    return _here.get() or _site


@contextmanager
def told_in(code: str) -> Iterator[None]:
    """Tell dates in one language for a while, in this thread or task alone."""
    token = _here.set(words_of(code))
    try:
        yield
    finally:
        _here.reset(token)
