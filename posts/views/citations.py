"""References to a story as files, for those who keep them in software."""

from collections.abc import Callable
from contextvars import ContextVar
from typing import Final

from django.db.models import prefetch_related_objects
from django.http import HttpRequest, HttpResponse
from django.http import HttpResponsePermanentRedirect as Moved
from django.urls import reverse

from posts import citing
from posts.models import Post
from posts.references import cited_story
from posts.views.caching import cached_page
from posts.views.redirects import moved_from

# By slug, for whoever asks for the three files of a story within one moment, as a copy does.
remembered: Final = ContextVar[dict[str, citing.CitedStory]]("remembered")


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
    known = remembered.get({})
    story = known.get(slug) or _cited(slug)
    if story is None:
        return Moved(reverse(address, args=[moved_from(reverse("post", args=[slug])).slug]))
    known[slug] = story
    response = HttpResponse(written(story), content_type=f"{content_type}; charset=utf-8")
    ending = reverse(address, args=[slug]).rpartition(".")[2]
    response.headers["Content-Disposition"] = f'attachment; filename="{slug}.{ending}"'
    return response


def _cited(slug: str) -> citing.CitedStory | None:
    rows = Post.objects.only_published().for_links().select_related("author__profile")
    post = rows.filter(slug=slug).first()
    if post is None:
        return None
    prefetch_related_objects([post], "tags")
    return cited_story(post)
