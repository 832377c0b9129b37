"""Which slugs, addresses and feed ids are still to be had.

In a dry run the posts before this one are not in the database, so what they would have taken
is remembered here, and the report says the same as it would with --write.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.urls import reverse

from posts.exchange.errors import ExchangeError
from posts.exchange.record import Message, Record
from posts.models import Post, PostQuerySet, Redirect, is_reserved, numbered_slug


@dataclass
class Reservations:
    """`write` says that the database itself remembers."""

    write: bool
    _slugs: set[str] = field(default_factory=set)
    _numbers: dict[str, int] = field(default_factory=dict)
    _paths: dict[str, tuple[str, bool]] = field(default_factory=dict)
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

        Raises ExchangeError if one of them surely was the address of another post.
        """
        kept = []
        here = reverse("post", args=[slug])
        wanted = [(path, False) for path in record.old_paths]
        wanted += [(path, True) for path in record.guessed_paths]
        stored = self._stored([path for path, _ in wanted])
        for path, is_guess in wanted:
            if path == here:
                continue
            if is_reserved(path):
                text = f"The old address {path} is a page of this site and cannot lead on."
                messages.append(Message(None, "address_served", text))
            elif self._may_have(path, stored.get(path), own, record.ref, is_guess=is_guess):
                kept.append(path)
        return tuple(kept)

    def _stored(self, paths: list[str]) -> dict[str, Redirect]:
        rows = Redirect.objects.filter(path__in=paths).order_by() if paths else ()
        return {row.path: row for row in rows}

    def _may_have(
        self, path: str, row: Redirect | None, own: int | None, ref: str, *, is_guess: bool
    ) -> bool:
        holder, was_guess = self._paths.get(path) or _holder(row, own)
        if holder in ("", ref):
            return True
        if not is_guess and not was_guess:
            raise ExchangeError("address_taken", f"The address {path} already leads to {holder}.")
        return not is_guess

    def reserve(self, record: Record, slug: str, paths: Iterable[str], feed_id: str) -> None:
        if self.write:
            return
        self._slugs.add(slug)
        self._paths |= {path: (record.ref, path in record.guessed_paths) for path in paths}
        if feed_id:
            self._feed_ids.add(feed_id)


def _holder(row: Redirect | None, own: int | None) -> tuple[str, bool]:
    """Return what the address leads to, '' if it is free, and whether that was only guessed."""
    if row is None or (own is not None and row.post_id == own):
        return "", False
    if row.post is None:
        return "a picture" if row.image_id else f"“{row.target or row.to_path}”", False
    guessed = row.post.import_fields.get("guessed_addresses", [])
    return row.post.import_ref or f"“{row.post}”", row.path in guessed


def _others(own: int | None) -> PostQuerySet:
    return Post.objects.all() if own is None else Post.objects.exclude(pk=own)
