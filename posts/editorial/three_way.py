"""Brings two changes of one text together, field by field. Pure."""

from collections.abc import Iterable
from typing import Any

from posts.editorial.snapshot import Content, LinkText, Named, Snapshot
from posts.keys import as_key

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


def rebased[C: Content](base: C | None, *, theirs: C, mine: C) -> tuple[C, list[str]]:
    """Return both together as far as nobody has to choose, and the fields where somebody has."""
    if base is not None:
        return merged(base, theirs=theirs, mine=mine), list(clashes(base, theirs=theirs, mine=mine))
    fields = [name for name in differing(mine, theirs) if name not in SETS]
    return united(theirs=theirs, mine=mine), fields


def differing(one: Content, other: Content) -> list[str]:
    """Return the fields that two texts do not have alike, but what is said of their pictures."""
    names = (name for name in one.names() if name != "pictures")
    return [name for name in names if getattr(one, name) != getattr(other, name)]


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


def links_text(content: Snapshot) -> str:
    """Return the links that a form shows as one hidden value: "b:12:led_to a:33:follows"."""
    before = [f"b:{link.post.key}:{link.kind}" for link in content.links_before]
    after = [f"a:{link.post.key}:{link.kind}" for link in content.links_after]
    return " ".join([*before, *after])


def shown_links(text: str, known: Iterable[Snapshot]) -> Snapshot:
    """Return a snapshot of nothing but the links in `text`, under the names that `known` has."""
    sides: dict[str, list[LinkText]] = {"b": [], "a": []}
    names = {
        link.post.key: link.post
        for content in known
        for link in (*content.links_before, *content.links_after)
    }
    for part in text.split():
        side, _, rest = part.partition(":")
        key, _, kind = rest.partition(":")
        number = as_key(key)
        if side in sides and number is not None:
            post = names.get(number, Named(number, ""))
            sides[side].append(LinkText(kind, post))
    return Snapshot(links_before=tuple(sides["b"]), links_after=tuple(sides["a"]))
