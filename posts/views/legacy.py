from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.urls import Resolver404, resolve

from posts.models import Dossier, Post, Redirect
from posts.models.redirect import PATH_LENGTH
from posts.views.caching import public_page


@public_page
def redirect(request: HttpRequest, path: str) -> HttpResponse:
    """Lead an address of the former site, or one without its last slash, to today's.

    Raises Http404 for every other, and for the old address of what is not public.
    """
    return HttpResponsePermanentRedirect(target_of(request))


def target_of(request: HttpRequest) -> str:
    """Return the address that `request` should have asked for; raises Http404."""
    # PostgreSQL refuses NUL in a parameter, and no stored path is longer.
    if "\0" in request.path or len(request.path) > PATH_LENGTH:
        raise Http404
    row = _redirect_at(request.path)
    if row is None:
        return _with_slash(request)
    if row.image:
        return row.image.file.url
    return _public(row.post, row.dossier).get_absolute_url()


def moved_from(path: str) -> Post:
    """Return the public post that once had the address `path`; raises Http404."""
    row = _redirect_at(path)
    if row is None or row.post is None or not row.post.is_public:
        raise Http404
    return row.post


def _redirect_at(path: str) -> Redirect | None:
    rows = Redirect.objects.select_related("post", "image", "dossier").defer(
        "post__story", "post__story_html", "post__raw_original"
    )
    return rows.filter(path=path).first()


def _public(*targets: Post | Dossier | None) -> Post | Dossier:
    for target in targets:
        if target is not None and target.is_public:
            return target
    raise Http404


def _with_slash(request: HttpRequest) -> str:
    if request.path.endswith("/"):
        raise Http404
    try:
        known = resolve(f"{request.path_info}/").url_name != "legacy"
    except Resolver404:
        known = False
    if not known:
        raise Http404
    return request.get_full_path(force_append_slash=True)
