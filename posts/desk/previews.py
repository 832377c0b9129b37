"""The small forms beside a post: links that show it to people without an account."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse

from posts.desk.requests import of_work, person, told, visible
from posts.editorial import previewing
from posts.keys import as_number
from posts.models import Post, PreviewLink


@of_work(visible)
def open_preview(request: HttpRequest, post: Post) -> HttpResponse:
    number = as_number(request.POST.get("version", ""))
    revision = get_object_or_404(post.revisions, version=number) if number is not None else None
    days = as_number(request.POST.get("days", "7")) or 0
    try:
        note = PreviewLink._meta.get_field("note").clean(request.POST.get("note", ""), None)
        with told(request, "The link is made: copy it under “Preview links”."):
            previewing.open_link(post, by=person(request), days=days, revision=revision, note=note)
    except ValidationError as error:
        messages.error(request, f"The note of the link: {' '.join(error.messages)}")
    return redirect(f"{reverse('admin:posts_post_change', args=[post.pk])}#previews")


@of_work(visible)
def revoke_preview(request: HttpRequest, post: Post, link: int) -> HttpResponse:
    row = get_object_or_404(PreviewLink, pk=link, post=post)
    with told(request, "The link opens nothing from now on."):
        previewing.revoke(row, by=person(request))
    return redirect("admin:posts_post_change", post.pk)
