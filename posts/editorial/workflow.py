"""The steps of a post or dossier from draft to readers: the only place that moves its status.

Each step is one transaction, asks who takes it, and leaves a Transition. A future publish
time is a schedule: nothing runs then, the row merely begins to match `published()`.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from posts.editorial import revisions
from posts.editorial.checks import require_publishable
from posts.editorial.corrections import store_correction
from posts.editorial.errors import EditorialError
from posts.editorial.notices import tell_of_step
from posts.editorial.roles import (
    Person,
    is_own,
    may_approve,
    may_edit,
    require_approval,
    require_editing,
)
from posts.editorial.save import draft_of, lock, swap_in
from posts.editorial.works import Work
from posts.models import (
    NOTE_LENGTH,
    Action,
    Correction,
    Note,
    Post,
    RevisionKind,
    Status,
    Transition,
    TranslationRefused,
)


@dataclass(frozen=True)
class Step:
    """From which states (words of `Post.state`) a step leads on, and to which status."""

    leaves: frozenset[str]
    status: Status


_PUBLISHABLE = frozenset({"draft", "in review", "scheduled", "withdrawn"})
STEPS = {
    Action.SUBMIT: Step(frozenset({"draft"}), Status.REVIEW),
    Action.SEND_BACK: Step(frozenset({"in review"}), Status.DRAFT),
    Action.PUBLISH: Step(_PUBLISHABLE | {"published"}, Status.APPROVED),
    Action.SCHEDULE: Step(_PUBLISHABLE, Status.APPROVED),
    Action.UNSCHEDULE: Step(frozenset({"scheduled"}), Status.REVIEW),
    Action.WITHDRAW: Step(frozenset({"published", "scheduled"}), Status.WITHDRAWN),
    Action.REOPEN: Step(frozenset({"withdrawn"}), Status.DRAFT),
}
BY_AUTHORS = frozenset({Action.SUBMIT})


def possible(post: Work, by: Person) -> list[Action]:
    """Return the steps that `by` may take with `post` as it is, without a query."""
    found = [action for action, step in STEPS.items() if post.state in step.leaves]
    return [action for action in found if _may(action, post, by)]


def _may(action: Action, post: Work, by: Person) -> bool:
    if takes_back(action, post, by):
        return True
    return may_edit(by, post) if action in BY_AUTHORS else may_approve(by, post)


def takes_back(action: Action, post: Work, by: Person) -> bool:
    """Whether a step is that of an author who takes one's own post back from review."""
    return action is Action.SEND_BACK and is_own(by, post) and may_edit(by, None)


def taking_back(post: Work, by: Person, after: Action | None = None) -> Action | None:
    """Return the step that undoes what `by` sent to review or scheduled; None where none does.

    A row that was read before the step `after` does not know of it yet.
    """
    steps = possible(post, by) if isinstance(post, Post) else ()
    if Action.UNSCHEDULE in steps:
        return Action.UNSCHEDULE
    waits = after is Action.SUBMIT or Action.SEND_BACK in steps
    is_own = waits and isinstance(post, Post) and takes_back(Action.SEND_BACK, post, by)
    return Action.SEND_BACK if is_own else None


def take(post: Work, action: Action, *, by: Person, note: str = "") -> Transition:
    """Take a step with `post` that changes its status alone. Raises EditorialError.

    Raises ValueError for those that bring a text to readers: only `publish` checks it.
    """
    if STEPS[action].status == Status.APPROVED:
        raise ValueError(action)
    with transaction.atomic():
        row = _begin(action, post, by)
        transition = _move(row, action, by=by, note=note)
        if action is Action.SUBMIT:
            _record(row, RevisionKind.SUBMIT, by, note)
        return transition


@dataclass(frozen=True)
class Change:
    """What publishing changes to a live post tells readers: nothing, or a correction."""

    correction: str = ""
    is_minor: bool = False


