"""What pages tell of the whole archive, made by the server after a change and not by a reader.

Nobody is shown what held before the change: who comes before a figure is there has it made.
"""

from collections.abc import Callable
from functools import wraps

from posts.archives.cache import cached_until_change
from posts.models import Archive, ArchiveEntry

_figures: dict[str, Callable[[], object]] = {}


def figure[T](name: str) -> Callable[[Callable[[], T]], Callable[[], T]]:
    """Let what a function works out be cached until a change, and be made again after it."""

    def named(compute: Callable[[], T]) -> Callable[[], T]:
        @wraps(compute)
        def cached() -> T:
            return cached_until_change(name, compute)

        _figures[name] = cached
        return cached

    return named


def make_figures() -> None:
    """Work out all figures that are not there yet."""
    for cached in _figures.values():
        cached()


def numbers_of(archive: Archive) -> dict[int, int]:
    """Return how many public stories stand on each archive page of a kind, by `key` in order."""
    return _NUMBERS[archive]()


def _numbers(archive: Archive) -> Callable[[], dict[int, int]]:
    entries = ArchiveEntry.objects.published
    return figure(f"numbers of {archive}")(lambda: entries().of(archive).numbers())


def number_on(archive: Archive, key: int) -> int:
    """Return how many public stories stand on one archive page, counted once until a change."""
    entries = ArchiveEntry.objects.published().of(archive, key)
    return cached_until_change(f"number on {archive} {key}", entries.count)


_NUMBERS = {archive: _numbers(archive) for archive in Archive}
