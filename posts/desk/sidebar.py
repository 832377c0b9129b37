"""What stands beside the post's form: its steps, checks, versions, links, and who else is here."""

from typing import Any

from django.http import HttpRequest, HttpResponse

from posts.desk import autosave
from posts.desk.actions import LABELS, Button, buttons
from posts.desk.form import WritingForm
from posts.desk.groups import groups_of
from posts.desk.requests import framed, person
from posts.editorial import notices
from posts.editorial.autosave import others_on
from posts.editorial.checks import check
from posts.editorial.compare import label_of, value_in_words
from posts.editorial.history import latest_of, sent_back
from posts.editorial.roles import told_to, why_not_editing
from posts.editorial.save import Draft, draft_of
from posts.editorial.workflow import possible
from posts.editorial.works import Work
from posts.models import Action, Note, Post, Status

WAY_BACK = Button("_send_back", LABELS[Action.SEND_BACK])


def sidebar(request: HttpRequest, form: WritingForm) -> dict[str, Any]:
    """Return what the templates of the form read beside the form itself."""
    post = form.stored
    beside = _beside(request, post, form.draft) if post and form.draft else {}
    has_changes = form.is_bound or bool(form.draft and form.draft.copy)
    at = form.initial.get("publish_at")
    steps = buttons(form.post, person(request), at, has_changes=has_changes)
    if sends_back := WAY_BACK in steps:
        steps.remove(WAY_BACK)
        form.fields["note"].label = "What is missing? The author reads it"
        form.fields["note"].help_text = "It stands above the post, and is mailed."
    common = {
        "steps": steps,
        "sends_back": sends_back,
        "may_publish": any(step.name.startswith("_publish") and not step.why_not for step in steps),
        "main": next((step for step in steps if step.is_main), None),
        "groups": groups_of(form, beside.get("findings", [])),
        "autosaves": [] if form.is_bound else autosave.offers(form, by=person(request)),
        "is_live": form.post.is_public,
        # Before all else an editor sees what was sent to review unfinished.
        "findings_first": form.post.status == Status.REVIEW
        and any(each.is_blocking for each in beside.get("findings", [])),
        "shows_change": form.post.is_public and isinstance(form.post, Post),
    }
    return common | beside


def frame_of(row: Work) -> dict[str, Any]:
    """Return what the templates of the desk call a row by: its address is `at` and a page."""
    kind = row._meta
    return {
        "post": row if row.pk else None,
        "opts": kind,
        "noun": kind.verbose_name,
        "at": f"admin:posts_{kind.model_name}_",
        "list_name": str(kind.verbose_name_plural).capitalize(),
    }


def _beside(request: HttpRequest, post: Work, draft: Draft) -> dict[str, Any]:
    """Return what is known of a stored row; of a post also what is said of it and shows it."""
    lately = latest_of(post)
    common = {
        "draft": draft,
        "public_url": post.get_absolute_url(),
        "findings": check(post, draft.content, at=post.publish_at, images=draft.shown),
        "history": lately,
        "others": [autosave.who_is_here(each) for each in others_on(post, by=person(request))],
    }
    if not isinstance(post, Post):
        return common
    threads = Note.objects.filter(post=post).beside(draft.content.story)
    return common | {
        "returned": sent_back(post, lately),
        "preview_links": list(post.preview_links.open_now().select_related("revision", "by")),
        "corrections": list(post.corrections.all()),
        "threads": threads,
        "open_threads": [each for each in threads if not each.settled_at],
    }


def read_page(request: HttpRequest, post: Work) -> HttpResponse:
    """Answer a post or dossier to someone who may read it at the desk and not change it."""
    if isinstance(post, Post):
        notices.mark_opened(person(request), post)
    draft = draft_of(post)
    told = told_to(request.user, draft.content)
    texts = ((label_of(name), value_in_words(told, name)) for name in told.names())
    context = {
        **frame_of(post),
        "parts": [(label, text) for label, text in texts if text],
        "why": why_not_editing(request.user, post),
        "may_take_back": Action.SEND_BACK in possible(post, person(request)),
    }
    context |= _beside(request, post, draft)
    return framed(request, "desk/read.html", post.title, context)
