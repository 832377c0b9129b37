"""How text gets in: on the post itself, or on a working copy where readers see the post."""

from dataclasses import dataclass, field, replace
from datetime import datetime

from django.db import transaction

from posts.editorial import revisions
from posts.editorial.roles import Person, require_editing
from posts.editorial.snapshot import Snapshot
from posts.editorial.snapshot_io import Rows, rows_of, snapshot_of, write
from posts.editorial.three_way import merged
from posts.images.addresses import pictures_in
from posts.keys import as_key
from posts.models import EditConflict, Image, Post, RevisionKind, WorkingCopy

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
class Draft:
    """A post as an editor finds it: its working copy where there is one, else itself.

    `version` moves whenever either of the two does; `stored` is the post itself, which has `rows`
    and shows `images`, by their addresses.
    """

    content: Snapshot
    version: int
    copy: WorkingCopy | None
    stored: Snapshot
    rows: Rows
    images: dict[str, Image] = field(default_factory=dict)

    @property
    def shown(self) -> dict[str, Image] | None:
        """The pictures that `content` shows, where they are those of the post itself."""
        return self.images if self.copy is None else None


def has_working_copy(post: Post) -> bool:
    return WorkingCopy.objects.filter(post=post).exists()


def draft_of(post: Post) -> Draft:
    """Return what the form of `post` shows, in eight queries or less."""
    return draft_with(post, WorkingCopy.objects.filter(post=post).select_related("by").first())


def draft_with(post: Post, copy: WorkingCopy | None) -> Draft:
    """Return the draft of a post whose working copy was read with it."""
    images, rows = pictures_in(post.story, post.hero_id), rows_of(post)
    stored = snapshot_of(post, images, rows)
    if copy is None:
        return Draft(stored, post.version, None, stored, rows, images)
    base, mine = Snapshot.from_json(copy.base), Snapshot.from_json(copy.snapshot)
    version = copy.version + post.version - copy.base_version
    return Draft(merged(base, theirs=stored, mine=mine), version, copy, stored, rows)


def locked(key: str) -> Post | None:
    """Return the stored row with this key, held as `lock` does; None if there is none."""
    rows = Post.objects.select_for_update(no_key=True)
    number = as_key(key)
    return rows.filter(pk=number).first() if number is not None else None


def lock(post: Post) -> Post:
    """Return the stored row of `post`, which nobody else can change before this ends.

    Raises EditConflict if it was deleted.
    """
    row = locked(str(post.pk))
    if row is None:
        raise EditConflict(f"“{post.title}” was deleted by someone else since you opened it.")
    return row


@transaction.atomic
def create(
    content: Snapshot,
    *,
    by: Person,
    post: Post | None = None,
    plan: datetime | None = None,
    note: str = "",
    record: bool = True,
) -> Saved:
    """Store a new draft of `by`, on an unsaved `post` if one is at hand.

    `plan` is a publish time that nobody has approved yet.
    Raises NotAllowed and what `write` raises.
    """
    require_editing(by, None)
    post = Post() if post is None else post
    post.author, post.publish_at = by, plan
    missing = write(post, content)
    if record:
        stored = snapshot_of(post)
        revisions.record(post, stored, version=post.version, kind=SAVE, by=by, note=note)
    post.is_unrecorded = not record
    return Saved(post, post.version, is_working_copy=False, missing=missing)


@transaction.atomic
def save(
    post: Post,
    content: Snapshot,
    *,
    by: Person,
    version: int | None,
    draft: Draft | None = None,
    plan: datetime | None = None,
    kind: RevisionKind = SAVE,
    note: str = "",
    record: bool = True,
) -> Saved:
    """Store `content`, written on top of `version`; the post itself only if no reader sees it.

    `draft` is what `draft_of` answered, if that was asked since `lock` in the same
    transaction. `plan` is the publish time of a post that is not approved yet. Without
    `record` no revision is kept: the step that follows keeps its own.

    Raises EditConflict if another version is stored, NotAllowed, and as `write` does.
    """
    row = post if draft else lock(post)
    require_editing(by, row)
    draft = draft or draft_of(row)
    if version != draft.version:
        raise EditConflict(
            f"“{row.title}” was saved elsewhere since you opened it, so nothing was overwritten."
        )
    revisions.record_base(row, draft.version, draft.content)
    saved = _store(row, draft, content, by=by, plan=plan)
    if record:
        kept = _as_stored(saved, content, kind)
        revisions.record(row, kept, version=saved.version, kind=kind, by=by, note=note)
    row.is_unrecorded = not record
    return saved


def _as_stored(saved: Saved, content: Snapshot, kind: RevisionKind) -> Snapshot:
    """Return what was typed as it is stored: without a query, where nothing was left out."""
    if saved.is_working_copy or not (saved.missing or kind is RevisionKind.RESTORE):
        return replace(content, slug=content.slug or saved.post.slug)
    return snapshot_of(saved.post)


def _store(
    post: Post, draft: Draft, content: Snapshot, *, by: Person, plan: datetime | None
) -> Saved:
    if draft.copy or post.is_public:
        if content.proposed_places != post.proposed_places:
            # Those who may add places look for what waits among the posts.
            Post.objects.filter(pk=post.pk).update(proposed_places=content.proposed_places)
        version = _keep_copy(draft.copy or WorkingCopy(post=post), draft, content, by=by)
        return Saved(post, version, is_working_copy=True)
    if post.status in UNAPPROVED:
        post.publish_at = plan
    missing = write(post, content, draft.content, rows=draft.rows)
    return Saved(post, post.version, is_working_copy=False, missing=missing)


def _keep_copy(copy: WorkingCopy, draft: Draft, content: Snapshot, *, by: Person) -> int:
    copy.version, copy.base_version = draft.version + 1, copy.post.version
    copy.snapshot, copy.base, copy.by = content.to_json(), draft.stored.to_json(), by
    copy.save()
    return copy.version


@transaction.atomic
def swap_in(post: Post, draft: Draft) -> list[str]:
    """Let the working copy take the place of what readers see; return what could not be had."""
    revisions.record_base(post, post.version, draft.stored)
    Post.objects.filter(pk=post.pk).update(version=draft.version)
    post.version = draft.version
    missing = write(post, draft.content, draft.stored, rows=draft.rows)
    if draft.copy:
        draft.copy.delete()
    return missing


@transaction.atomic
def discard_copy(post: Post, *, by: Person) -> None:
    """Drop the unpublished changes to `post`; every saved version of them stays kept.

    Raises NotAllowed.
    """
    row = lock(post)
    require_editing(by, row)
    draft = draft_of(row)
    if draft.copy:
        # Whoever has the dropped text open must not save over what follows.
        Post.objects.filter(pk=row.pk).update(version=draft.version + 1)
        draft.copy.delete()
