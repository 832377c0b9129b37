from typing import Any

from django.http import Http404, HttpRequest, HttpResponse


def bibtex(request: HttpRequest, **parts: Any) -> HttpResponse:
    raise Http404


def ris(request: HttpRequest, **parts: Any) -> HttpResponse:
    raise Http404


def csl(request: HttpRequest, **parts: Any) -> HttpResponse:
    raise Http404
