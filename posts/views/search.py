"""The search page, and what its field suggests."""

from dataclasses import asdict
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext

from posts import search as archive
from posts.archives.own_pages import own_pages
from posts.search import MOST_LISTED, Criteria, Results
from posts.search.suggest import MOST
from posts.views.caching import cached_page
from posts.views.filters import follows_renamed
from posts.views.pages import page_asked
from posts.views.search_facets import SearchParams, beside_results, chosen_of, search_of
from posts.views.search_results import results_of

RESULTS_PER_PAGE = 20


@cached_page("q", "sort", "category", "century", "place", "page")
@follows_renamed
def search(request: HttpRequest) -> HttpResponse:
    """Results for `q`; a date leads to its day, the name of a day too where no story has it."""
    params = search_of(request)
    day = None if params.is_narrowed else archive.day_of(params.typed)
    if day:
        return HttpResponseRedirect(reverse("day", args=[day]))
    found, page = _page(request, params.criteria)
    day = None if found.number or params.is_narrowed else archive.named_day(params.typed)
    if day:
        return HttpResponseRedirect(reverse("day", args=[day]))
    context: dict[str, Any] = {
        "search": params,
        "page": page,
        "found": found,
        "chosen": chosen_of(params),
        "pages_url": f"{params.url}&",
        "other_order": params.but(by_event=not params.by_event),
        "most_characters": archive.MOST_CHARACTERS,
        "most_listed": MOST_LISTED,
        "is_shortened": len(request.GET.get("q", "").strip()) > archive.MOST_CHARACTERS,
    }
    if params.typed:
        ways, facets = beside_results(params, is_found=bool(found.number))
        context |= {"ways": ways if page.number == 1 else [], "facets": facets}
        context |= {} if found.number else _nothing(params)
    return render(request, "posts/search.html", context)


def _page(request: HttpRequest, criteria: Criteria) -> tuple[Results, Page[Any]]:
    wanted = min(page_asked(request), MOST_LISTED // RESULTS_PER_PAGE + 1)
    found = archive.find(criteria, (wanted - 1) * RESULTS_PER_PAGE, RESULTS_PER_PAGE)
    if not found.rows and wanted > 1:
        found, wanted = _nearest(criteria)
    page: Page[Any] = Paginator(range(found.number), RESULTS_PER_PAGE).page(wanted)
    page.object_list = results_of(found.rows, criteria.query.stems)
    return found, page


def _nearest(criteria: Criteria) -> tuple[Results, int]:
    """Return the last page, for a number beyond it."""
    number = archive.find(criteria, 0, 1).number
    last = max(1, -(-number // RESULTS_PER_PAGE))
    return archive.find(criteria, (last - 1) * RESULTS_PER_PAGE, RESULTS_PER_PAGE), last


def _nothing(params: SearchParams) -> dict[str, Any]:
    """Return what helps where nothing was found."""
    narrowed = params.criteria
    better = archive.did_you_mean(params.typed, narrowed)
    alone = archive.found_alone(narrowed)
    return {
        "better": params.but(typed=better) if better else None,
        "alone": [(word, number, params.but(typed=word).url) for word, number in alone],
        "everywhere": params.but(category=None, century=None, place=None),
        "number_everywhere": archive.number_found(Criteria(narrowed.query)),
    }


@cached_page("q")
def suggestions(request: HttpRequest) -> HttpResponse:
    """At most eight pages that go on as `q` begins, as JSON."""
    typed = request.GET.get("q", "")
    found = [*own_pages(typed, is_begun=True), *archive.suggestions(typed)][:MOST]
    return JsonResponse(
        {"suggestions": [asdict(page) | {"kind": gettext(page.kind)} for page in found]}
    )
