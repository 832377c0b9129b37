"""How reader pages may be kept: asked for again each time, and never shared once signed in."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import conditional_page, require_safe

View = Callable[..., HttpResponse]


def brings_session(request: HttpRequest) -> bool:
    """Whether the session's cookie was sent; without it the session is never touched."""
    return settings.SESSION_COOKIE_NAME in request.COOKIES


def public_page(view: View) -> View:
    """Answer GET and HEAD with an ETag, under `no-cache`.

    A withdrawn post must vanish at once, so whoever keeps a copy asks before showing it.
    Signed-in editors see drafts at the same addresses: what they get is kept by no one.
    """

    @wraps(view)
    def kept(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        private = brings_session(request)
        response.headers["Cache-Control"] = "private, no-store" if private else "no-cache"
        return response

    return require_safe(conditional_page(kept))
