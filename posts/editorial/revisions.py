"""Every version of a post or dossier: kept when it is saved, thinned with age, and put back."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from posts.editorial.errors import NotAllowed
from posts.editorial.roles import Person, may_change_picture
from posts.editorial.snapshot import Content, PictureWords
from posts.editorial.works import Work, kind_of
from posts.images.rerender import rerender_stories_showing
from posts.models import Image, Revision, RevisionKind

# Older than this, one a day is kept; older than the second, one a month.
KEEP_ALL = timedelta(days=30)
KEEP_DAILY = timedelta(days=365)
THIN_EVERY = 8  # versions


def record(
    post: Work, content: Content, *, version: int, kind: RevisionKind, by: Person, note: str = ""
) -> Revision:
    """Keep `content` as one version of `post`, and now and then thin the old ones."""
    revision: Revision = post.revisions.create(
        version=version, kind=kind, note=note, snapshot=content.to_json(), by=by
    )
    if version % THIN_EVERY == 0:
        thin(post)
    return revision


def record_base(post: Work, version: int, content: Content) -> None:
    """Keep what is about to be replaced, if no save at the desk has kept it already."""
    if not post.revisions.filter(version=version).exists():
        text = content.to_json()
        post.revisions.create(
            version=version, kind=RevisionKind.BASE, snapshot=text, at=post.updated_at
        )


def content_of(post: Work, revision: Revision) -> Any:
    return kind_of(post).from_json(revision.snapshot)


def at_version(post: Work, version: int | None) -> Any:
    """Return `post` as it was at `version`, None if that is not kept."""
    if version is None:
        return None
    row = post.revisions.filter(version=version).only("snapshot").first()
    return content_of(post, row) if row else None


def thin(post: Work, now: datetime | None = None) -> int:
    """Delete revisions that age has made many; return how many.

    What was published, sent to review, or is pinned by a preview link stays for ever.
    """
    now = now or timezone.now()
    old = post.revisions.filter(at__lt=now - KEEP_ALL)
    loose = old.filter(
        Q(kind__in=(RevisionKind.SAVE, RevisionKind.BASE, RevisionKind.RESTORE)),
        preview_links=None,
    )
    rows = list(loose.order_by("-at").values_list("pk", "at"))
    gone = _superseded(rows, now)
    return int(post.revisions.filter(pk__in=gone).delete()[0]) if gone else 0


def _superseded(rows: Iterable[tuple[int, datetime]], now: datetime) -> list[int]:
    """Return all but the last of each day, or of each month where older than KEEP_DAILY."""
    seen, gone = set(), []
    for pk, at in rows:
        form = "%Y-%m-%d" if at >= now - KEEP_DAILY else "%Y-%m"
        period = timezone.localtime(at).strftime(form)
        if period in seen:
            gone.append(pk)
        seen.add(period)
    return gone


def restored(current: Any, old: Any, only: Iterable[str] | None) -> Any:
    """Return `current` with the fields `only` (None: all) as they were in `old`.

    Raises ValidationError for a field that no snapshot has.
    """
    if only is None:
        return old
    names = list(only)
    if unknown := [name for name in names if name not in current.names()]:
        raise ValidationError(f"No part of it is called “{unknown[0]}”.")
    return replace(current, **{name: getattr(old, name) for name in names})


@transaction.atomic
def restore_words(pictures: Iterable[PictureWords], *, by: Person) -> list[str]:
    """Put back what was said of pictures; return the names of those that are gone.

    The words belong to the picture, so other posts that show it follow. Raises NotAllowed.
    """
    missing = []
    for words in pictures:
        image = Image.objects.filter(pk=words.key).first()
        if image is None:
            missing.append(f"the picture “{words.name}”")
            continue
        told = ("alt", "decorative", "caption", "credit")
        changed = [name for name in told if getattr(image, name) != getattr(words, name)]
        if changed and not may_change_picture(by, image):
            raise NotAllowed(
                f"What is said of the picture “{image}” is not yours to change. "
                "Put the other parts back by themselves."
            )
        if changed:
            for name in changed:
                setattr(image, name, getattr(words, name))
            image.save(update_fields=changed)
            rerender_stories_showing(image)
    return missing
