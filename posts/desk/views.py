"""The page on which posts and dossiers are written: shown, and what becomes of what it sends.

A form that comes back is bound, laid beside what is stored by now, saved with its step, and
answered by leading on. One that may not be saved as it is comes back with all that was typed.
"""

from contextlib import suppress
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.admin import site
from django.contrib.admin.templatetags.admin_urls import add_preserved_filters
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html

from posts.desk.actions import Done, refuse_step, save_and_step
from posts.desk.autosave import data_of
from posts.desk.forms import FORMS, form_of
from posts.desk.media import PAGE
from posts.desk.merge import Prepared, conflict_words, prepare
from posts.desk.post_form import PostForm
from posts.desk.requests import (
    address,
    any_of_kind,
    editable,
    editable_or_new,
    framed,
    of_work,
    person,
    require,
    tell_with_undo,
    told,
    visible,
)
from posts.desk.sidebar import frame_of, read_page, sidebar
from posts.editorial import save, workflow
from posts.editorial.autosave import autosave_of
from posts.editorial.errors import EditorialError
from posts.editorial.roles import loop_in_words, may_edit, may_read, may_see_desk
from posts.editorial.save import draft_of, draft_with
from posts.editorial.trash import may_trash
from posts.editorial.works import Work
from posts.keys import as_key
from posts.models import Action, EditConflict, LinkLoop, Post, TranslationRefused
from posts.planning import publish_time

GONE = (
    "This {} was deleted meanwhile. Saving makes a new one of your text; the old one is in the"
    " trash for some days."
)
# What a page in a window of its own sends along, for the field that opened it.
POPUP = ("_popup", "_to_field", "_source_model")


def add(request: HttpRequest, kind: type[Work]) -> HttpResponse:
    row = editable_or_new(request, kind)
    if request.method == "POST":
        return _posted(request, kind, None)
    return _page(request, Prepared(form_of(row, user=request.user, begun=_begun(request, kind))))


def _begun(request: HttpRequest, kind: type[Work]) -> dict[str, Any]:
    """Return what the address of a new one fills in; keys of rows are parted by commas.

    `publish_at` is a day to come, "2027-05-27".
    """
    asked = site.get_model_admin(kind).get_changeform_initial_data(request)
    begun: dict[str, Any] = {"language": settings.LANGUAGE_CODE[:2]}
    begun |= {n: asked[n] for n in FORMS[kind].content_class.names() if n in asked}
    with suppress(ValidationError):
        begun["publish_at"] = publish_time.on_day(request.GET.get("publish_at", ""))
    return begun


def change(request: HttpRequest, kind: type[Work], key: str) -> HttpResponse:
    """Show or save the form of a post or dossier; who may only read is shown a page to read."""
    require(any_of_kind(request, kind, "view", "add", "change"))
    if request.method == "POST":
        return _posted(request, kind, key)
    number = as_key(key)
    rows: Any = kind._default_manager.not_in_trash().select_related("working_copy__by")
    row = rows.filter(pk=number).first() if number is not None else None
    if row is None or not may_read(request.user, row):
        noun = kind._meta.verbose_name
        words = f"{noun} with ID “{key[:40]}” doesn’t exist. Perhaps it was deleted?"
        messages.warning(request, words)
        return redirect("admin:index")
    if not may_see_desk(request.user, row):
        return redirect(row)  # which is public, or it would not be read
    if not may_edit(request.user, row):
        return read_page(request, row)
    draft = draft_with(row, getattr(row, "working_copy", None))
    return _page(request, Prepared(form_of(row, user=request.user, draft=draft)))


def _posted(request: HttpRequest, kind: type[Work], key: str | None) -> HttpResponse:
    """Save the form, or show it again with why it was refused and all that was typed.

    A save that loses a race finds that out when it locks the row. It is rolled back, and
    the second attempt sees the winner's text and shows both.
    """
    try:
        with transaction.atomic():
            return _attempt(request, kind, key)
    except (EditConflict, EditorialError, IntegrityError) as error:
        refusal = error
    with transaction.atomic():
        return _attempt(request, kind, key, refusal)


def _attempt(
    request: HttpRequest, kind: type[Work], key: str | None, refusal: Exception | None = None
) -> HttpResponse:
    """Hold the post or dossier while what was typed is compared with it and saved."""
    stored = save.locked(kind, key) if key is not None else None
    if stored and not may_read(request.user, stored):
        stored = None  # Who may not know of it is answered as for a number never given.
    row = stored or kind()
    require(may_edit(request.user, row))
    data: QueryDict = request.POST
    notice = ""
    if "_recover" in data:
        kept = autosave_of(data.get("_recover", ""), row, by=person(request))
        if kept is None:
            messages.warning(request, "There is no unsaved text of yours any more.")
            return redirect(request.path)
        data, notice = data_of(kept), "Your unsaved text is back. Check it, then save."
    if key is not None and stored is None:
        refusal = refusal or EditorialError(GONE.format(kind._meta.verbose_name))
    draft = draft_of(stored) if stored else None
    prepared = prepare(data, row, draft, user=request.user, notice=notice)
    if _may_be_saved(prepared, refusal):
        return _answer(request, save_and_step(prepared.form, by=person(request)))
    return _page(request, prepared, status=409 if prepared.conflict else 200)


