"""What an address narrows a list down to: a category, a place, a part of time."""

from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from posts.dates import Span, Unit
from posts.models import Archive, ArchiveEntry, Category, Place
from posts.views.caching import View
from posts.views.redirects import CountedRedirect, renamed


def category_asked(request: HttpRequest) -> Category | None:
    """Return the category of the address; raises Http404 for one that there is not."""
    found: Category | None = _named(request, Category)
    return found


def place_asked(request: HttpRequest) -> Place | None:
    """Return the place of the address; raises Http404 for one without public posts."""
    found: Place | None = _named(request, Place)
    public = ArchiveEntry.objects.published()
    if found and not public.of(Archive.PLACE, found.pk).exists():
        raise Http404  # as its own page does
    return found


def span_asked(request: HttpRequest, unit: Unit) -> Span | None:
    """Return the decade or century of the address; raises Http404 for one that is none."""
    address = request.GET.get(unit.value, "")
    found = Span.at(unit, address) if address else None
    if address and found is None:
        raise Http404
    return found


def follows_renamed(view: View) -> View:
    """Lead from an address that narrows by what a category or place was called to today's."""

    @wraps(view)
    def found(request: HttpRequest) -> HttpResponse:
        try:
            return view(request)
        except Http404:
            return _narrowed_anew(request)

    return found


def _narrowed_anew(request: HttpRequest) -> HttpResponse:
    query, old = request.GET.copy(), None
    for kind, asked in (("category", category_asked), ("place", place_asked)):
        try:
            asked(request)
        except Http404:
            old, row = renamed(kind, request.GET.get(kind, ""))
            query[kind] = row.slug
    if old is None:
        raise Http404
    return CountedRedirect(request, f"{request.path}?{query.urlencode()}", old)


def _named(request: HttpRequest, model: Any) -> Any:
    slug = request.GET.get(model._meta.model_name, "")
    if "\0" in slug:  # PostgreSQL refuses it in a parameter.
        raise Http404
    return get_object_or_404(model, slug=slug) if slug else None
