"""Text that is typed and not saved: one private slot for each person and post.

Keeping it makes no revision, no redirect, no version, and no line in any log.
"""

from typing import Any

from django.utils import timezone

from posts.editorial.roles import Person
from posts.models import Autosave, Post, Presence

MOST_BYTES = 4_000_000  # of what is typed into one form; a story has a megabyte at most


class TooLong(Exception):
    """More than MOST_BYTES of unsaved text."""


def keep(
    post: Post | None, pairs: list[tuple[str, str]], *, by: Person, version: int | None
) -> Autosave:
    """Keep `pairs` (field, text) in the slot of `by`; raises TooLong."""
    pairs = [(_without_nul(name), _without_nul(text)) for name, text in pairs]
    size = sum(len(name) + len(text.encode("utf-8", "surrogatepass")) for name, text in pairs)
    if size > MOST_BYTES:
        raise TooLong(f"{size:,} bytes are typed; {MOST_BYTES:,} can be kept without saving.")
    slot, _ = Autosave.objects.update_or_create(
        user=by,
        post=post,
        defaults={
            "pairs": [list(p) for p in pairs],
            "version": version,
            "saved_at": timezone.now(),
        },
    )
    return slot


def _without_nul(text: str) -> str:
    # PostgreSQL takes none in JSON. The sign in its place is seen, and may be taken out.
    return text.replace("\x00", "\ufffd")


def slot_of(post: Post | None, *, by: Person) -> Autosave | None:
    return Autosave.objects.filter(user=by, post=post).first()


def discard(post: Post | None, *, by: Person) -> None:
    Autosave.objects.filter(user=by, post=post).delete()


def be_present(post: Post, *, by: Person) -> list[Presence]:
    """Note that `by` has `post` open; return who else has, the first first.

    Where `by` has only come, those whose forms went silent are forgotten, on every post.
    """
    now = timezone.now()
    mine = Presence.objects.filter(post=post, user=by)
    if not mine.now().update(seen_at=now):
        defaults = {"since": now, "seen_at": now}
        Presence.objects.silent().delete()
        Presence.objects.update_or_create(post=post, user=by, defaults=defaults)
    return list(others_on(post, by=by))


def others_on(post: Post, *, by: Person) -> Any:
    present = Presence.objects.now().filter(post=post).exclude(user=by)
    return present.select_related("user").order_by("since")


def leave(post: int, *, by: Person) -> None:
    """Forget that `by` has the post with this key open, if so."""
    Presence.objects.filter(post_id=post, user=by).delete()
