"""How the API answers: as JSON, with an ETag, page by page, and with words for what is wrong."""

from collections.abc import Callable, Mapping, Sequence
from functools import wraps
from http import HTTPStatus
from typing import Any, Final

from django.conf import settings
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.http import urlencode

from posts.keys import as_number
from posts.views.caching import cached_page
from posts.views.cursors import BadCursor, beyond, cursor_at, values_at
from posts.views.errors import problem
from posts.views.redirects import CountedRedirect, renamed

USUAL: Final = 20
MOST: Final = 100
type Data = dict[str, Any]
type Answering = Callable[..., Data]


class Refused(ValueError):
    """A parameter that cannot be read; `str()` names it, its value and what may stand there."""

    def __init__(self, name: str, value: str, accepted: str) -> None:
        super().__init__(f"{name}={value[:100]!r} cannot be used: {accepted}.")


def data(*parameters: str, kind: str = "") -> Callable[[Answering], Callable[..., HttpResponse]]:
    """Answer with what a function returns; `parameters` are those that it reads of the query.

    What has a slug leads from a former one to today's; `kind` is then what it is one of.
    """

    def decorated(tell: Answering) -> Callable[..., HttpResponse]:
        @wraps(tell)
        def answered(request: HttpRequest, **named: Any) -> HttpResponse:
            try:
                told = tell(request, **named)
            except Refused as error:
                return problem(HTTPStatus.BAD_REQUEST, str(error))
            except Http404:
                if not kind:
                    raise
                row, target = renamed(kind, named["slug"])
                return CountedRedirect(request, reverse(f"api_{kind}", args=[target.slug]), row)
            return JsonResponse(told, json_dumps_params={"ensure_ascii": False})

        return cached_page(*parameters, for_others=True)(answered)

    return decorated


def page_of(
    request: HttpRequest,
    rows: QuerySet[Any, Any],
    order: Mapping[str, type],
    place: Callable[[Any], Sequence[Any]],
) -> tuple[list[Any], str | None]:
    """Return the rows of the page asked for, and the address of the next, None on the last.

    `order` gives the fields by which they go, and what these hold; `place` their values of a row.
    """
    size = size_asked(request)
    if values := cursor_asked(request, [*order.values()]):
        rows = beyond(rows, [*order], values)
    found = list(rows.order_by(*order)[: size + 1])
    goes_on = len(found) > size
    return found[:size], next_page(request, place(found[size - 1])) if goes_on else None


def size_asked(request: HttpRequest) -> int:
    """Return how many rows a page shall have; raises Refused."""
    typed = request.GET.get("limit", str(USUAL))
    size = as_number(typed) or 0
    if not 1 <= size <= MOST:
        raise Refused("limit", typed, f"it is a number from 1 to {MOST}")
    return size


def cursor_asked(request: HttpRequest, kinds: Sequence[type]) -> list[Any]:
    """Return the values of the cursor asked for, none without one; raises Refused."""
    cursor = request.GET.get("cursor", "")
    try:
        return values_at(cursor, kinds) if cursor else []
    except BadCursor as error:
        raise Refused("cursor", cursor, "follow `next` of a page before") from error


def next_page(request: HttpRequest, values: Sequence[Any]) -> str:
    query = urlencode(request.GET.dict() | {"cursor": cursor_at(values)})
    return f"{settings.SITE_URL}{request.path}?{query}"
