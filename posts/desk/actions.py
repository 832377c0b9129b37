"""The buttons of a form, and what each does: save, and take the next step."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from posts.desk.form import WritingForm
from posts.desk.merge import typed_links
from posts.editorial import autosave, save, workflow
from posts.editorial.checks import blocking_words, unread_stories
from posts.editorial.old_style import old_style_warning
from posts.editorial.roles import Person, told_to, why_not_approving
from posts.editorial.save import draft_of
from posts.editorial.snapshot import Content, DossierSnapshot
from posts.editorial.three_way import differing
from posts.editorial.works import Work
from posts.models import Action, Post, slug_from
from posts.planning import publish_time

LABELS = {
    Action.SUBMIT: "Send to review",
    Action.SEND_BACK: "Send back to the author",
    Action.UNSCHEDULE: "Take off the schedule",
    Action.WITHDRAW: "Withdraw",
    Action.REOPEN: "Take up again",
}
TAKE_BACK = "Take back from review"
PUBLISH_NOW = "_publish_now"
# A publish time tells whether the same button publishes or schedules.
STEPS = {f"_{action}": action for action in (*LABELS, Action.PUBLISH)}
STEPS[PUBLISH_NOW] = Action.PUBLISH
BUTTONS = ("_save", "_look", "_continue", "_take", "_recover", *STEPS)
AT_ONCE = (
    "Readers would see the {} at once. Give a time to come; or press “Publish now” or “Take off the"
    " schedule”, under “Other steps”."
)
# Steps that keep a version of the post themselves.
RECORDED = (Action.SUBMIT, Action.PUBLISH)


@dataclass(frozen=True)
class Button:
    """A step as a button; `is_main` for the one that comes next, `why_not` for one that cannot."""

    name: str
    label: str
    is_main: bool = False
    why_not: str = ""


def buttons(row: Work, user: Person, at: datetime | None, *, has_changes: bool) -> list[Button]:
    """Return the steps that `user` may take with `row`, stored or new, as buttons.

    Of a live one without changes none comes next: there is nothing to publish. Nor of a scheduled
    one with changes, which are to be saved.
    """
    if isinstance(row, Post) and row.pk is None:
        row = Post(author=user)
    steps = workflow.possible(row, user)
    publishes = "Publish the changes" if row.is_public else publish_time.act_at(at)
    found = [
        Button(
            f"_{step}",
            TAKE_BACK if workflow.takes_back(step, row, user) else label,
            is_main=step is Action.SUBMIT and Action.PUBLISH not in steps,
        )
        for step, label in LABELS.items()
        if step in steps
    ]
    if Action.PUBLISH in steps and row.state == "scheduled":
        found.insert(0, Button(PUBLISH_NOW, "Publish now", is_main=not has_changes))
    elif Action.PUBLISH in steps:
        is_main = has_changes or not row.is_public
        found.insert(0, Button("_publish", publishes, is_main=is_main))
    elif why := why_not_approving(user, row):
        found.append(Button("_publish", publishes, why_not=why))
    return found


def step_of(form: WritingForm) -> Action | None:
    """Return the step that was asked for by a button.

    A scheduled post that is saved with another time is scheduled anew.
    """
    if pressed := next((step for name, step in STEPS.items() if name in form.data), None):
        return pressed
    is_moved = form.wanted_time != form.post.publish_at
    return Action.PUBLISH if is_moved and form.post.state == "scheduled" else None


def refuse_step(form: WritingForm) -> None:
    """Add to the errors of `form` what its step lacks."""
    is_asked, step = not STEPS.keys().isdisjoint(form.data), step_of(form)
    if step and not is_asked and not publish_time.is_ahead(form.wanted_time):
        form.add_error("publish_at", AT_ONCE.format(form.post._meta.verbose_name))
    if step is Action.PUBLISH and form.post.is_public and isinstance(form.post, Post):
        kind, text = (form.cleaned_data.get(name) for name in ("change", "correction"))
        if not kind and not text:
            words = "Readers have seen this post: say which kind of change it is."
            form.add_error("change", words)
        elif kind == "correction" and not text:
            form.add_error("correction", "Write what was wrong and is right now.")


@dataclass(frozen=True)
class Done:
    """What was saved and by which step, in words, and what else its editor should know."""

    saved: save.Saved
    step: Action | None
    words: str
    warnings: list[str]


def save_and_step(form: WritingForm, *, by: Person) -> Done:
    """Store what was typed into a valid form, then take the step that was asked for.

    Raises EditConflict, EditorialError and LinkLoop; it is whole only within a transaction.
    """
    step, note = step_of(form), form.cleaned_data["note"]
    content = typed_links(form, form.snapshot)
    common: dict[str, Any] = {"by": by, "note": note, "plan": form.wanted_time}
    common["record"] = step not in RECORDED
    post, draft = form.post, form.draft
    if form.stored is None:
        saved = save.create(content, post=post, **common)
    elif draft and _is_as_before(form, content) and (step or not note):
        saved = save.Saved(post, draft.version, is_working_copy=draft.copy is not None)
    else:
        version = form.cleaned_data["version"]
        saved = save.save(post, content, version=version, draft=draft, **common)
    typed_on = form.stored or type(post)()
    autosave.discard(autosave.token_of(form.cleaned_data["form_token"], typed_on), by=by)
    if step:
        _take(saved.post, step, form, by)
    warnings = [*filter(None, _warnings(form, content, saved, step))]
    words = _outcome(saved, step)
    if step is Action.PUBLISH:
        saved = replace(saved, is_working_copy=False)  # It took the place of what readers saw.
    return Done(saved, step, words, warnings)


def _is_as_before(form: WritingForm, content: Content) -> bool:
    """Whether nothing was changed, so that there is no new version to keep."""
    is_planned = form.post.status in save.UNAPPROVED
    same_time = form.wanted_time == form.post.publish_at or not is_planned
    return content == form.content and same_time


def _take(post: Work, step: Action, form: WritingForm, by: Person) -> None:
    cleaned = form.cleaned_data
    if step is not Action.PUBLISH:
        workflow.take(post, step, by=by, note=cleaned["note"])
        return
    is_minor = cleaned.get("change") == "minor"
    change = workflow.Change("" if is_minor else cleaned.get("correction", ""), is_minor=is_minor)
    is_public, is_moved = post.is_public, form.wanted_time != form.post.publish_at
    is_at_once = PUBLISH_NOW in form.data or (is_public and not is_moved)
    workflow.publish(
        post,
        by=by,
        at=None if is_at_once else form.wanted_time,
        note=cleaned["note"],
        change=change if is_public else None,
        reason=cleaned["reason"],
    )


def _outcome(saved: save.Saved, step: Action | None) -> str:
    post = saved.post
    if step is Action.PUBLISH and not post.is_public:
        done = f"is scheduled: readers see it from {publish_time.reading(post.publish_at)}"
    elif step is Action.PUBLISH and saved.is_working_copy:
        done = "is published with the changes"
    elif saved.is_working_copy and step is None:
        done = "is saved. Readers go on seeing the published text until you publish the changes"
    else:
        done = f"is {'saved' if step is None else step.label}"
    return f"“{post}” {done}."


def _warnings(
    form: WritingForm, content: Content, saved: save.Saved, step: Action | None
) -> Iterator[str]:
    post, noun = saved.post, form.post._meta.verbose_name
    yield from (f"Left out, since it is gone meanwhile: {name}." for name in saved.missing)
    if not (form.stored or content.slug) and post.slug != slug_from(content.title) != "":
        where = post.get_absolute_url()
        yield f"Its address is {where}: another {noun} has the one without the number."
    if {"event_input", "calendar_choice", "places"} & {*differing(content, form.content)}:
        yield old_style_warning(post.event_date, post.places.with_parents())
    if isinstance(content, DossierSnapshot) and post.is_public:
        yield from (each.text for each in unread_stories(told_to(form.user, content)))
    if step is Action.SUBMIT and (blocking := blocking_words(post, draft_of(post).content)):
        yield f"It cannot be published like this, and the editors see so: {blocking}"
