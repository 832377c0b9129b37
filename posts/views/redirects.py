import unicodedata
from collections.abc import Callable, Collection
from contextlib import suppress
from functools import wraps
from typing import Any
from urllib.parse import unquote

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.urls import NoReverseMatch, Resolver404, resolve, reverse
from django.utils.encoding import iri_to_uri

from posts.editorial.redirect_hits import count_hit
from posts.models import (
    PATH_LENGTH,
    Archive,
    ArchiveEntry,
    Page,
    Post,
    Redirect,
    address_of,
    kind_of,
)
from posts.views.caching import View, public_page

ARCHIVES = {"category": None, "place": Archive.PLACE, "tag": Archive.TAG}


class CountedRedirect(HttpResponsePermanentRedirect):
    """The way on from an old address, counted once it is sent: nobody waits for the count.

    Only what was asked for by GET counts: by HEAD no reader follows anything.
    """

    def __init__(self, request: HttpRequest, to: str, row: Redirect) -> None:
        super().__init__(to)
        self.counted = row.pk if request.method == "GET" else None

    def close(self) -> None:
        if self.counted:
            count_hit(self.counted)
        super().close()


@public_page
def redirect(request: HttpRequest, path: str) -> HttpResponse:
    """Lead an address of the former site, or one without its last slash, to today's.

    Raises Http404 for every other, and for the old address of what is not public.
    """
    return redirect_to_current(request)


def redirect_to_current(request: HttpRequest) -> HttpResponse:
    """Return the way to the address that `request` should have asked for; raises Http404."""
    rows = _redirects_at(request.path)
    row = rows.get(request.path)
    if row is None and (slashed := _with_slash(request)):
        return HttpResponsePermanentRedirect(slashed)
    row = row or next(iter(rows.values()), None)
    if row is None:
        raise Http404
    return CountedRedirect(request, row.to_path or address_of(_shown(row)), row)


def ways_from(paths: Collection[str]) -> dict[str, str]:
    """Return where `redirect` leads those of `paths` that are stored just so; one query."""
    found = {}
    old = [path for path in paths if resolve(path).url_name == "legacy"]
    for row in Redirect.objects.for_following().filter(path__in=old) if old else ():
        with suppress(Http404):
            found[row.path] = iri_to_uri(row.to_path or address_of(_shown(row)))
    return found


def moved_from(path: str) -> Post:
    """Return the public post that once had the address `path`; raises Http404."""
    row = _redirect_at(path)
    if row is None or row.post is None or not row.post.is_public:
        raise Http404
    return row.post


def follows_moves(kind: str) -> Callable[[View], View]:
    """Lead from what the view does not find, an archive of `kind`, to where that has moved.

    Its page leads to a page, its feed to a feed and its calendar to a calendar. An archive
    that has the slug by now, and that readers may see, comes before what had it once.
    """

    def decorated(view: View) -> View:
        @wraps(view)
        def found(request: HttpRequest, slug: str) -> HttpResponse:
            try:
                # No slug is longer, and to compose a heap of marks takes minutes.
                return view(request, unicodedata.normalize("NFC", slug[:PATH_LENGTH]))
            except Http404:
                return _moved_archive(request, kind, slug)

        return found

    return decorated


def renamed(kind: str, slug: str) -> tuple[Redirect, Any]:
    """Return the old address of an archive of `kind`, and that archive; raises Http404."""
    try:
        row = _redirect_at(unquote(reverse(kind, args=[slug])))
    except NoReverseMatch:
        row = None
    if row is None or row.to_path:
        raise Http404
    target = _shown(row)
    if kind_of(target) != kind:
        raise Http404
    return row, target


def _moved_archive(request: HttpRequest, kind: str, slug: str) -> HttpResponse:
    asked: Any = request.resolver_match and request.resolver_match.url_name
    page = request.path if asked == kind else _page_of(request.path)
    row = _redirect_at(page)
    if row is None:
        raise Http404
    target: Any = None if row.to_path else _shown(row)
    if target is not None and kind_of(target) in ARCHIVES:
        query = request.META["QUERY_STRING"]
        address = reverse(asked.replace(kind, kind_of(target)), args=[target.slug])
        return CountedRedirect(request, f"{address}?{query}" if query else address, row)
    if asked != kind:
        raise Http404
    return CountedRedirect(request, row.to_path or address_of(target), row)


def _page_of(path: str) -> str:
    """Return the page of an archive, decoded as it is stored, by that of its feed or calendar."""
    return f"{path.replace('/feeds/', '/', 1).rpartition('.')[0]}/"


def _redirect_at(path: str) -> Redirect | None:
    rows = _redirects_at(path)
    return rows.get(path) or rows.get(unicodedata.normalize("NFC", path))


def _redirects_at(path: str) -> dict[str, Redirect]:
    # PostgreSQL refuses NUL in a parameter, and no stored path is longer.
    if "\0" in path or len(path) > PATH_LENGTH:
        raise Http404
    return Redirect.objects.for_following().by_path(path)


def _shown(row: Redirect) -> Any:
    """Return what the old address leads to; raises Http404 where readers may not see it."""
    target = row.target
    archive = ARCHIVES.get(kind_of(target))
    if archive is not None:
        is_shown = ArchiveEntry.objects.published().of(archive, target.pk).exists()
    else:
        is_shown = getattr(target, "is_public", True)
    if not is_shown:
        raise Http404
    return target


def _with_slash(request: HttpRequest) -> str:
    """Return the address with a last slash if this site has a page there, else ''."""
    try:
        match = resolve(f"{request.path_info}/")
        is_page = match.url_name != "legacy"
        if match.url_name == "page":
            is_page = Page.objects.only_published().filter(**match.kwargs).exists()
    except Resolver404:
        is_page = False
    is_whole = request.path.endswith("/")
    return request.get_full_path(force_append_slash=True) if is_page and not is_whole else ""
