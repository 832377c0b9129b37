from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from posts.archives.story import story_of
from posts.editorial.previewing import as_page, content_of
from posts.models import PreviewLink
from posts.views.caching import read_only


@read_only
def preview(request: HttpRequest, token: str) -> HttpResponse:
    """One unpublished post for whoever holds its link: never indexed, and kept by no one.

    Raises Http404 for a link that was revoked, has expired, or never was, which all look alike.
    """
    link = PreviewLink.objects.by_token(token)
    if link is None:
        raise Http404
    shown = as_page(link.post, content_of(link))
    story = story_of(shown, is_citable=False)
    context = {"post": shown, "story": story, "preview_until": link.expires_at}
    response = render(request, "posts/post.html", context)
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response
