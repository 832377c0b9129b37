"""Every version of a post: kept when it is saved, thinned with age, and put back."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from posts.editorial.errors import NotAllowed
from posts.editorial.roles import Person, may_change_picture
from posts.editorial.snapshot import FIELDS, PictureWords, Snapshot
from posts.images.rerender import rerender_stories_showing
from posts.models import Image, Post, Revision, RevisionKind

# Older than this, one a day is kept; older than the second, one a month.
KEEP_ALL = timedelta(days=30)
KEEP_DAILY = timedelta(days=365)
THIN_EVERY = 8  # versions


def record(
    post: Post, content: Snapshot, *, version: int, kind: RevisionKind, by: Person, note: str = ""
) -> Revision:
    """Keep `content` as one version of `post`, and now and then thin the old ones."""
    revision = Revision.objects.create(
        post=post, version=version, kind=kind, note=note, snapshot=content.to_json(), by=by
    )
    if version % THIN_EVERY == 0:
        thin(post)
    return revision


def record_base(post: Post, version: int, content: Snapshot) -> None:
    """Keep what is about to be replaced, if no save at the desk has kept it already."""
    if not Revision.objects.filter(post=post, version=version).exists():
        text = content.to_json()
        Revision.objects.create(
            post=post, version=version, kind=RevisionKind.BASE, snapshot=text, at=post.updated_at
        )


def at_version(post: Post, version: int | None) -> Snapshot | None:
    """Return `post` as it was at `version`, None if that is not kept."""
    if version is None:
        return None
    row = Revision.objects.filter(post=post, version=version).only("snapshot").first()
    return Snapshot.from_json(row.snapshot) if row else None


def thin(post: Post, now: datetime | None = None) -> int:
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
    return post.revisions.filter(pk__in=gone).delete()[0] if gone else 0


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


def restored(current: Snapshot, old: Snapshot, only: Iterable[str] | None) -> Snapshot:
    """Return `current` with the fields `only` (None: all) as they were in `old`.

    Raises ValidationError for a field that no snapshot has.
    """
    if only is None:
        return old
    names = list(only)
    if unknown := [name for name in names if name not in FIELDS]:
        raise ValidationError(f"No part of a post is called “{unknown[0]}”.")
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
