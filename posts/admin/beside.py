"""What the form asks for while one writes, and the small forms beside it."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.views.decorators.http import require_POST

from posts.admin.conflicts import BUTTONS, OURS, person_name
from posts.admin.requests import person
from posts.admin.typed import typed_snapshot
from posts.editorial import autosave as slots
from posts.editorial import previewing, save
from posts.editorial.checks import check
from posts.editorial.errors import EditorialError
from posts.editorial.roles import may_edit, may_see_all, may_see_desk
from posts.keys import as_number
from posts.models import Post, PreviewLink, Revision

NOT_TEXT = frozenset({*OURS, *BUTTONS, "csrfmiddlewaretoken"})


def editable(request: HttpRequest, pk: int) -> Post:
    """Return the post; PermissionDenied for who may not write on it, there or not."""
    post = Post.objects.filter(pk=pk).first()
    if post is None:
        if not request.user.has_perm("posts.change_post"):
            raise PermissionDenied
        return get_object_or_404(Post, pk=pk)
    if not may_edit(request.user, post):
        raise PermissionDenied
    return post


def visible(request: HttpRequest, pk: int) -> Post:
    """Return the post; PermissionDenied for who may not see its desk, there or not."""
    post = Post.objects.filter(pk=pk).first()
    if post is None and may_see_all(request.user):
        return get_object_or_404(Post, pk=pk)
    if post is None or not may_see_desk(request.user, post):
        raise PermissionDenied
    return post


def _require_new(request: HttpRequest) -> None:
    if not may_edit(request.user, None):
        raise PermissionDenied


def unsaved_new(request: HttpRequest) -> HttpResponse:
    _require_new(request)
    return _keep(request, None)


def unsaved(request: HttpRequest, pk: int) -> HttpResponse:
    return _keep(request, editable(request, pk))


@require_POST
def _keep(request: HttpRequest, post: Post | None) -> HttpResponse:
    """Keep what is typed in the user's own slot, or empty it; answer when, as JSON."""
    if "_discard" in request.POST:
        slots.discard(post, by=person(request))
        return (
            redirect("admin:posts_post_change", post.pk)
            if post
            else redirect("admin:posts_post_add")
        )
    pairs = [
        (name, text)
        for name, texts in request.POST.lists()
        for text in texts
        if name not in NOT_TEXT
    ]
    number = as_number(request.POST.get("version", ""))
    try:
        slot = slots.keep(post, pairs, by=person(request), version=number)
    except slots.TooLong as error:
        return JsonResponse({"error": str(error)}, status=413)
    at = date_format(timezone.localtime(slot.saved_at), "H:i:s")
    return JsonResponse({"kept": at})


def check_new(request: HttpRequest) -> HttpResponse:
    _require_new(request)
    return _check(request, None)


def check_stored(request: HttpRequest, pk: int) -> HttpResponse:
    return _check(request, editable(request, pk))


@require_POST
def _check(request: HttpRequest, post: Post | None) -> HttpResponse:
    """Answer what is found in the typed text, as the panel of the form shows it."""
    found = check(post, typed_snapshot(request.POST), at=post.publish_at if post else None)
    return render(request, "admin/posts/post/_findings.html", {"findings": found})


def presence(request: HttpRequest, pk: int) -> HttpResponse:
    """Note that the user is here, or goes (`gone`); answer who else is.

    Whoever may edit no more goes all the same, as an author does by sending a post to review.
    """
    if "gone" in request.POST:
        slots.leave(pk, by=person(request))
        return HttpResponse(status=204)
    return _be_present(request, editable(request, pk))


@require_POST
def _be_present(request: HttpRequest, post: Post) -> HttpResponse:
    others = slots.be_present(post, by=person(request))
    return JsonResponse({"others": [who_is_here(each) for each in others]})


def who_is_here(presence: Any) -> str:
    since = date_format(timezone.localtime(presence.since), "H:i")
    return f"{person_name(presence.user)} is editing this too, since {since}."


def discard_changes(request: HttpRequest, pk: int) -> HttpResponse:
    return _discard(request, editable(request, pk))


@require_POST
def _discard(request: HttpRequest, post: Post) -> HttpResponse:
    save.discard_copy(post, by=person(request))
    messages.success(
        request, "The unpublished changes were dropped. Their versions are in the history."
    )
    return redirect("admin:posts_post_change", post.pk)


def open_preview(request: HttpRequest, pk: int) -> HttpResponse:
    return _open(request, visible(request, pk))


@require_POST
def _open(request: HttpRequest, post: Post) -> HttpResponse:
    number = as_number(request.POST.get("version", ""))
    revision: Revision | None = None
    if number is not None:
        revision = get_object_or_404(Revision, post=post, version=number)
    try:
        previewing.open_link(
            post,
            by=person(request),
            days=as_number(request.POST.get("days", "7")) or 0,
            revision=revision,
            note=PreviewLink._meta.get_field("note").clean(request.POST.get("note", ""), None),
        )
    except EditorialError as error:
        messages.error(request, str(error))
    except ValidationError as error:
        messages.error(request, f"The note of the link: {' '.join(error.messages)}")
    else:
        messages.success(request, "The link is made. Copy it from “Preview links” below.")
    return redirect("admin:posts_post_change", post.pk)


def revoke_preview(request: HttpRequest, pk: int, link: int) -> HttpResponse:
    return _revoke(request, visible(request, pk), link)


@require_POST
def _revoke(request: HttpRequest, post: Post, link: int) -> HttpResponse:
    row = get_object_or_404(PreviewLink, pk=link, post=post)
    try:
        previewing.revoke(row, by=person(request))
    except EditorialError as error:
        raise PermissionDenied(str(error)) from error
    messages.success(request, "The link opens nothing from now on.")
    return redirect("admin:posts_post_change", post.pk)
