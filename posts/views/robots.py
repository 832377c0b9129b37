from typing import Any

from django.http import Http404, HttpRequest, HttpResponse


def robots(request: HttpRequest, **parts: Any) -> HttpResponse:
    raise Http404


def opensearch(request: HttpRequest, **parts: Any) -> HttpResponse:
    raise Http404


def security(request: HttpRequest, **parts: Any) -> HttpResponse:
    raise Http404
