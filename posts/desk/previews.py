"""The small forms beside a post: links that show it to people without an account."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from posts.desk.requests import person, visible
from posts.editorial import previewing
from posts.editorial.errors import EditorialError
from posts.keys import as_number
from posts.models import Post, PreviewLink, Revision


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