def _may_be_saved(prepared: Prepared, refusal: Exception | None) -> bool:
    """Return whether the form is valid and nothing else is in the way, which it says itself."""
    form = prepared.form
    form.is_valid()
    refuse_step(form)
    if prepared.conflict:
        form.add_error(None, conflict_words(prepared.conflict, str(form.post._meta.verbose_name)))
    if isinstance(refusal, EditorialError):
        form.refuse(refusal)
    if isinstance(refusal, LinkLoop) and isinstance(form, PostForm):
        form.refuse_links(loop_in_words(form.user, refusal))
    if isinstance(refusal, TranslationRefused):
        form.add_error("translation_of", str(refusal))
    return form.is_valid() and not prepared.notice


def _answer(request: HttpRequest, done: Done) -> HttpResponse:
    """Say what became of the post or dossier, and lead on."""
    post: Work = done.saved.post
    look = post.get_absolute_url() + ("?draft=1" if done.saved.is_working_copy else "")
    if not {"_look", "_popup"} & request.POST.keys():
        told = format_html('{} <a href="{}">Look</a>', done.words, look)
        if done.step and workflow.taking_back(post, person(request), done.step):
            back, label = address(post, "take_back"), "Take it back"
            tell_with_undo(request, told, back, "_take_back", "yes", label)
        else:
            messages.success(request, told)
    for warning in done.warnings:
        messages.warning(request, warning)
    if "_look" in request.POST:
        return redirect(look)
    if "_popup" in request.POST:
        kwargs = request.resolver_match.kwargs if request.resolver_match else {}
        own: Any = site.get_model_admin(type(post))
        answer: HttpResponse = (own.response_change if kwargs else own.response_add)(request, post)
        return answer
    if "_continue" in request.POST:
        return redirect(_kept(request, type(post), address(post, "change")))
    return redirect(_list(request, type(post)))


def _list(request: HttpRequest, kind: type[Work]) -> str:
    return _kept(request, kind, reverse(f"admin:posts_{kind._meta.model_name}_changelist"))


def _kept(request: HttpRequest, kind: type[Work], url: str) -> str:
    """Return `url` with how the list was narrowed from which the editor came."""
    kept = site.get_model_admin(kind).get_preserved_filters(request)
    return add_preserved_filters({"preserved_filters": kept, "opts": kind._meta}, url)


def _page(request: HttpRequest, prepared: Prepared, *, status: int = 200) -> HttpResponse:
    form = prepared.form
    post = form.stored
    asked = request.POST if request.method == "POST" else request.GET
    context = {
        "subtitle": str(post) if post else None,
        **frame_of(form.post),
        "form": form,
        "conflict": prepared.conflict,
        "notice": prepared.notice,
        "is_refused": form.is_bound and not form.is_valid(),
        "media": PAGE + form.media,
        "is_popup": "_popup" in asked,
        "popup": [(name, asked[name]) for name in POPUP if name in asked],
        "list_url": _list(request, type(form.post)),
        "is_gone": post is None and request.resolver_match and request.resolver_match.kwargs,
        "may_delete": bool(post and may_trash(person(request), post)),
    }
    title = f"{'Change' if post else 'Add'} {form.post._meta.verbose_name}"
    return framed(request, "desk/post.html", title, context | sidebar(request, form), status)


@of_work(editable)
def discard_changes(request: HttpRequest, post: Work) -> HttpResponse:
    save.discard_copy(post, by=person(request))
    messages.success(
        request, "The unpublished changes were dropped. Their versions are in the history."
    )
    return redirect(address(post, "change"))


@of_work(visible)
def take_back(request: HttpRequest, post: Post) -> HttpResponse:
    """Take a post back from review to its author, or off the schedule, by who may."""
    step = workflow.taking_back(post, person(request)) or Action.SEND_BACK
    require(step is Action.UNSCHEDULE or workflow.takes_back(step, post, person(request)))
    where = "off the schedule" if step is Action.UNSCHEDULE else "yours again, no longer in review"
    with told(request, f"“{post}” is {where}."):
        workflow.take(post, step, by=person(request))
    return redirect("admin:posts_post_change", post.pk)
