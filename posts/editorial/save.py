"""How text gets in: on the post itself, or on a working copy where readers see the post."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from django.db import transaction

from posts.editorial import revisions
from posts.editorial.citation_keys import with_keys
from posts.editorial.roles import Person, require_editing
from posts.editorial.snapshot import Content
from posts.editorial.snapshot_io import Rows
from posts.editorial.three_way import merged
from posts.editorial.works import Work, kind_of, stored_of, write_onto
from posts.keys import as_key
from posts.models import EditConflict, Image, Post, RevisionKind, WorkingCopy

SAVE = RevisionKind.SAVE
UNAPPROVED = (Post.Status.DRAFT, Post.Status.REVIEW)


@dataclass(frozen=True)
class Saved:
    """What came of a save: the version it made, whether it waits as a working copy, and the
    names of what was asked for and is gone."""

    post: Any  # or a dossier or page
    version: int
    is_working_copy: bool
    missing: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Draft:
    """A post or dossier as an editor finds it: its working copy where there is one, else itself.

    `version` moves whenever either of the two does; `stored` is the post itself, which has `rows`
    and shows `images`, by their addresses.
    """

    content: Any  # of its kind
    version: int
    copy: WorkingCopy | None
    stored: Any
    rows: Rows | None  # of a post
    images: dict[str, Image] = field(default_factory=dict)

    @property
    def shown(self) -> dict[str, Image] | None:
        """The pictures that `content` shows, where they are those of the post itself."""
        return self.images if self.copy is None else None


def holder_of(slug: str, work: Work) -> Work | None:
    """Return another of the kind of `work` that has the address `slug`."""
    rows: Any = type(work)._default_manager.filter(slug=slug).exclude(pk=work.pk)
    found: Work | None = rows.first() if slug != work.slug else None
    return found


def copies_of(post: Work) -> Any:
    """Return its working copy, if there is one, as rows."""
    return WorkingCopy.objects.filter(**{str(post._meta.model_name): post})


def has_working_copy(post: Work) -> bool:
    return bool(copies_of(post).exists())


def draft_of(post: Work) -> Draft:
    """Return what the form of `post` shows, in eight queries or less."""
    return draft_with(post, copies_of(post).select_related("by").first())


def draft_with(post: Work, copy: WorkingCopy | None) -> Draft:
    """Return the draft of a post or dossier whose working copy was read with it."""
    stored, images, rows = stored_of(post)
    if copy is None:
        return Draft(stored, post.version, None, stored, rows, images)
    base, mine = (kind_of(post).from_json(text) for text in (copy.base, copy.snapshot))
    version = copy.version + post.version - copy.base_version
    return Draft(merged(base, theirs=stored, mine=mine), version, copy, stored, rows)


def locked[Row: Work](kind: type[Row], key: str) -> Row | None:
    """Return the stored row with this key, held as `lock` does; None if there is none.

    None as well of one in the trash, where nobody writes and no step is taken.
    """
    rows: Any = kind._default_manager.filter(trashed_at=None).select_for_update(no_key=True)
    number = as_key(key)
    found: Row | None = rows.filter(pk=number).first() if number is not None else None
    return found


def lock[Row: Work](post: Row) -> Row:
    """Return the stored row of `post`, which nobody else can change before this ends.

    Raises EditConflict if it was deleted.
    """
    row = locked(type(post), str(post.pk))
    if row is None:
        raise EditConflict(f"“{post.title}” was deleted by someone else since you opened it.")
    return row


@transaction.atomic
def create(
    content: Content,
    *,
    by: Person,
    post: Work | None = None,
    plan: datetime | None = None,
    note: str = "",
    record: bool = True,
) -> Saved:
    """Store a new draft of `by`, on an unsaved `post` if one is at hand, or on a dossier.

    `plan` is a publish time that nobody has approved yet.
    Raises NotAllowed and what `write` raises.
    """
    post = Post() if post is None else post
    require_editing(by, post)
    content = with_keys(content)
    if isinstance(post, Post):
        post.author = by
    post.publish_at = plan
    missing = write_onto(post, content)
    if record:
        stored = stored_of(post)[0]
        revisions.record(post, stored, version=post.version, kind=SAVE, by=by, note=note)
    post.is_unrecorded = not record
    return Saved(post, post.version, is_working_copy=False, missing=missing)


@transaction.atomic
def save(
    post: Work,
    content: Content,
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
    content = with_keys(content)
    revisions.record_base(row, draft.version, draft.content)
    saved = _store(row, draft, content, by=by, plan=plan)
    if record:
        kept = _as_stored(saved, content, kind)
        revisions.record(row, kept, version=saved.version, kind=kind, by=by, note=note)
    row.is_unrecorded = not record
    return saved


def _as_stored(saved: Saved, content: Any, kind: RevisionKind) -> Content:
    """Return what was typed as it is stored: without a query, where nothing was left out."""
    if saved.is_working_copy or not (saved.missing or kind is RevisionKind.RESTORE):
        found: Content = replace(content, slug=content.slug or saved.post.slug)
        return found
    return stored_of(saved.post)[0]


def _store(post: Work, draft: Draft, content: Any, *, by: Person, plan: datetime | None) -> Saved:
    if draft.copy or post.is_public:
        if isinstance(post, Post) and content.proposed_places != post.proposed_places:
            # Those who may add places look for what waits among the posts.
            Post.objects.filter(pk=post.pk).update(proposed_places=content.proposed_places)
        version = _keep_copy(post, draft, content, by=by)
        return Saved(post, version, is_working_copy=True)
    if post.status in UNAPPROVED:
        post.publish_at = plan
    missing = write_onto(post, content, draft.content, draft.rows)
    return Saved(post, post.version, is_working_copy=False, missing=missing)


def _keep_copy(post: Work, draft: Draft, content: Content, *, by: Person) -> int:
    copy = draft.copy or WorkingCopy(**{str(post._meta.model_name): post})
    copy.version, copy.base_version = draft.version + 1, post.version
    copy.snapshot, copy.base, copy.by = content.to_json(), draft.stored.to_json(), by
    copy.save()
    return copy.version


@transaction.atomic
def swap_in(post: Work, draft: Draft) -> list[str]:
    """Let the working copy take the place of what readers see; return what could not be had."""
    revisions.record_base(post, post.version, draft.stored)
    type(post)._default_manager.filter(pk=post.pk).update(version=draft.version)
    post.version = draft.version
    missing = write_onto(post, draft.content, draft.stored, draft.rows)
    if draft.copy:
        draft.copy.delete()
    return missing


@transaction.atomic
def discard_copy(post: Work, *, by: Person) -> None:
    """Drop the unpublished changes to `post`; every saved version of them stays kept.

    Raises NotAllowed.
    """
    row = lock(post)
    require_editing(by, row)
    draft = draft_of(row)
    if draft.copy:
        # Whoever has the dropped text open must not save over what follows.
        type(row)._default_manager.filter(pk=row.pk).update(version=draft.version + 1)
        draft.copy.delete()
