from typing import Any

from django.http import Http404, HttpRequest, HttpResponse


def search(request: HttpRequest, **parts: Any) -> HttpResponse:
    raise Http404


def suggestions(request: HttpRequest, **parts: Any) -> HttpResponse:
    raise Http404
