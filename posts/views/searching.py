"""The search page, and what its field suggests."""

from dataclasses import asdict
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse

from posts import search as archive
from posts.search import MOST_RANKED, Asked, Found
from posts.views.caching import public_page
from posts.views.narrowing import follows_renamed
from posts.views.pages import page_asked
from posts.views.search_facets import Search, chosen_of, facets_of, search_of
from posts.views.search_results import results_of

RESULTS_PER_PAGE = 20


@public_page
@follows_renamed
def search(request: HttpRequest) -> HttpResponse:
    """Results for `q`; a day that was typed as a date leads to its page."""
    asked = search_of(request)
    day = None if asked.is_narrowed else archive.day_of(asked.typed)
    if day:
        return HttpResponseRedirect(reverse("day", args=[day]))
    found, page = _page(request, asked.asked)
    context: dict[str, Any] = {
        "search": asked,
        "page": page,
        "found": found,
        "chosen": chosen_of(asked),
        "pages_url": f"{asked.url}&",
        "other_order": asked.but(by_event=not asked.by_event),
        "most_characters": archive.MOST_CHARACTERS,
        "most_ranked": MOST_RANKED,
        "is_shortened": len(request.GET.get("q", "").strip()) > archive.MOST_CHARACTERS,
    }
    if asked.typed and page.number == 1:
        context["ways"] = archive.ways(asked.typed)
    if found.number:
        context["facets"] = facets_of(asked)
    elif asked.typed:
        context |= _nothing(asked)
    return render(request, "posts/search.html", context)


def _page(request: HttpRequest, asked: Asked) -> tuple[Found, Page[Any]]:
    wanted = min(page_asked(request), MOST_RANKED // RESULTS_PER_PAGE + 1)
    found = archive.find(asked, (wanted - 1) * RESULTS_PER_PAGE, RESULTS_PER_PAGE)
    if not found.rows and wanted > 1:
        found, wanted = _nearest(asked)
    page: Page[Any] = Paginator(range(found.number), RESULTS_PER_PAGE).page(wanted)
    page.object_list = results_of(found.rows, asked.query.stems)
    return found, page


def _nearest(asked: Asked) -> tuple[Found, int]:
    """Return the last page, for a number beyond it."""
    number = archive.find(asked, 0, 1).number
    last = max(1, -(-number // RESULTS_PER_PAGE))
    return archive.find(asked, (last - 1) * RESULTS_PER_PAGE, RESULTS_PER_PAGE), last


def _nothing(asked: Search) -> dict[str, Any]:
    """Return what helps where nothing was found."""
    narrowed = asked.asked
    better = archive.did_you_mean(asked.typed, narrowed)
    alone = archive.found_alone(narrowed)
    return {
        "better": asked.but(typed=better) if better else None,
        "alone": [(word, number, asked.but(typed=word).url) for word, number in alone],
        "everywhere": asked.but(category=None, century=None, place=None),
        "number_everywhere": archive.found_by(narrowed.query, Asked(narrowed.query)),
    }


@public_page
def suggestions(request: HttpRequest) -> HttpResponse:
    """At most eight pages that go on as `q` begins, as JSON."""
    found = archive.suggestions(request.GET.get("q", ""))
    return JsonResponse({"suggestions": [asdict(page) for page in found]})
