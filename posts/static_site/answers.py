"""What the application answers, asked within this process as its page cache asks."""

from dataclasses import dataclass
from functools import cache
from io import BytesIO
from typing import Any, Final

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler, WSGIRequest
from django.core.signals import request_finished
from django.db import close_old_connections
from django.test.utils import override_settings

from historyblog.environ import environ_of
from posts.pagecache.key import Key, PlainRequest
from posts.views.redirects import CountedRedirect

# Of the others each is for sessions, forms or headers, and a copy has none of them.
MIDDLEWARE: Final = "whitenoise.middleware.WhiteNoiseMiddleware"


@dataclass(frozen=True)
class Answer:
    status: int
    content_type: str
    location: str
    body: bytes


@cache
def application() -> WSGIHandler:
    is_used = MIDDLEWARE in settings.MIDDLEWARE
    with override_settings(MIDDLEWARE=[MIDDLEWARE] if is_used else []):
        return WSGIHandler()


def ask(key: Key) -> Answer:
    """Return the answer to a reader without a session; no old address counts as followed."""
    request = WSGIRequest(environ_of(PlainRequest(key, "GET"), BytesIO(), 0))
    response: Any = application().get_response(request)
    if isinstance(response, CountedRedirect):
        response.counted = None
    # A server would close its connection to the database between two requests of a command.
    request_finished.disconnect(close_old_connections)
    try:
        kind, location = response.headers["Content-Type"], response.headers.get("Location", "")
        return Answer(response.status_code, kind, location, b"".join(response))
    finally:
        response.close()
        request_finished.connect(close_old_connections)
