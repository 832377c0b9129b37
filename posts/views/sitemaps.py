from typing import Any

from django.http import Http404, HttpRequest, HttpResponse


def index(request: HttpRequest, **parts: Any) -> HttpResponse:
    raise Http404


def section(request: HttpRequest, **parts: Any) -> HttpResponse:
    raise Http404
