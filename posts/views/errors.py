import sys
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseServerError, JsonResponse
from django.middleware.csrf import REASON_BAD_ORIGIN
from django.shortcuts import render
from django.template import loader
from django.urls import reverse
from django.views import defaults

from historyblog.outages import outage_of
from posts.search.near import near
from posts.views.excess import excess_of, excess_page
from posts.views.outages import outage_page

API = "/api/"
ORIGIN_REFUSED = REASON_BAD_ORIGIN.partition("%s")[0]


def problem(status: HTTPStatus, detail: str) -> HttpResponse:
    """Say what was wrong to a program, by RFC 9457."""
    told = {"title": status.phrase, "status": status.value, "detail": detail}
    return JsonResponse(told, status=status, content_type="application/problem+json")


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """What is hidden answers as what is unknown: neither path nor reason is repeated.

    What is named instead goes by the letters of the path, and is public.
    """
    if request.path.startswith(API):
        response = problem(HTTPStatus.NOT_FOUND, f"Nothing is here. {API} lists what there is.")
    else:
        response = render(request, "404.html", {"near": near(request.path)}, status=404)
    response.headers["Cache-Control"] = "no-cache"
    return response


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Say what was too much of a form; whatever else is wrong gets Django's few words."""
    excess = excess_of(exception, request)
    return excess_page(request, excess) if excess else defaults.bad_request(request, exception)


def form_refused(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form that cannot be told from a forged one; `reason` is Django's, a sentence."""
    is_foreign = reason.startswith(ORIGIN_REFUSED)
    return render(request, "403_csrf.html", {"is_foreign": is_foreign}, status=403)


def server_error(request: HttpRequest) -> HttpResponse:
    """A page that does without the database, and words if even that fails."""
    try:
        if outage := outage_of(sys.exc_info()[1]):
            return outage_page(request, outage)
        told: dict[str, Any] = {"site_name": settings.SITE_NAME, "site_url": settings.SITE_URL}
        if request.path.startswith(desk := reverse("admin:index")):
            told["desk_url"] = desk
        page = loader.get_template("500.html").render(told)
    except Exception:  # The fault may lie in the templates or the collected files themselves.
        page = "<!doctype html><title>Error</title><p>Something went wrong on our side."
    return HttpResponseServerError(page, headers={"Cache-Control": "no-store"})
