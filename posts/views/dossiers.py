from typing import Any

from django.http import Http404, HttpRequest, HttpResponse


def dossiers(request: HttpRequest, **parts: Any) -> HttpResponse:
    raise Http404


def dossier(request: HttpRequest, **parts: Any) -> HttpResponse:
    raise Http404
