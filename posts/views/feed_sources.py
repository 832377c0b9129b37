"""The archives that can be followed by feed and calendar, under the 404 rules of their pages."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext
from taggit.models import Tag

from posts.models import Archive, ArchiveEntry, ArchiveQuerySet, Category, Place
from posts.pagecache import cacheable
from posts.views.caching import View, for_other_sites, public_page
from posts.views.redirects import follows_moves


@dataclass(frozen=True)
class Followed:
    """An archive page at the path `page`, as feeds and calendars name it."""

    archive: Archive
    key: int
    name: str
    about: str
    page: str

    @property
    def entries(self) -> ArchiveQuerySet:
        return ArchiveEntry.objects.published().of(self.archive, self.key)


def category(slug: str) -> Followed:
    """Return a category, which exists without posts too. Raises Http404."""
    row = get_object_or_404(Category, slug=slug)
    about = row.description or gettext("Stories in the category %(name)s.") % {"name": row.name}
    return Followed(Archive.CATEGORY, row.pk, capfirst(row.name), about, row.get_absolute_url())


def tag(slug: str) -> Followed:
    """Return a tag that has public posts. Raises Http404."""
    if "\0" in slug:  # PostgreSQL refuses it in a parameter.
        raise Http404
    row = get_object_or_404(Tag.objects.select_related("page"), slug=slug)
    page = reverse("tag", args=[row.slug])
    said = row.page.description if hasattr(row, "page") else ""
    about = said or gettext("Stories with the tag %(name)s.") % {"name": row.name}
    return _with_posts(Followed(Archive.TAG, row.pk, row.name, about, page))


def place(slug: str) -> Followed:
    """Return a place that has public posts. Raises Http404."""
    row = get_object_or_404(Place, slug=slug)
    about = row.description or gettext("What happened in %(name)s.") % {"name": row.name}
    return _with_posts(Followed(Archive.PLACE, row.pk, row.name, about, row.get_absolute_url()))


def _with_posts(followed: Followed) -> Followed:
    if not followed.entries.exists():
        raise Http404
    return followed


def views_of(answer: Callable[[HttpRequest, Followed], HttpResponse]) -> Iterator[View]:
    """Yield the views of a category, a tag and a place, by their slugs."""
    for followed in (category, tag, place):

        def view(request: HttpRequest, slug: str, followed: Any = followed) -> HttpResponse:
            return answer(request, followed(slug))

        yield cacheable()(for_other_sites(public_page(follows_moves(followed.__name__)(view))))
