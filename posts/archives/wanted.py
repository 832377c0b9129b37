"""Posts whose stored parts or surroundings a reader found missing, for the worker."""

from collections import deque

_MOST = 1000  # that is asked for again, if it is still wanted

_keys: deque[int] = deque(maxlen=_MOST)


def note(key: int) -> None:
    """Remember a post; costs a reader nothing."""
    _keys.append(key)


def take(number: int) -> list[int]:
    """Return the posts that were asked for last, `number` of them at the most, each once."""
    found: dict[int, None] = {}
    while _keys and len(found) < number:
        found[_keys.pop()] = None
    return list(found)
