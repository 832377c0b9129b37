"""The archives by which search results can be narrowed, each with its number of posts."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.text import capfirst
from django.utils.translation import gettext

from posts import search
from posts.archives import cached_until_change
from posts.archives.own_pages import own_pages
from posts.dates import Span, Unit
from posts.models import Archive, Category, Place
from posts.search import Criteria
from posts.views.filters import category_asked, place_asked, span_asked

MOST_PLACES = 12
EVENT = "event"


@dataclass(frozen=True)
class SearchParams:
    """All that the address of a page of results says but the page."""

    typed: str
    category: Category | None = None
    century: Span | None = None
    place: Place | None = None
    by_event: bool = False

    @property
    def criteria(self) -> Criteria:
        return Criteria(search.read(self.typed), tuple(self._filters()), self.by_event)

    def _filters(self) -> Iterable[tuple[Archive, int]]:
        if self.category:
            yield Archive.CATEGORY, self.category.pk
        if self.century:
            yield Archive.CENTURY, self.century.number
        if self.place:
            yield Archive.PLACE, self.place.pk

    @property
    def is_narrowed(self) -> bool:
        return any((self.category, self.century, self.place))

    @property
    def hidden_fields(self) -> dict[str, str]:
        """What a new search keeps of this one."""
        fields = {
            "category": self.category.slug if self.category else "",
            "century": self.century.address if self.century else "",
            "place": self.place.slug if self.place else "",
            "sort": EVENT if self.by_event else "",
        }
        return {name: value for name, value in fields.items() if value}

    @property
    def url(self) -> str:
        return f"{reverse('search')}?{urlencode({'q': self.typed} | self.hidden_fields)}"

    def but(self, **changes: Any) -> "SearchParams":
        return replace(self, **changes)


def search_of(request: HttpRequest) -> SearchParams:
    """Return what the address asks for; raises Http404 where it names nothing."""
    return SearchParams(
        typed=search.cleaned(request.GET.get("q", "")),
        category=category_asked(request),
        century=span_asked(request, Unit.CENTURY),
        place=place_asked(request),
        by_event=request.GET.get("sort") == EVENT,
    )


@dataclass(frozen=True)
class Choice:
    """One archive of a facet; `url` takes a chosen one away and narrows by any other."""

    name: str
    number: int
    url: str
    is_chosen: bool


@dataclass(frozen=True)
class Facet:
    name: str
    choices: list[Choice]


def beside_results(
    params: SearchParams, *, is_found: bool
) -> tuple[list[search.Suggestion], list[Facet]]:
    """Return pages of that name, and facets with something to choose where any is found.

    They are worked out once until something changes.
    """
    return cached_until_change(
        f"beside {params.url} {is_found}",
        lambda: (
            [*search.ways(params.typed), *own_pages(params.typed)],
            _counted(params) if is_found else [],
        ),
    )


def _counted(params: SearchParams) -> list[Facet]:
    counts = search.facets(params.criteria)
    found = (
        Facet(gettext("Category"), list(_categories(params, counts[Archive.CATEGORY]))),
        Facet(gettext("Century"), list(_centuries(params, counts[Archive.CENTURY]))),
        Facet(gettext("Place"), list(_places(params, counts[Archive.PLACE]))),
    )
    return [facet for facet in found if facet.choices]


def chosen_of(params: SearchParams) -> list[Choice]:
    """Return what the results are narrowed by, each to be taken away."""
    rows = (("category", params.category), ("century", params.century), ("place", params.place))
    return [
        Choice(capfirst(row.name), 0, params.but(**{name: None}).url, is_chosen=True)
        for name, row in rows
        if row
    ]


def _categories(params: SearchParams, counts: search.Counts) -> Iterable[Choice]:
    rows = Category.objects.filter(pk__in=counts).in_bulk()
    for key in _most_first(counts, rows):
        yield _choice(params, "category", rows[key], counts[key])


def _places(params: SearchParams, counts: search.Counts) -> Iterable[Choice]:
    most = _most_first(counts, counts)[:MOST_PLACES]
    if params.place and params.place.pk in counts and params.place.pk not in most:
        most[-1] = params.place.pk
    rows = Place.objects.filter(pk__in=most).in_bulk()
    for key in most:
        if key in rows:
            yield _choice(params, "place", rows[key], counts[key])


def _centuries(params: SearchParams, counts: search.Counts) -> Iterable[Choice]:
    for key in sorted(counts):
        yield _choice(params, "century", Span(Unit.CENTURY, key), counts[key])


def _choice(params: SearchParams, name: str, row: Any, number: int) -> Choice:
    is_chosen = getattr(params, name) == row
    url = params.but(**{name: None if is_chosen else row}).url
    return Choice(capfirst(row.name), number, url, is_chosen)


def _most_first(counts: search.Counts, among: Iterable[int]) -> list[int]:
    return sorted(among, key=lambda key: (-counts[key], key))
