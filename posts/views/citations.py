"""References to a story as files, for those who keep them in software."""

from collections.abc import Callable, Iterable
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

# By slug, for whoever asks for the files of many stories within one moment, as a copy does.
remembered: Final = ContextVar[dict[str, citing.CitedStory]]("remembered")


def _file(
    written: Callable[[citing.CitedStory], str], address: str, content_type: str
) -> Callable[[HttpRequest, str], HttpResponse]:
    """Return the view of the reference to a public post; editors too cite only what is public."""

    @cached_page()
    def file(request: HttpRequest, slug: str) -> HttpResponse:
        story = remembered.get({}).get(slug) or cited([slug]).get(slug)
        if story is None:
            return Moved(reverse(address, args=[moved_from(reverse("post", args=[slug])).slug]))
        response = HttpResponse(written(story), content_type=f"{content_type}; charset=utf-8")
        name = request.path.rpartition(".")[2]
        response.headers["Content-Disposition"] = f'attachment; filename="{slug}.{name}"'
        return response

    return file


bibtex = _file(citing.bibtex, "cite_bibtex", "application/x-bibtex")
ris = _file(citing.ris, "cite_ris", "application/x-research-info-systems")
csl = _file(citing.csl_json, "cite_csl", "application/vnd.citationstyles.csl+json")


def cited(slugs: Iterable[str]) -> dict[str, citing.CitedStory]:
    """Return the public ones among these stories by their slugs, in two queries."""
    rows = Post.objects.only_published().for_links().select_related("author__profile")
    posts = list(rows.filter(slug__in=slugs))
    prefetch_related_objects(posts, "tags")
    return {post.slug: cited_story(post) for post in posts}