def publish(
    post: Work,
    *,
    by: Person,
    at: datetime | None = None,
    note: str = "",
    change: Change | None = None,
    reason: str = "",
) -> Transition:
    """Let readers see `post` from `at` on (aware; default now), working copy and all.

    Of one that they see already the changes are published; of a post `change` says of which
    kind they are. `reason` sets blocking checks aside where they can be. Raises
    EditorialError, of checks ChecksFailed.
    """
    now = timezone.now()
    at = at or now.replace(microsecond=0)
    action = Action.SCHEDULE if at > now else Action.PUBLISH
    with transaction.atomic():
        row = _begin(action, post, by)
        told_at = row.updated_at
        change = _required(change) if row.is_public and isinstance(row, Post) else None
        transition = _approve(row, action, by=by, at=at, note=note, reason=reason)
        if change and isinstance(row, Post):
            _tell_of_change(row, change, by=by, told_at=told_at)
        _record(row, RevisionKind.PUBLISH, by, (change.correction if change else "") or note)
        post.refresh_from_db()
        return transition


def _approve(
    post: Work, action: Action, *, by: Person, at: datetime, note: str, reason: str
) -> Transition:
    """Let the text on the desk take its place, and the post its time; of a live one its own."""
    draft = draft_of(post)
    overrides = require_publishable(post, draft.content, at=at, reason=reason)
    if post.is_public:
        at = post.publish_at or at
    if draft.copy:
        try:
            swap_in(post, draft)
        except TranslationRefused as error:
            raise EditorialError(str(error)) from error
    reason = reason if overrides else ""
    return _move(post, action, by=by, note=note, at=at, overrides=overrides, reason=reason)


def _required(change: Change | None) -> Change:
    if change is None or not (change.is_minor or change.correction.strip()):
        raise EditorialError(
            "Readers have seen this post: say that the change is minor, or write a correction."
        )
    return change


def _tell_of_change(post: Post, change: Change, *, by: Person, told_at: datetime) -> None:
    if change.correction.strip():
        store_correction(Correction(post=post, text=change.correction.strip()), by=by)
    else:
        # Followers of a feed are not called back for a comma.
        Post.objects.filter(pk=post.pk).update(updated_at=told_at)


def _begin[Row: Work](action: Action, post: Row, by: Person) -> Row:
    """Return the locked row; raises EditorialError for a wrong state or person."""
    row = lock(post)
    states = STEPS[action].leaves
    if row.state not in states:
        accepted = " or ".join(sorted(states))
        raise EditorialError(
            f"“{row}” is {row.state}: only a {row._meta.verbose_name} that is {accepted} can be "
            f"{action.label}. Nothing was changed."
        )
    if not takes_back(action, row, by):
        require = require_editing if action in BY_AUTHORS else require_approval
        require(by, row)
    if not post.is_unrecorded:
        # Somebody may have this version open, and will want to know what it was.
        draft = draft_of(row)
        revisions.record_base(row, draft.version, draft.content)
    return row


def _move(
    post: Work,
    action: Action,
    *,
    by: Person,
    note: str,
    at: datetime | None = None,
    overrides: list[str] | None = None,
    reason: str = "",
) -> Transition:
    was_in_review = post.status == Status.REVIEW
    post.status = STEPS[action].status
    changed = {"status"}
    if at is not None:
        post.publish_at = at
        changed.add("publish_at")
    if at is not None and was_in_review and isinstance(post, Post) and not is_own(by, post):
        post.checked_on = timezone.localdate()
        changed.add("checked_on")
    post.save(update_fields=changed)
    step: Transition = post.transitions.create(
        action=action,
        by=by,
        note=note,
        publish_at=at,
        overrides=overrides or [],
        reason=reason,
    )
    if isinstance(post, Post):
        _tell(step, post)
    return step


def _tell(step: Transition, post: Post) -> None:
    tell_of_step(step)
    if step.note and step.action == Action.SEND_BACK:
        # What is said on that way is answered and settled like any other word on the post.
        Note.objects.create(post=post, text=step.note, by=step.by)


def _record(post: Work, kind: RevisionKind, by: Person, note: str) -> None:
    draft = draft_of(post)
    revisions.record(
        post, draft.content, version=draft.version, kind=kind, by=by, note=note[:NOTE_LENGTH]
    )
