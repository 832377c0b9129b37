"""Brings two changes of one text together, field by field. Pure."""

from collections.abc import Iterable
from typing import Any

from posts.editorial.snapshot import Content, Snapshot

# Each of these is a set: what one added and another took away do not meet.
SETS = frozenset({"categories", "places", "tags", "posts", "links_before", "links_after"})
LINKS = ("links_before", "links_after")


def merged[C: Content](base: C, *, theirs: C, mine: C) -> C:
    """Return `mine` with what only they changed since `base`.

    Sets hold what either added and lack what either took away. Of a text that both changed,
    mine is returned: `clashes` names those.
    """
    fields = {name: _merged(name, base, theirs, mine) for name in mine.names()}
    return type(mine)(**fields)


def united[C: Content](*, theirs: C, mine: C) -> C:
    """Return `mine` with all of their sets, where nobody knows what they were before."""
    names = SETS.intersection(mine.names())
    sets = {name: _united((), getattr(theirs, name), getattr(mine, name)) for name in names}
    return type(mine)(**{**vars(mine), **sets})


def clashes[C: Content](base: C, *, theirs: C, mine: C) -> tuple[str, ...]:
    """Return the fields that both changed, and differently, so that a person has to choose."""
    return tuple(name for name in mine.names() if _clash(name, base, theirs, mine))


def with_links(content: Snapshot, *, shown: Snapshot, now: Snapshot) -> Snapshot:
    """Return `content` with the links of `now`, changed as `content` changed those `shown`.

    A link belongs to two posts, and the form of the other one may have changed it meanwhile.
    """
    links = {
        name: _united(getattr(shown, name), getattr(now, name), getattr(content, name))
        for name in LINKS
    }
    return Snapshot(**{**vars(content), **links})


def _merged(name: str, base: Content, theirs: Content, mine: Content) -> Any:
    was, other, own = (getattr(each, name) for each in (base, theirs, mine))
    if other in (was, own):
        return own
    if own == was:
        return other
    return _united(was, other, own) if name in SETS else own


def _clash(name: str, base: Content, theirs: Content, mine: Content) -> bool:
    was, other, own = (getattr(each, name) for each in (base, theirs, mine))
    return name not in SETS and name != "pictures" and other not in (was, own) and own != was


def _united(base: Iterable[Any], now: Iterable[Any], mine: Iterable[Any]) -> tuple[Any, ...]:
    before, own = list(base), list(mine)
    kept = [each for each in now if each in own or each not in before]
    return (*kept, *(each for each in own if each not in before and each not in kept))
