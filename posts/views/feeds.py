from typing import Any

from django.http import Http404, HttpRequest, HttpResponse


def newest_atom(request: HttpRequest, **parts: Any) -> HttpResponse:
    raise Http404


def newest_rss(request: HttpRequest, **parts: Any) -> HttpResponse:
    raise Http404


def today(request: HttpRequest, **parts: Any) -> HttpResponse:
    raise Http404


def dossiers(request: HttpRequest, **parts: Any) -> HttpResponse:
    raise Http404


def category(request: HttpRequest, **parts: Any) -> HttpResponse:
    raise Http404


def tag(request: HttpRequest, **parts: Any) -> HttpResponse:
    raise Http404


def place(request: HttpRequest, **parts: Any) -> HttpResponse:
    raise Http404
