"""Which slugs, addresses and feed ids are still to be had.

In a dry run the posts before this one are not in the database, so what they would have taken
is remembered here, and the report says the same as it would with --write.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from enum import IntEnum

from django.urls import reverse

from posts.exchange.errors import ExchangeError
from posts.exchange.record import Message, Record
from posts.models import Post, PostQuerySet, Redirect, is_reserved, numbered_slug


class Claim(IntEnum):
    """Why an address should lead to a post, the surest first."""

    OWN = 0
    LISTED = 1
    GUESSED = 2


@dataclass
class Reservations:
    """`write` says that the database itself remembers."""

    write: bool
    _slugs: set[str] = field(default_factory=set)
    _numbers: dict[str, int] = field(default_factory=dict)
    _paths: dict[str, tuple[str, Claim]] = field(default_factory=dict)
    _feed_ids: set[str] = field(default_factory=set)

    def free_slug(self, wished: str, own: int | None = None) -> str:
        """Return `wished`, or the first of `wished-2`, `wished-3`, … that no post has."""
        if not self._is_taken(wished, own):
            return wished
        number = self._numbers.get(wished, 2)
        while self._is_taken(slug := numbered_slug(wished, number), own):
            number += 1
        self._numbers[wished] = number
        return slug

    def _is_taken(self, slug: str, own: int | None) -> bool:
        return slug in self._slugs or _others(own).filter(slug=slug).exists()

    def is_feed_id_free(self, wished: str, own: int | None) -> bool:
        taken = _others(own).filter(feed_id=wished)
        return wished not in self._feed_ids and not taken.exists()

    def free_paths(
        self, record: Record, slug: str, own: int | None, messages: list[Message]
    ) -> tuple[str, ...]:
        """Return the old addresses that shall lead to the post.

        Raises ExchangeError if one that is its own is that of another post of its site.
        """
        kept = []
        here = reverse("post", args=[slug])
        stored = self._stored(record.paths)
        for path in record.paths:
            if path == here:
                continue
            if is_reserved(path) and path in record.guessed_paths:
                continue
            if is_reserved(path):
                text = f"The old address {path} is a page of this site and cannot lead on."
                messages.append(Message(None, "address_served", text))
                continue
            holder = self._paths.get(path) or _holder(stored.get(path), own)
            if _may_have(path, holder, record, messages):
                kept.append(path)
        return tuple(kept)

    def _stored(self, paths: Collection[str]) -> dict[str, Redirect]:
        rows = Redirect.objects.filter(path__in=paths).order_by() if paths else ()
        return {row.path: row for row in rows}

    def reserve(self, record: Record, slug: str, paths: Iterable[str], feed_id: str) -> None:
        if self.write:
            return
        self._slugs.add(slug)
        self._paths |= {path: (record.ref, _claim_of(record, path)) for path in paths}
        if feed_id:
            self._feed_ids.add(feed_id)


def _may_have(
    path: str, holder: tuple[str, Claim], record: Record, messages: list[Message]
) -> bool:
    """Tell whether the surer claim to `path` is that of `record`, and what it takes or leaves."""
    (ref, theirs), ours = holder, _claim_of(record, path)
    if ref in ("", record.ref):
        return True
    if ours is theirs is Claim.OWN and _site(ref) == _site(record.ref):
        raise ExchangeError("address_taken", f"The address {path} already leads to {ref}.")
    if ours < theirs:
        if theirs is Claim.LISTED:
            text = f"The address {path} was listed by {ref} too, and is this post's own."
            messages.append(Message(None, "address_moved", text))
        return True
    if ours is not Claim.GUESSED:
        text = f"The old address {path} is left out: it already leads to {ref}."
        messages.append(Message(None, "address_left_out", text))
    return False


def _claim_of(record: Record, path: str) -> Claim:
    if path in record.old_paths:
        return Claim.OWN
    return Claim.LISTED if path in record.listed_paths else Claim.GUESSED


def _site(ref: str) -> str:
    """Return what the refs of one site begin with."""
    return ":".join(ref.split(":", 2)[:2])


def _holder(row: Redirect | None, own: int | None) -> tuple[str, Claim]:
    """Return what the address leads to, '' if it is free, and by which claim."""
    if row is None or (own is not None and row.post_id == own):
        return "", Claim.OWN
    if row.post is None:
        return "a picture" if row.image_id else f"“{row.target or row.to_path}”", Claim.OWN
    fields = row.post.import_fields
    guessed = row.path in fields.get("guessed_addresses", [])
    listed = row.path in fields.get("listed_addresses", [])
    claim = Claim.GUESSED if guessed else Claim.LISTED if listed else Claim.OWN
    return row.post.import_ref or f"“{row.post}”", claim


def _others(own: int | None) -> PostQuerySet:
    return Post.objects.all() if own is None else Post.objects.exclude(pk=own)
