"""References to a story as files, for those who keep them in software."""

from collections.abc import Callable

from django.db.models import prefetch_related_objects
from django.http import HttpRequest, HttpResponse
from django.http import HttpResponsePermanentRedirect as Moved
from django.urls import reverse

from posts import citing
from posts.models import Post
from posts.references import cited_story
from posts.views.caching import cached_page
from posts.views.redirects import moved_from


@cached_page()
def bibtex(request: HttpRequest, slug: str) -> HttpResponse:
    return _file(slug, citing.bibtex, "cite_bibtex", "application/x-bibtex")


@cached_page()
def ris(request: HttpRequest, slug: str) -> HttpResponse:
    return _file(slug, citing.ris, "cite_ris", "application/x-research-info-systems")


@cached_page()
def csl(request: HttpRequest, slug: str) -> HttpResponse:
    return _file(slug, citing.csl_json, "cite_csl", "application/vnd.citationstyles.csl+json")


def _file(
    slug: str, written: Callable[[citing.CitedStory], str], address: str, content_type: str
) -> HttpResponse:
    """Answer with the reference to a public post; editors too cite only what is public."""
    rows = Post.objects.only_published().for_links().select_related("author__profile")
    post = rows.filter(slug=slug).first()
    if post is None:
        return Moved(reverse(address, args=[moved_from(reverse("post", args=[slug])).slug]))
    prefetch_related_objects([post], "tags")
    response = HttpResponse(
        written(cited_story(post)), content_type=f"{content_type}; charset=utf-8"
    )
    ending = reverse(address, args=[slug]).rpartition(".")[2]
    response.headers["Content-Disposition"] = f'attachment; filename="{slug}.{ending}"'
    return response
