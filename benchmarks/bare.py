"""A plain Django view of each kind of page, which one that is made is measured against.

It reads by the ORM what the page shows and stands behind the same middleware. The site's base
template goes around what the real page has within, ready in the folder `PAGES`; a feed's bytes
are ready as a whole.
"""

import re
from collections.abc import Callable
from functools import cache
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template import engines
from django.urls import URLPattern, re_path
from django.utils import timezone
from django.utils.safestring import mark_safe

from benchmarks.ready_bytes import bodies
from historyblog.urls import urlpatterns as real
from posts.models import Category, Post, SearchDocument

PREFIX = "/bare"
TEMPLATE = "{% extends 'base.html' %}{% block main %}{{ main }}{% endblock %}"
WITHIN = re.compile(r"<main[^>]*>(.*)</main>", re.DOTALL)
type Reads = Callable[[HttpRequest, str], object]


@cache
def _template() -> Any:
    return engines["django"].from_string(TEMPLATE)


@cache
def _main(address: str) -> str:
    """Return what the real page has within the base template; nothing of what is no page."""
    found = WITHIN.search(bodies("identity")[address].decode())
    return mark_safe(found[1]) if found else ""


def _view(reads: Reads) -> Callable[..., HttpResponse]:
    def view(request: HttpRequest, slug: str = "") -> HttpResponse:
        reads(request, slug)
        address = request.get_full_path().removeprefix(PREFIX)
        if main := _main(address):
            return HttpResponse(_template().render({"main": main}, request))
        return HttpResponse(bodies("identity")[address], content_type="application/atom+xml")

    return view


def _published() -> QuerySet[Post]:
    return Post.objects.published()


def _story(request: HttpRequest, slug: str) -> object:
    return get_object_or_404(_published(), slug=slug)


def _page(posts: QuerySet[Post]) -> object:
    return posts.count(), list(posts.defer("story", "story_html")[:20])


def _home(request: HttpRequest, slug: str) -> object:
    today = timezone.localdate()
    public = _published().defer("story", "story_html")
    of_today = public.filter(month=today.month, day=today.day).order_by("event_sort", "id")
    return list(of_today[:20]), list(public.order_by("-publish_at", "-id")[:9])


def _category(request: HttpRequest, slug: str) -> object:
    row = get_object_or_404(Category, slug=slug)
    return _page(_published().filter(categories=row).order_by("event_sort", "id"))


def _search(request: HttpRequest, slug: str) -> object:
    found = SearchDocument.objects.filter(publish_at__lte=timezone.now()).order_by("-id")
    keys = [row.object_id for row in found.only("object_id")[:20]]
    return found.count(), list(_published().filter(pk__in=keys).defer("story"))


def _feed(request: HttpRequest, slug: str) -> object:
    return list(_published().order_by("-publish_at", "-id")[:20])


def _bare(address: str, reads: Reads) -> URLPattern:
    return re_path(rf"^bare/{address}$", _view(reads))


urlpatterns = [
    _bare(r"posts/(?P<slug>[^/]+)/", _story),
    _bare("", _home),
    _bare(r"categories/(?P<slug>[^/]+)/", _category),
    _bare("search/", _search),
    _bare(r"feed\.xml", _feed),
    *real,
]
