"""References to a story as files, for those who keep them in software."""

from collections.abc import Callable, Iterable
from contextvars import ContextVar
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.http import HttpResponsePermanentRedirect as Moved
from django.urls import reverse

from posts import citing
from posts.models import Post
from posts.references import cited_story
from posts.views.caching import cached_page
from posts.views.redirects import moved_from

# By slug, for whoever asks for the files of many stories within one moment, as a copy does.
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
    story = remembered.get({}).get(slug) or cited([slug]).get(slug)
    if story is None:
        return Moved(reverse(address, args=[moved_from(reverse("post", args=[slug])).slug]))
    response = HttpResponse(written(story), content_type=f"{content_type}; charset=utf-8")
    ending = reverse(address, args=[slug]).rpartition(".")[2]
    response.headers["Content-Disposition"] = f'attachment; filename="{slug}.{ending}"'
    return response


def cited(slugs: Iterable[str]) -> dict[str, citing.CitedStory]:
    """Return the public ones among these stories by their slugs, in two queries."""
    rows = Post.objects.only_published().for_links().select_related("author__profile")
    posts = rows.filter(slug__in=slugs).prefetch_related("tags")
    return {post.slug: cited_story(post) for post in posts}
