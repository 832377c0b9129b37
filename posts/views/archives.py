from typing import Any

from django.core.paginator import Page
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from taggit.models import Tag

from posts.archives.cards import Card, cards_of_posts
from posts.archives.figures import figure, number_on, numbers_of
from posts.archives.neighbours import neighbours_of
from posts.models import Archive, ArchiveEntry, ArchiveQuerySet, Category, Place, Post, month_bounds
from posts.rendering import alphabetical
from posts.views.caching import cached_page
from posts.views.pages import entries_page, led, page_of
from posts.views.redirects import follows_moves


@cached_page()
def categories(request: HttpRequest) -> HttpResponse:
    numbers = numbers_of(Archive.CATEGORY)
    found = Category.objects.filter(pk__in=numbers)
    rows = sorted(found, key=lambda row: alphabetical(row.name))
    context = {"categories": [(row, numbers[row.pk]) for row in rows]}
    return render(request, "posts/categories.html", context)


@cached_page("page")
@follows_moves("category")
def category(request: HttpRequest, slug: str) -> HttpResponse:
    """The archive of a category, which is public even while none of its posts is."""
    shown = get_object_or_404(Category.objects.select_related("picture"), slug=slug)
    entries = ArchiveEntry.objects.published().of(Archive.CATEGORY, shown.pk)
    page = entries_page(request, entries, number_on(Archive.CATEGORY, shown.pk))
    context = {"category": shown, "page": page, "has_days": _has_days(page, entries)}
    return render(request, "posts/category.html", context)


@cached_page()
def places(request: HttpRequest) -> HttpResponse:
    numbers = numbers_of(Archive.PLACE)
    rows = Place.objects.filter(pk__in=numbers).select_related("parent__parent__parent")
    context = {"places": rows, "numbers": numbers}
    return render(request, "posts/places.html", context)


@cached_page("page")
@follows_moves("place")
def place(request: HttpRequest, slug: str) -> HttpResponse:
    """The archive of a place; one without public posts answers as an unknown one."""
    rows = Place.objects.select_related("parent__parent__parent", "picture")
    shown = get_object_or_404(rows, slug=slug)
    entries = ArchiveEntry.objects.published().of(Archive.PLACE, shown.pk)
    page = entries_page(request, entries, number_on(Archive.PLACE, shown.pk))
    if not page.paginator.count:
        raise Http404
    context = {
        "place": shown,
        "page": page,
        "has_days": _has_days(page, entries),
        "neighbours": neighbours_of(shown),
    }
    return render(request, "posts/place.html", context)


@cached_page()
def tags(request: HttpRequest) -> HttpResponse:
    numbers = numbers_of(Archive.TAG)
    rows = Tag.objects.filter(pk__in=numbers)
    context = {"tags": [(row, numbers[row.pk]) for row in rows]}
    return render(request, "posts/tags.html", context)


@cached_page("page")
@follows_moves("tag")
def tag(request: HttpRequest, slug: str) -> HttpResponse:
    """The archive of a tag; one without public posts answers as an unknown one."""
    if "\0" in slug:  # PostgreSQL refuses it in a parameter.
        raise Http404
    shown = get_object_or_404(Tag.objects.select_related("page__picture"), slug=slug)
    entries = ArchiveEntry.objects.published().of(Archive.TAG, shown.pk)
    page = entries_page(request, entries, number_on(Archive.TAG, shown.pk))
    if not page.paginator.count:
        raise Http404
    context = {"tag": shown, "page": page, "has_days": _has_days(page, entries)}
    return render(request, "posts/tag.html", context)


def _has_days(page: Page[Card], entries: ArchiveQuerySet) -> bool:
    """Whether the archive's calendar has an event; mostly the posts on its page tell."""
    return any(card.days for card in page) or entries.remembered().exists()


@cached_page()
def months(request: HttpRequest) -> HttpResponse:
    years: dict[int, list[tuple[int, int]]] = {}
    for year, month, number in reversed(_months()):
        years.setdefault(year, []).append((month, number))
    context = {"years": sorted(years.items(), reverse=True)}
    return render(request, "posts/months.html", context)


@figure("months")
def _months() -> list[tuple[int, int, int]]:
    return Post.objects.published().publication_months()


@cached_page("page")
def month(request: HttpRequest, year: int, month: int) -> HttpResponse:
    """The posts that came out in one month of the site's zone; an empty month is unknown."""
    try:
        bounds = month_bounds(year, month)
    except (ValueError, OverflowError) as error:
        raise Http404 from error
    page = page_of(request, Post.objects.published().published_in_month(*bounds).newest())
    if not page.paginator.count:
        raise Http404
    rows: Any = page.object_list
    page.object_list = led(page, cards_of_posts(rows))
    return render(request, "posts/month.html", {"year": year, "month": month, "page": page})
