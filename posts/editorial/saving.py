"""How text gets in: on the post itself, or on a working copy where readers see the post."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction

from posts.editorial import revisions
from posts.editorial.content import snapshot_of, write
from posts.editorial.merging import merged
from posts.editorial.roles import require_editing
from posts.editorial.snapshot import Snapshot
from posts.models import Autosave, EditConflict, Post, WorkingCopy
from posts.models.revision import RevisionKind

SAVE = RevisionKind.SAVE
UNAPPROVED = (Post.Status.DRAFT, Post.Status.REVIEW)


@dataclass(frozen=True)
class Saved:
    """What came of a save: the version it made, whether it waits as a working copy, and the
    names of what was asked for and is gone."""

    post: Post
    version: int
    is_working_copy: bool
    missing: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Desk:
    """A post as an editor finds it: its working copy where there is one, else itself.

    `version` moves whenever either of the two does.
    """

    content: Snapshot
    version: int
    copy: WorkingCopy | None


def on_the_desk(post: Post, copy: WorkingCopy | None = None) -> Desk:
    """Return what the form of `post` shows; `copy` saves asking for the working copy."""
    stored = snapshot_of(post)
    copy = copy or WorkingCopy.objects.filter(post=post).select_related("by").first()
    if copy is None:
        return Desk(stored, post.version, None)
    base, mine = Snapshot.from_json(copy.base), Snapshot.from_json(copy.snapshot)
    version = copy.version + post.version - copy.base_version
    return Desk(merged(base, theirs=stored, mine=mine), version, copy)


def lock(post: Post) -> Post:
    """Return the stored row of `post`, which nobody else can change before this ends.

    Raises EditConflict if it was deleted.
    """
    row = Post.objects.select_for_update(no_key=True).filter(pk=post.pk).first()
    if row is None:
        raise EditConflict(f"“{post.title}” was deleted by someone else since you opened it.")
    return row


@transaction.atomic
def create(
    content: Snapshot,
    *,
    by: Any,
    plan: datetime | None = None,
    note: str = "",
    record: bool = True,
) -> Saved:
    """Store a new draft of `by`; `plan` is a publish time that nobody has approved yet.

    Raises NotAllowed and what `write` raises.
    """
    require_editing(by, None)
    post = Post(author=by, publish_at=plan)
    missing = write(post, content)
    _forget_typed(None, by)
    if record:
        stored = snapshot_of(post)
        revisions.record(post, stored, version=post.version, kind=SAVE, by=by, note=note)
    return Saved(post, post.version, is_working_copy=False, missing=missing)


@transaction.atomic
def save(
    post: Post,
    content: Snapshot,
    *,
    by: Any,
    version: int | None,
    plan: datetime | None = None,
    kind: RevisionKind = SAVE,
    note: str = "",
    record: bool = True,
) -> Saved:
    """Store `content`, written on top of `version`; the post itself only if no reader sees it.

    `plan` is the publish time of a post that is not approved yet. Without `record` no
    revision is kept: the step that follows in the same transaction keeps its own.

    Raises EditConflict if another version is stored by now, NotAllowed, and what `write`
    raises.
    """
    row = lock(post)
    require_editing(by, row)
    copy = WorkingCopy.objects.select_for_update().filter(post=row).first()
    desk = on_the_desk(row, copy)
    if version != desk.version:
        raise EditConflict(
            f"“{row.title}” was saved elsewhere since you opened it, so nothing was overwritten."
        )
    revisions.record_base(row, desk.content, desk.version)
    is_copy = copy is not None or row.is_public
    missing: list[str] = []
    if is_copy:
        new = _keep_copy(row, desk, content, by)
    else:
        if row.status in UNAPPROVED:
            row.publish_at = plan
        missing = write(row, content)
        new = row.version
    _forget_typed(row, by)
    if record:
        stored = content if is_copy else snapshot_of(row)
        revisions.record(row, stored, version=new, kind=kind, by=by, note=note)
    return Saved(row, new, is_working_copy=is_copy, missing=missing)


def _keep_copy(post: Post, desk: Desk, content: Snapshot, by: Any) -> int:
    stored = desk.content if desk.copy is None else snapshot_of(post)
    copy = desk.copy or WorkingCopy(post=post)
    copy.version, copy.base_version = desk.version + 1, post.version
    copy.snapshot, copy.base, copy.by = content.to_json(), stored.to_json(), by
    copy.save()
    return copy.version


def _forget_typed(post: Post | None, by: Any) -> None:
    """Empty the slot of unsaved text: what it held is stored."""
    Autosave.objects.filter(user=by, post=post).delete()


@transaction.atomic
def swap_in(post: Post, desk: Desk) -> list[str]:
    """Let the working copy take the place of what readers see; return what could not be had."""
    revisions.record_base(post, snapshot_of(post), post.version)
    Post.objects.filter(pk=post.pk).update(version=desk.version)
    post.version = desk.version
    missing = write(post, desk.content)
    if desk.copy:
        desk.copy.delete()
    return missing


@transaction.atomic
def discard_copy(post: Post, *, by: Any) -> None:
    """Drop the unpublished changes to `post`; every saved version of them stays kept.

    Raises NotAllowed.
    """
    row = lock(post)
    require_editing(by, row)
    desk = on_the_desk(row)
    if desk.copy:
        # Whoever has the dropped text open must not save over what follows.
        Post.objects.filter(pk=row.pk).update(version=desk.version + 1)
        desk.copy.delete()
