"""For how long others may keep a reader's page; what somebody signed in gets is kept by no one."""

import time
from collections.abc import Callable
from functools import partial, wraps
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response, set_response_etag
from django.utils.http import parse_http_date_safe
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from historyblog.databases import replica
from posts.models import ContentVersion
from posts.pagecache import AT_ONCE, EXPIRES, cacheable, expires
from posts.views.errors import not_found

View = Callable[..., HttpResponse]

# A browser asks each time before it shows its copy. A proxy may answer for a second, and for one
# more while it asks. Only while nobody answers it may go on, for ten minutes.
FOR_READERS = "max-age=0, s-maxage=1, stale-while-revalidate=1, stale-if-error=600"
# It takes the place of a page that a proxy keeps there, and is not shown itself.
ON_THE_WAY = "max-age=0, s-maxage=1"
PRIVATE = "private, no-store"


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
    """Answer GET and HEAD with an ETag, for a second's keeping.

    A withdrawn post must vanish at once, so whoever keeps a copy asks before showing it, and what
    is not found is kept in its place: else the copy would be back when nobody answers. nginx asks
    for the way on from an old address each time, as it is counted. Signed-in editors see drafts at
    the same addresses: what they get is kept by no one.
    """

    @wraps(view)
    def kept(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        ask = partial(view, request, *args, **kwargs)
        if brings_session(request):
            # They read at once what they have written.
            response = ask()
            response.headers["Cache-Control"] = PRIVATE
            return response
        read_at = time.time() - replica.most_behind()
        try:
            response = replica.read(ask, is_current=ContentVersion.is_current)
        except Http404 as missing:
            ask = partial(not_found, request, missing)
            response = replica.read(ask, is_current=ContentVersion.is_current)
        is_shown = response.status_code in (HTTPStatus.OK, HTTPStatus.NOT_FOUND)
        response.headers["Cache-Control"] = FOR_READERS if is_shown else ON_THE_WAY
        answer = _if_changed(request, response)
        # After Cache-Control, which nginx 1.22 would not read any further below it.
        answer.headers[EXPIRES] = expires(read_at) if is_shown else AT_ONCE
        return answer

    return read_only(kept)


def _if_changed(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Answer 304 if the copy still holds: to a HEAD as well, which Django's own leaves out."""
    if response.content and not response.has_header("ETag"):
        set_response_etag(response)
    changed = parse_http_date_safe(response.get("Last-Modified", ""))
    etag = response.get("ETag")
    answer = get_conditional_response(request, etag, changed, response)
    return answer or response


def cached_page(*parameters: str, for_others: bool = False) -> Callable[[View], View]:
    """A public page that is kept here too, one for each value of these query parameters."""

    def cached(view: View) -> View:
        page = public_page(view)
        return cacheable(*parameters)(for_other_sites(page) if for_others else page)

    return cached


def for_other_sites(view: View) -> View:
    """Let pages of other origins read what `view` answers, which is the same for everybody.

    No browser lets them read it with a cookie: the origin allowed is any.
    """

    @wraps(view)
    def shared(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        # Set outside of `public_page`, so that a 304 has it too: what that says replaces the
        # headers that a browser has kept.
        response.headers["Access-Control-Allow-Origin"] = "*"
        response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
        return response

    return shared
