"""The page on which a post is written: how it is shown, and what becomes of what it sends.

A form that comes back is bound, laid beside what is stored by now, saved with its step, and
answered by leading on. One that may not be saved as it is comes back with all that was typed.
"""

import json
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.http import urlencode

from posts.desk.actions import Done, refuse_step, save_and_step
from posts.desk.autosave import data_of
from posts.desk.content_form import ContentForm
from posts.desk.form import PostForm
from posts.desk.media import PAGE
from posts.desk.merge import Prepared, conflict_words, prepare
from posts.desk.requests import (
    editable,
    editable_or_new,
    may_see,
    of_post,
    person,
    require_new,
    visible,
)
from posts.desk.sidebar import read_page, sidebar
from posts.editorial import save, workflow
from posts.editorial.autosave import autosave_of
from posts.editorial.checks import check
from posts.editorial.errors import EditorialError
from posts.editorial.roles import loop_in_words, may_edit, may_read, may_see_desk, seen_by
from posts.editorial.save import draft_of, draft_with
from posts.keys import as_key
from posts.models import Action, EditConflict, LinkLoop, Post

GONE = "This post was deleted meanwhile. Saving makes a new one of your text."
# What a page in a window of its own sends along, for the field that opened it.
POPUP = ("_popup", "_to_field", "_source_model")


def add(request: HttpRequest) -> HttpResponse:
    require_new(request)
    if request.method == "POST":
        return _posted(request, None)
    form = PostForm(user=request.user, begun=_begun(request.GET))
    return _page(request, Prepared(form))


def _begun(asked: QueryDict) -> dict[str, Any]:
    """Return what the address of a new post fills in; keys of rows are parted by commas."""
    many = ("categories", "places")
    found = {name: asked.get(name, "") for name in asked if name in ContentForm.base_fields}
    return {name: text.split(",") if name in many else text for name, text in found.items()}


def change(request: HttpRequest, key: str) -> HttpResponse:
    """Show or save the form of a post; who may only read is shown a page to read."""
    if not may_see(request):
        raise PermissionDenied
    if request.method == "POST":
        return _posted(request, key)
    number = as_key(key)
    rows = seen_by(request.user).select_related("working_copy__by")
    post = rows.filter(pk=number).first() if number is not None else None
    if post is None:
        words = f"post with ID “{key[:40]}” doesn’t exist. Perhaps it was deleted?"
        messages.warning(request, words)
        return redirect("admin:index")
    if not may_see_desk(request.user, post):
        return redirect(post)  # which is public, or it would not be found
    if not may_edit(request.user, post):
        return read_page(request, post)
    draft = draft_with(post, getattr(post, "working_copy", None))
    return _page(request, Prepared(PostForm(user=request.user, post=post, draft=draft)))


def _posted(request: HttpRequest, key: str | None) -> HttpResponse:
    """Save the form, or show it again with why it was refused and all that was typed.

    A save that loses a race finds that out when it locks the row. It is rolled back, and
    the second attempt sees the winner's text and shows both.
    """
    try:
        with transaction.atomic():
            return _attempt(request, key)
    except (EditConflict, EditorialError, IntegrityError) as error:
        refusal = error
    with transaction.atomic():
        return _attempt(request, key, refusal)


def _attempt(
    request: HttpRequest, key: str | None, refusal: Exception | None = None
) -> HttpResponse:
    """Hold the post while what was typed is compared with it and saved."""
    post = _locked(request, key) if key is not None else None
    if not may_edit(request.user, post):
        raise PermissionDenied
    data: QueryDict = request.POST
    notice = ""
    if "_recover" in data:
        kept = autosave_of(data.get("_recover", ""), post, by=person(request))
        if kept is None:
            messages.warning(request, "There is no unsaved text of yours any more.")
            return redirect(request.path)
        data, notice = data_of(kept), "This is your unsaved text. Check it, then save."
    if key is not None and post is None:
        notice = GONE
    draft = draft_of(post) if post else None
    prepared = prepare(data, post, draft, user=request.user, notice=notice)
    if _may_be_saved(prepared, refusal):
        return _answer(request, save_and_step(prepared.form, by=person(request)))
    return _page(request, prepared, status=409 if prepared.conflict else 200)


