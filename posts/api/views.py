from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse

from posts import search as archive
from posts.api import shapes
from posts.api.answers import Data, Refused, cursor_asked, data, next_page, page_of, size_asked
from posts.api.description import described
from posts.archives import last_modified
from posts.archives.day_lines import lines_of
from posts.archives.figures import number_on, numbers_of
from posts.feeds.pictures import absolute
from posts.models import Archive, ArchiveEntry, Dossier, Place, Post, SearchDocument
from posts.search import MOST_LISTED, Results
from posts.views.cursors import NEWEST_FIRST
from posts.views.dates import kept_on
from posts.views.search_facets import search_of

PAGED = ("cursor", "limit")
NARROWED = ("category", "place", "century")
OF_POSTS = SearchDocument.Kind.POST
OF_ENTRY = ("post_id", "key", "sort")


@data()
def index(request: HttpRequest) -> Data:
    paths = described()["paths"].items()
    return {
        "name": settings.SITE_NAME,
        "url": absolute(reverse("home")),
        "openapi": absolute(reverse("api_openapi")),
        "addresses": [
            {"address": f"{settings.SITE_URL}{path}", "about": told["get"]["summary"]}
            for path, told in paths
        ],
    }


@data()
def openapi(request: HttpRequest) -> Data:
    return described()


@data(*PAGED)
def posts(request: HttpRequest) -> Data:
    rows, goes_on = _newest(request, Post.objects.published().for_cards())
    return {"posts": [shapes.post_in_list(post) for post in rows], "next": goes_on}


@data(kind="post")
def post(request: HttpRequest, slug: str) -> Data:
    return shapes.whole_post(get_object_or_404(Post.objects.only_published().for_page(), slug=slug))


@data()
def days(request: HttpRequest) -> Data:
    numbers = numbers_of(Archive.DAY)
    told = [shapes.day_of_year(key) | {"number": number} for key, number in numbers.items()]
    return {"days": told}


@data(*PAGED)
def day(request: HttpRequest, month_day: int) -> Data:
    """What the day's page lists: all 366 exist, whether anything is remembered or not."""
    rows = ArchiveEntry.objects.published().on_days(kept_on(month_day)).values_list(*OF_ENTRY)
    order = {"key": int, "sort": int, "post_id": int}
    page, goes_on = page_of(request, rows, order, lambda row: (*row[1:], row[0]))
    lines = [shapes.line_of_day(line) for line in lines_of(page, _posts(pk for pk, *_ in page))]
    return shapes.day_of_year(month_day) | {"posts": lines, "next": goes_on}


@data(*PAGED)
def places(request: HttpRequest) -> Data:
    numbers = numbers_of(Archive.PLACE)
    rows = Place.objects.filter(pk__in=numbers).select_related("parent")
    page, goes_on = page_of(request, rows, {"slug": str}, lambda place: (place.slug,))
    told = [shapes.place_in_list(place, numbers[place.pk]) for place in page]
    return {"places": told, "next": goes_on}


@data(*PAGED, kind="place")
def place(request: HttpRequest, slug: str) -> Data:
    """A place with the posts of its page, in event order."""
    shown = get_object_or_404(Place.objects.select_related("parent"), slug=slug)
    number = number_on(Archive.PLACE, shown.pk)
    if not number:
        raise Http404
    rows = ArchiveEntry.objects.published().of(Archive.PLACE, shown.pk).values_list(*OF_ENTRY)
    order = {"sort": int, "post_id": int}
    page, goes_on = page_of(request, rows, order, lambda row: (row[2], row[0]))
    found = _posts(pk for pk, *_ in page)
    told = [shapes.post_in_list(found[pk]) for pk, *_ in page if pk in found]
    return shapes.place_in_list(shown, number) | {"posts": told, "next": goes_on}


@data(*PAGED)
def dossiers(request: HttpRequest) -> Data:
    rows, goes_on = _newest(request, Dossier.objects.published().select_related("hero"))
    return {"dossiers": [shapes.dossier_in_list(row) for row in rows], "next": goes_on}


@data(kind="dossier")
def dossier(request: HttpRequest, slug: str) -> Data:
    shown = get_object_or_404(Dossier.objects.published().for_page(), slug=slug)
    within = Post.objects.only_published().filter(dossiers=shown).chronological().for_cards()
    return shapes.whole_dossier(shown, within)


@data("q", "sort", *NARROWED, *PAGED)
def search(request: HttpRequest) -> Data:
    """Posts and dossiers by their words; what comes out between two pages moves neither."""
    size = size_asked(request)
    as_of, first = cursor_asked(request, (datetime, int)) or (last_modified(), 0)
    found = _matching(request, as_of, min(max(first, 0), MOST_LISTED), size)
    goes_on = len(found.rows) == size and first + size < found.number
    return {
        "number": found.number,
        "results": _results(found),
        "next": next_page(request, (as_of, first + size)) if goes_on else None,
    }


def _matching(request: HttpRequest, as_of: datetime, first: int, size: int) -> Results:
    try:
        asked = search_of(request)
    except Http404 as error:
        typed = ", ".join(request.GET[name] for name in NARROWED if name in request.GET)
        there = "one of them names nothing that is there"
        raise Refused(", ".join(NARROWED), typed, there) from error
    if not asked.typed:
        raise Refused("q", asked.typed, "it holds the words to look for")
    return archive.find(replace(asked.criteria, as_of=as_of), first, size)


def _results(found: Results) -> list[Data]:
    posts = _posts(key for kind, key in found.rows if kind == OF_POSTS)
    others = [key for kind, key in found.rows if kind != OF_POSTS]
    dossiers = Dossier.objects.published().select_related("hero").in_bulk(others)
    told = {(OF_POSTS, key): shapes.post_in_list(row) for key, row in posts.items()}
    told |= {
        (SearchDocument.Kind.DOSSIER, key): shapes.dossier_in_list(row)
        for key, row in dossiers.items()
    }
    return [told[row] for row in found.rows if row in told]


def _newest(request: HttpRequest, rows: Any) -> tuple[list[Any], str | None]:
    return page_of(request, rows, NEWEST_FIRST, lambda row: (row.publish_at, row.pk))


def _posts(keys: Iterable[int]) -> dict[int, Post]:
    return Post.objects.only_published().for_cards().in_bulk(list(keys))
