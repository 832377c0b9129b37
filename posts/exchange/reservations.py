"""Which slugs, addresses and feed ids are still to be had.

In a dry run the posts before this one are not in the database, so what they would have taken
is remembered here, and the report says the same as it would with --write.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any, Final

from django.urls import reverse

from posts.exchange.errors import ExchangeError
from posts.exchange.record import Message, PictureFile, Record
from posts.models import (
    PATH_LENGTH,
    TARGETS,
    Image,
    Page,
    Post,
    Redirect,
    first_parts,
    insert,
    is_reserved,
    kind_of,
    numbered_slug,
)

_PICTURE: Final = "a picture"


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
    _free: set[str] = field(default_factory=set)  # addresses of posts and pages
    _led: dict[str, Redirect | None] = field(default_factory=dict)  # old addresses

    def prepare(self, records: Collection[Record]) -> None:
        """Ask for all of some new `records` in three queries; what they take is remembered."""
        for model in (Post, Page):
            kind = model._meta.model_name
            wished = {r.slug for r in records if r.is_page == (model is Page)}
            rows: Any = model._default_manager.filter(slug__in=wished).order_by()
            taken = set(rows.values_list("slug", flat=True)) if wished else set()
            self._free |= {reverse(str(kind), args=[slug]) for slug in wished - taken}
        paths = [path for record in records for path in record.paths]
        paths += [path for record in records for each in record.pictures for path in each.addresses]
        self._led |= dict.fromkeys(paths) | self._stored(paths)

    def free_slug(self, wished: str, row: Post | Page) -> str:
        """Return `wished`, or the first of `wished-2`, `wished-3`, … that no other row has.

        Raises ExchangeError for a page at an address of the site itself.
        """
        if isinstance(row, Page) and wished in first_parts():
            text = f"This site has addresses of its own below /{wished}/, so no page can be there."
            raise ExchangeError("address_served", text)
        if not self._is_taken(wished, row):
            return wished
        known = path_with(row, wished)
        number = self._numbers.get(known, 2)
        while self._is_taken(slug := numbered_slug(wished, number), row):
            number += 1
        self._numbers[known] = number
        return slug

    def _is_taken(self, slug: str, row: Post | Page) -> bool:
        path = path_with(row, slug)
        if path in self._slugs or path in self._free:
            return path in self._slugs
        return bool(_others(row).filter(slug=slug).exists())

    def is_feed_id_free(self, wished: str, post: Post) -> bool:
        taken = _others(post).filter(feed_id=wished)
        return wished not in self._feed_ids and not taken.exists()

    def free_paths(
        self, record: Record, slug: str, row: Post | Page, messages: list[Message]
    ) -> tuple[str, ...]:
        """Return the old addresses that shall lead to the post or page.

        Raises ExchangeError if one that is its own is that of another post of its site.
        """
        kept = []
        here = path_with(row, slug)
        unknown = [path for path in record.paths if path not in self._led]
        stored = self._led | self._stored(unknown)
        for path in record.paths:
            if path == here:
                continue
            if is_reserved(path):
                if path not in record.guessed_paths:
                    text = f"The old address {path} is a page of this site and cannot lead on."
                    messages.append(Message(None, "address_served", text))
                continue
            holder = self._paths.get(path) or _holder(stored.get(path), row)
            if _may_have(path, holder, record, messages):
                kept.append(path)
        return tuple(kept)

    def _stored(self, paths: Collection[str]) -> dict[str, Redirect]:
        rows = Redirect.objects.filter(path__in=paths).order_by() if paths else ()
        return {row.path: row for row in rows}

    def reserve(self, record: Record, here: str, paths: Iterable[str], feed_id: str = "") -> None:
        """Remember what `record` takes: the address `here` and old ones."""
        self._slugs.add(here)
        self._paths |= {path: (record.ref, _claim_of(record, path)) for path in paths}
        if feed_id:
            self._feed_ids.add(feed_id)

    def lead_to_picture(
        self, picture: PictureFile, image: Image | None, messages: list[Message]
    ) -> None:
        """Let its old addresses lead to `image`, but those that lead to no picture."""
        for path in picture.addresses:
            if len(path) > PATH_LENGTH or is_reserved(path):
                text = f"The picture's old address {path} cannot lead on."
                messages.append(Message(None, "picture_address", text))
                continue
            known = self._led.get(path) if path in self._led else self._stored([path]).get(path)
            holder = self._paths.get(path, (_PICTURE, Claim.OWN))
            if holder[0] == _PICTURE and (known is None or known.image_id):
                self._paths[path] = holder
                if image and (known is None or known.image_id != image.pk):
                    redirect_to(image, [path])

    def take_back(self) -> None:
        """Follows a transaction that was rolled back: nothing that it took is taken."""
        self._numbers.clear()
        self.forget_stored()

    def forget_stored(self) -> None:
        """Follows a commit: the database remembers, and knows what others took too."""
        if self.write:
            for each in (self._slugs, self._paths, self._feed_ids, self._free, self._led):
                each.clear()


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


def _holder(row: Redirect | None, own: Post | Page) -> tuple[str, Claim]:
    """Return what the address leads to, '' if it is free, and by which claim."""
    if row is None or (own.pk is not None and row.target == own):
        return "", Claim.OWN
    target = row.target
    if not isinstance(target, Post | Page):
        return _PICTURE if row.image_id else f"“{target or row.to_path}”", Claim.OWN
    fields = target.import_fields
    guessed = row.path in fields.get("guessed_addresses", [])
    listed = row.path in fields.get("listed_addresses", [])
    claim = Claim.GUESSED if guessed else Claim.LISTED if listed else Claim.OWN
    return target.import_ref or f"“{target}”", claim


def path_with(row: Post | Page, slug: str) -> str:
    """Return the address that `row` has under `slug`."""
    return reverse(kind_of(row), args=[slug])


def _others(row: Post | Page) -> Any:
    return type(row)._default_manager.exclude(pk=row.pk)


def redirect_to(row: Post | Page | Image, paths: Iterable[str]) -> None:
    """Let each of `paths` lead to `row`, whatever it led to before."""
    insert(
        Redirect.objects,
        [Redirect(path=path, **{kind_of(row): row}) for path in paths],
        update_conflicts=True,
        unique_fields=["path"],
        update_fields=[*TARGETS, "to_path"],
    )
