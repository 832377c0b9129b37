"""Text that is typed and not saved, kept for each open form; and who has what open.

Keeping it makes no revision, no redirect, no version, and no line in any log.
"""

import re
import secrets
from datetime import datetime
from typing import Any

from django.utils import timezone

from posts.editorial.roles import Person
from posts.editorial.works import Work
from posts.models import Autosave, Presence

MOST_BYTES = 4_000_000  # of what is typed into one form; a story has a megabyte at most
_WORKS = ("post", "dossier", "page")  # what it may belong to, by the column
_TOKEN = re.compile(r"[A-Za-z0-9_-]{16,64}")


class TooLong(Exception):
    """More than MOST_BYTES of unsaved text."""


def new_token() -> str:
    return secrets.token_urlsafe(18)


def token_of(typed: str, post: Work) -> str:
    """Return the token of a form; of one without, which is older than tokens, that of its post."""
    return typed if _TOKEN.fullmatch(typed) else f"{post._meta.model_name}-{post.pk or 'new'}"


def keep(
    post: Work,
    pairs: list[tuple[str, str]],
    *,
    by: Person,
    version: int | None,
    token: str = "",
) -> Autosave:
    """Keep `pairs` (field, text) of the form with `token`; `post` is unsaved if it is a new one.

    Raises TooLong.
    """
    pairs = [(_without_nul(name), _without_nul(text)) for name, text in pairs]
    size = sum(len(name) + len(text.encode("utf-8", "surrogatepass")) for name, text in pairs)
    if size > MOST_BYTES:
        raise TooLong(f"{size:,} bytes are typed; {MOST_BYTES:,} can be kept without saving.")
    found, _ = Autosave.objects.update_or_create(
        user=by,
        token=token_of(token, post),
        defaults={
            "noun": str(post._meta.model_name),
            **dict.fromkeys(_WORKS),
            **_belonging(post),
            "pairs": [list(p) for p in pairs],
            "version": version,
            "saved_at": timezone.now(),
        },
    )
    return found


def _without_nul(text: str) -> str:
    # PostgreSQL takes none in JSON. The sign in its place is seen, and may be taken out.
    return text.replace("\x00", "\ufffd")


def _belonging(post: Work) -> dict[str, Any]:
    return {str(post._meta.model_name): post if post.pk else None}


def autosaves_of(post: Work, *, by: Person) -> Any:
    """Return what `by` typed and has not saved on `post`, the latest first.

    Of an unsaved one they are what was typed into new ones of its kind.
    """
    noun = str(post._meta.model_name)
    return Autosave.objects.filter(user=by, noun=noun, **_belonging(post))


def all_of(person: Person) -> Any:
    """Return what `person` typed and has not saved, the latest first, with the titles of
    what it belongs to."""
    return (
        Autosave.objects.filter(user=person, **{f"{name}__trashed_at": None for name in _WORKS})
        .select_related(*_WORKS)
        .only("pairs", "saved_at", "noun", *(f"{name}__title" for name in _WORKS))
    )


def autosave_of(token: str, post: Work, *, by: Person) -> Autosave | None:
    found: Autosave | None = autosaves_of(post, by=by).filter(token=token).first()
    return found


def discard(token: str, *, by: Person) -> None:
    Autosave.objects.filter(user=by, token=token).delete()


def clear_before(moment: datetime) -> int:
    """Forget what was typed before `moment` (aware) and never saved; return how many texts."""
    return Autosave.objects.filter(saved_at__lt=moment).delete()[0]


def be_present(post: Work, *, by: Person) -> list[Presence]:
    """Note that `by` has `post` open; return who else has, the first first.

    Where `by` has only come, those whose forms went silent are forgotten, on every post.
    """
    now = timezone.now()
    mine = post.presences.filter(user=by)
    if not mine.now().update(seen_at=now):
        defaults = {"since": now, "seen_at": now}
        Presence.objects.silent().delete()
        post.presences.update_or_create(user=by, defaults=defaults)
    return list(others_on(post, by=by))


def others_on(post: Work, *, by: Person) -> Any:
    present = post.presences.now().exclude(user=by)
    return present.select_related("user").order_by("since")


def leave(kind: type[Work], key: int, *, by: Person) -> None:
    """Forget that `by` has the row of `kind` with this key open, if so."""
    Presence.objects.filter(user=by, **{f"{kind._meta.model_name}_id": key}).delete()
