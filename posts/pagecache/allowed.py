"""Which addresses may be kept: those alone whose view says so, by the parameters it reads."""

from collections.abc import Callable

from django.http.response import HttpResponseBase
from django.urls import Resolver404, resolve

MOST_PATHS = 10_000  # remembered, of at most LONGEST characters each
LONGEST = 400


def cacheable[**P, R: HttpResponseBase](
    *parameters: str,
) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Let the pages of a view be kept, one for each value of these query parameters.

    The view reads no other part of the query, and nothing of who asks but the session's cookie:
    it is asked without any other, and with the session's never from here.
    """

    def marked(view: Callable[P, R]) -> Callable[P, R]:
        view.cached_by = parameters  # type: ignore[attr-defined]
        return view

    return marked


class KnownPaths:
    """The parameters by which the page at a path is kept; an address is resolved once."""

    def __init__(self) -> None:
        self._parameters: dict[str, tuple[str, ...] | None] = {}

    def parameters(self, path: str) -> tuple[str, ...] | None:
        """Return their names in order, None where the page is never kept."""
        try:
            return self._parameters[path]
        except KeyError:
            return self._resolved(path)

    def _resolved(self, path: str) -> tuple[str, ...] | None:
        if len(path) > LONGEST:
            return None
        try:
            found: tuple[str, ...] | None = getattr(resolve(path).func, "cached_by", None)
        except Resolver404:
            found = None
        if len(self._parameters) >= MOST_PATHS:
            self._parameters.pop(next(iter(self._parameters)), None)
        self._parameters[path] = found
        return found
