"""How reader pages may be kept: asked for again each time, and never shared once signed in."""

from collections.abc import Callable
from functools import partial, wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response, set_response_etag
from django.utils.http import parse_http_date_safe
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from historyblog.databases import replica
from posts.models import ContentVersion

View = Callable[..., HttpResponse]


def brings_session(request: HttpRequest) -> bool:
    """Whether the session's cookie was sent; without it the session is never touched."""
    return settings.SESSION_COOKIE_NAME in request.COOKIES


def sees_hidden(request: HttpRequest, permission: str) -> bool:
    """Whether an editor with `permission` asks, who sees what readers do not see yet."""
    if not brings_session(request):
        return False
    return request.user.is_staff and request.user.has_perm(permission)


def read_only[**P, R: HttpResponseBase](view: Callable[P, R]) -> Callable[P, R]:
    """Refuse other methods than GET and HEAD before anything of their body is read.

    Django would look for a token in it first, and answer that the form could not be accepted.
    """
    page = csrf_exempt(require_safe(view))
    page.is_read_only = True  # type: ignore[attr-defined]
    return page


def public_page(view: View) -> View:
    """Answer GET and HEAD with an ETag, under `no-cache`.

    A withdrawn post must vanish at once, so whoever keeps a copy asks before showing it.
    Signed-in editors see drafts at the same addresses: what they get is kept by no one.
    """

    @wraps(view)
    def kept(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        private = brings_session(request)
        ask = partial(view, request, *args, **kwargs)
        # Whoever has a session reads at once what they have written.
        response = ask() if private else replica.read(ask, is_current=ContentVersion.is_current)
        response.headers["Cache-Control"] = "private, no-store" if private else "no-cache"
        return response if private else _if_changed(request, response)

    return read_only(kept)


def _if_changed(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Answer 304 if the copy still holds: to a HEAD as well, which Django's own leaves out."""
    if response.content and not response.has_header("ETag"):
        set_response_etag(response)
    changed = parse_http_date_safe(response.get("Last-Modified", ""))
    etag = response.get("ETag")
    answer = get_conditional_response(request, etag, changed, response)
    return answer or response


def for_other_sites(view: View) -> View:
    """Let pages of other origins read what `view` answers: feeds and calendars."""

    @wraps(view)
    def shared(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        # Set outside of `public_page`, so that a 304 has it too: what that says replaces the
        # headers that a browser has kept.
        response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
        return response

    return shared