def _locked(request: HttpRequest, key: str) -> Post | None:
    """Return the post; who may not know of it is answered as for a number never given."""
    row = save.locked(key)
    return row if row and may_read(request.user, row) else None


def _may_be_saved(prepared: Prepared, refusal: Exception | None) -> bool:
    """Return whether the form is valid and nothing else is in the way, which it says itself."""
    form = prepared.form
    form.is_valid()
    refuse_step(form)
    if prepared.notice:
        form.add_error(None, prepared.notice)
    if prepared.conflict:
        form.add_error(None, conflict_words(prepared.conflict))
    if isinstance(refusal, EditorialError):
        form.refuse(refusal)
    if isinstance(refusal, LinkLoop):
        form.refuse_links(loop_in_words(form.user, refusal))
    return form.is_valid()


def _answer(request: HttpRequest, done: Done) -> HttpResponse:
    """Say what became of the post, and lead on."""
    post = done.saved.post
    for warning in done.warnings:
        messages.warning(request, warning)
    if "_look" in request.POST:
        query = "?draft=1" if done.saved.is_working_copy else ""
        return redirect(f"{post.get_absolute_url()}{query}")
    if "_popup" in request.POST:
        return _handed_back(request, post)
    messages.success(request, done.words)
    if "_continue" in request.POST:
        filters = urlencode({"_changelist_filters": _filters(request)})
        where = reverse("admin:posts_post_change", args=[post.pk])
        return redirect(f"{where}?{filters}" if _filters(request) else where)
    return redirect(_list(request))


def _filters(request: HttpRequest) -> str:
    """Return how the list was narrowed from which the editor came."""
    return request.GET.get("_changelist_filters", "")


def _list(request: HttpRequest) -> str:
    where = reverse("admin:posts_post_changelist")
    return f"{where}?{_filters(request)}" if _filters(request) else where


def _handed_back(request: HttpRequest, post: Post) -> HttpResponse:
    """Close the window, and give the post to the field that opened it."""
    given = {"value": str(post.pk), "obj": str(post)}
    if request.resolver_match and request.resolver_match.url_name == "posts_post_change":
        given |= {"action": "change", "new_value": str(post.pk)}
    context = {"popup_response_data": json.dumps(given)}
    return TemplateResponse(request, "admin/popup_response.html", context)


def _page(request: HttpRequest, prepared: Prepared, *, status: int = 200) -> HttpResponse:
    form = prepared.form
    post = form.stored
    asked = request.POST if request.method == "POST" else request.GET
    context = admin.site.each_context(request) | {
        "title": "Change post" if post else "Add post",
        "subtitle": str(post) if post else None,
        "opts": Post._meta,
        "form": form,
        "post": post,
        "conflict": prepared.conflict,
        "media": PAGE + form.media,
        "is_popup": "_popup" in asked,
        "popup": [(name, asked[name]) for name in POPUP if name in asked],
        "list_url": _list(request),
        "form_url": reverse("admin:posts_post_add") if prepared.notice == GONE else "",
    }
    return TemplateResponse(
        request, "desk/post.html", context | sidebar(request, form), status=status
    )


@of_post(editable_or_new)
def check_typed(request: HttpRequest, post: Post | None) -> HttpResponse:
    """Answer what is found in the typed text, as the panel of the form shows it."""
    typed = PostForm(request.POST, user=request.user, post=post).typed
    found = check(post, typed, at=post.publish_at if post else None)
    return TemplateResponse(request, "desk/_findings.html", {"findings": found})


@of_post(editable)
def discard_changes(request: HttpRequest, post: Post) -> HttpResponse:
    save.discard_copy(post, by=person(request))
    messages.success(
        request, "The unpublished changes were dropped. Their versions are in the history."
    )
    return redirect("admin:posts_post_change", post.pk)


@of_post(visible)
def take_back(request: HttpRequest, post: Post) -> HttpResponse:
    """Let an author write again on a post that waits for review."""
    if not workflow.takes_back(Action.SEND_BACK, post, person(request)):
        raise PermissionDenied
    try:
        workflow.take(post, Action.SEND_BACK, by=person(request))
    except EditorialError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, f"“{post}” is yours again: it no longer waits for review.")
    return redirect("admin:posts_post_change", post.pk)
