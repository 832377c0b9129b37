"""The steps of a post from draft to readers: the only place that moves its status.

Each step is one transaction, asks who takes it, and leaves a Transition. A future publish
time is a schedule: nothing runs then, the row merely begins to match `published()`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from posts.editorial import revisions
from posts.editorial.checks import require_publishable
from posts.editorial.corrections import store_correction
from posts.editorial.errors import EditorialError
from posts.editorial.roles import may_approve, may_edit, require_approval, require_editing
from posts.editorial.save import draft_of, lock, swap_in
from posts.models import NOTE_LENGTH, Action, Correction, Post, RevisionKind, Status, Transition

# The words of `Post.state` from which each step leads on, and where to.
STEPS: dict[Action, tuple[frozenset[str], Status]] = {
    Action.SUBMIT: (frozenset({"draft"}), Status.REVIEW),
    Action.SEND_BACK: (frozenset({"in review"}), Status.DRAFT),
    Action.PUBLISH: (
        frozenset({"draft", "in review", "scheduled", "withdrawn", "published"}),
        Status.APPROVED,
    ),
    Action.SCHEDULE: (
        frozenset({"draft", "in review", "scheduled", "withdrawn"}),
        Status.APPROVED,
    ),
    Action.UNSCHEDULE: (frozenset({"scheduled"}), Status.REVIEW),
    Action.WITHDRAW: (frozenset({"published", "scheduled"}), Status.WITHDRAWN),
    Action.REOPEN: (frozenset({"withdrawn"}), Status.DRAFT),
}
BY_AUTHORS = frozenset({Action.SUBMIT})


def possible(post: Post, by: Any) -> list[Action]:
    """Return the steps that `by` may take with `post` as it is, without a query."""
    found = [action for action, (states, _) in STEPS.items() if post.state in states]
    return [action for action in found if _may(action, post, by)]


def _may(action: Action, post: Post, by: Any) -> bool:
    return may_edit(by, post) if action in BY_AUTHORS else may_approve(by, post)


def submit(post: Post, *, by: Any, note: str = "") -> Transition:
    """Send a draft to review. Raises EditorialError."""
    with transaction.atomic():
        row = _begin(Action.SUBMIT, post, by)
        transition = _move(row, Action.SUBMIT, by=by, note=note)
        _record(row, RevisionKind.SUBMIT, by, note)
        return transition


def send_back(post: Post, *, by: Any, note: str = "") -> Transition:
    """Return a post in review to its author as a draft. Raises EditorialError."""
    return _simple(Action.SEND_BACK, post, by, note)


def unschedule(post: Post, *, by: Any, note: str = "") -> Transition:
    """Take a post off the schedule, back into review. Raises EditorialError."""
    return _simple(Action.UNSCHEDULE, post, by, note)


def withdraw(post: Post, *, by: Any, note: str = "") -> Transition:
    """Take a post from readers at once. Raises EditorialError."""
    return _simple(Action.WITHDRAW, post, by, note)


def reopen(post: Post, *, by: Any, note: str = "") -> Transition:
    """Make a withdrawn post a draft again. Raises EditorialError."""
    return _simple(Action.REOPEN, post, by, note)


@dataclass(frozen=True)
class Change:
    """What publishing changes to a live post tells readers: nothing, or a correction."""

    correction: str = ""
    is_minor: bool = False


def publish(
    post: Post,
    *,
    by: Any,
    at: datetime | None = None,
    note: str = "",
    change: Change | None = None,
    reason: str = "",
) -> Transition:
    """Let readers see `post` from `at` on (aware; default now), working copy and all.

    Of a post that they see already the changes are published, and `change` says of which
    kind they are. `reason` sets blocking checks aside where they can be. Raises
    EditorialError, of checks ChecksFailed.
    """
    now = timezone.now()
    at = at or now.replace(microsecond=0)
    action = Action.SCHEDULE if at > now else Action.PUBLISH
    with transaction.atomic():
        row = _begin(action, post, by)
        told_at = row.updated_at
        change = _required(change) if row.is_public else None
        transition = _approve(row, action, by=by, at=at, note=note, reason=reason)
        if change:
            _tell_of_change(row, change, by=by, told_at=told_at)
        _record(row, RevisionKind.PUBLISH, by, (change.correction if change else "") or note)
        post.refresh_from_db()
        return transition


def _approve(
    post: Post, action: Action, *, by: Any, at: datetime, note: str, reason: str
) -> Transition:
    """Let the text on the desk take its place, and the post its time; of a live one its own."""
    draft = draft_of(post)
    overrides = require_publishable(post, draft.content, at=at, reason=reason)
    if post.is_public:
        at = post.publish_at or at
    if draft.copy:
        swap_in(post, draft)
    reason = reason if overrides else ""
    return _move(post, action, by=by, note=note, at=at, overrides=overrides, reason=reason)


def _required(change: Change | None) -> Change:
    if change is None or not (change.is_minor or change.correction.strip()):
        raise EditorialError(
            "Readers have seen this post: say that the change is minor, or write a correction."
        )
    return change


def _tell_of_change(post: Post, change: Change, *, by: Any, told_at: datetime) -> None:
    if change.correction.strip():
        store_correction(Correction(post=post, text=change.correction.strip()), by=by)
    else:
        # Followers of a feed are not called back for a comma.
        Post.objects.filter(pk=post.pk).update(updated_at=told_at)


def _simple(action: Action, post: Post, by: Any, note: str) -> Transition:
    with transaction.atomic():
        return _move(_begin(action, post, by), action, by=by, note=note)


def _begin(action: Action, post: Post, by: Any) -> Post:
    """Return the locked row; raises EditorialError for a wrong state or person."""
    row = lock(post)
    states, _ = STEPS[action]
    if row.state not in states:
        accepted = " or ".join(sorted(states))
        raise EditorialError(
            f"“{row}” is {row.state}: only a post that is {accepted} can be "
            f"{action.label}. Nothing was changed."
        )
    require = require_editing if action in BY_AUTHORS else require_approval
    require(by, row)
    if not post.is_unrecorded:
        # Somebody may have this version open, and will want to know what it was.
        draft = draft_of(row)
        revisions.record_base(row, draft.version, draft.content)
    return row


def _move(
    post: Post,
    action: Action,
    *,
    by: Any,
    note: str,
    at: datetime | None = None,
    overrides: list[str] | None = None,
    reason: str = "",
) -> Transition:
    post.status = STEPS[action][1]
    changed = {"status"}
    if at is not None:
        post.publish_at = at
        changed.add("publish_at")
    post.save(update_fields=changed)
    return Transition.objects.create(
        post=post,
        action=action,
        by=by,
        note=note,
        publish_at=at,
        overrides=overrides or [],
        reason=reason,
    )


def _record(post: Post, kind: RevisionKind, by: Any, note: str) -> None:
    draft = draft_of(post)
    revisions.record(
        post, draft.content, version=draft.version, kind=kind, by=by, note=note[:NOTE_LENGTH]
    )


TAKE: dict[Action, Callable[..., Transition]] = {
    Action.SUBMIT: submit,
    Action.SEND_BACK: send_back,
    Action.UNSCHEDULE: unschedule,
    Action.WITHDRAW: withdraw,
    Action.REOPEN: reopen,
}
