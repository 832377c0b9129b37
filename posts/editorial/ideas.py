"""Ideas, and the day that they, or other posts, are given: of the event, or of publishing."""

from dataclasses import replace
from datetime import datetime

from django.db import transaction

from posts.editorial import revisions, save, workflow
from posts.editorial.errors import EditorialError
from posts.editorial.roles import Person, may_approve, may_edit, require_approval
from posts.editorial.snapshot import Snapshot
from posts.editorial.snapshot_io import write
from posts.models import EditConflict, Post, RevisionKind


def add_idea(
    title: str, event_input: str = "", *, plan: datetime | None = None, by: Person
) -> Post:
    """Return a new draft that has a title, and the days that are given.

    Raises ValidationError for a title with characters that no line may hold, NotAllowed, and
    HistoricalDateError for an event date that cannot be read.
    """
    content = Snapshot(title=title, event_input=event_input)
    post: Post = save.create(content, by=by, plan=plan).post
    return post


def give_date(
    post: Post, *, event_input: str, calendar_choice: str, version: int, by: Person
) -> None:
    """Store when `post` happened as typed; nothing else of it changes, nor its status.

    Raises HistoricalDateError for what cannot be read, EditConflict if the stored post is no
    longer of `version`, and NotAllowed.
    """
    content = save.draft_of(post).content
    dated = replace(content, event_input=event_input, calendar_choice=calendar_choice)
    save.save(post, dated, by=by, version=version, plan=post.publish_at)
    post.refresh_from_db()


def may_settle(user: Person, post: Post) -> bool:
    """Whether `user` may date `post` at once, before the eyes of its readers if it has any."""
    return may_edit(user, post) and (not post.is_public or may_approve(user, post))


@transaction.atomic
def settle_date(
    post: Post, *, event_input: str, calendar_choice: str, version: int, by: Person
) -> None:
    """Store when a post without a date happened, "" that it has none; readers see it at once.

    Raises as `give_date` does, and EditConflict where changes wait that this would publish too.
    """
    row = save.lock(post)
    if not row.is_public:
        draft = save.draft_of(row)
        content = _dated(draft.content, event_input, calendar_choice)
        save.save(row, content, by=by, version=version, draft=draft, plan=row.publish_at)
        return
    require_approval(by, row)
    stored = save.draft_of(row)
    if stored.copy or version != row.version:
        raise EditConflict(f"“{row.title}” was changed elsewhere meanwhile: date it on its page.")
    revisions.record_base(row, stored.version, stored.content)
    content = _dated(stored.content, event_input, calendar_choice)
    write(row, content, stored.content)
    kind = RevisionKind.PUBLISH
    revisions.record(row, content, version=row.version, kind=kind, by=by, note="Its event date")


def _dated(content: Snapshot, event_input: str, calendar_choice: str) -> Snapshot:
    undated = not event_input
    return replace(
        content, event_input=event_input, calendar_choice=calendar_choice, undated=undated
    )


def may_move(user: Person, post: Post) -> bool:
    """Whether `user` may give `post` another day of the schedule."""
    if post.state == "scheduled":
        return may_approve(user, post)
    return post.status in save.UNAPPROVED and post.publish_at is not None and may_edit(user, post)


@transaction.atomic
def move(post: Post, at: datetime, *, by: Person) -> None:
    """Give a post that no reader sees yet another publish time, and leave it as it is otherwise.

    A scheduled one stays so, for the reason that was given where a check was set aside. Raises
    EditorialError, and EditConflict if it is gone.
    """
    row = save.lock(post)
    if row.status in save.UNAPPROVED:
        draft = save.draft_of(row)
        save.save(row, draft.content, by=by, version=draft.version, draft=draft, plan=at)
    elif row.state == "scheduled":
        last = row.transitions.first()
        workflow.publish(row, by=by, at=at, reason=last.reason if last else "")
    else:
        raise EditorialError(f"“{row}” is {row.state}: it has no publish time to come.")
