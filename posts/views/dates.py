from typing import Any

from django.http import Http404, HttpRequest, HttpResponse


def year_of_days(request: HttpRequest, **parts: Any) -> HttpResponse:
    raise Http404


def day(request: HttpRequest, **parts: Any) -> HttpResponse:
    raise Http404


def day_json(request: HttpRequest, **parts: Any) -> HttpResponse:
    raise Http404


def span(request: HttpRequest, **parts: Any) -> HttpResponse:
    raise Http404
