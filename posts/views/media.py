import logging
from http import HTTPStatus

from django.conf import settings
from django.http import (
    FileResponse,
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponsePermanentRedirect,
)
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import http_date

from posts.images import files
from posts.images.renditions import rendition_file
from posts.images.stored import Stored
from posts.imaging.decoding import ImageError
from posts.imaging.specs import CONTENT_TYPES, is_original, original_path, parse_path
from posts.models import Redirect
from posts.views.caching import read_only
from posts.views.ranges import Part, Unsatisfiable, asked_range

logger = logging.getLogger(__name__)

HEADERS = {
    # For a proxy too, which spares the bucket.
    "Cache-Control": "public, max-age=31536000, s-maxage=31536000, immutable",
    "Content-Security-Policy": "sandbox; default-src 'none'",
    # Feed readers and pages that quote a post show its pictures from their own origin.
    "Cross-Origin-Resource-Policy": "cross-origin",
    "X-Content-Type-Options": "nosniff",
    "Accept-Ranges": "bytes",
}


@read_only
def file(request: HttpRequest, path: str) -> HttpResponseBase:
    """A stored picture or one of its renditions; whatever else is asked for is unknown."""
    try:
        stored = _look(path)
    except (FileNotFoundError, Http404):
        return _moved(path)
    unchanged = get_conditional_response(request, stored.etag, int(stored.modified))
    if unchanged:
        stored.stream.close()
    response = unchanged or _whole_or_part(request, stored, CONTENT_TYPES[path.rpartition(".")[2]])
    response.headers["ETag"] = stored.etag
    response.headers["Last-Modified"] = http_date(stored.modified)
    # A 304 carries these too: what it says replaces the headers that a browser has kept.
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    return response


def _whole_or_part(request: HttpRequest, stored: Stored, content_type: str) -> HttpResponseBase:
    stream, size = stored.stream, stored.size
    try:
        asked = asked_range(request, size, stored.etag)
    except Unsatisfiable:
        stream.close()
        refused = HttpResponse(status=HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE)
        refused.headers["Content-Range"] = f"bytes */{size}"
        refused.headers["Cache-Control"] = "no-store"
        return refused
    if asked is None:
        return FileResponse(stream, content_type=content_type)
    first, last = asked
    response = FileResponse(Part(stream, first, last), content_type=content_type, status=206)
    response.headers["Content-Range"] = f"bytes {first}-{last}/{size}"
    response.headers["Content-Length"] = str(last + 1 - first)
    return response


def _moved(path: str) -> HttpResponseBase:
    """Lead from a file that was replaced, whole or in a smaller size; raises Http404."""
    rendition = parse_path(path)
    if rendition is None and not is_original(path):
        raise Http404
    digest = rendition.content_hash if rendition else path.rpartition("/")[2].partition(".")[0]
    start = f"{settings.MEDIA_URL}{original_path(digest, '')}"
    row = Redirect.objects.filter(path__startswith=start).exclude(image=None).first()
    if row is None or row.image is None:
        raise Http404
    whole = row.image.as_picture().src if rendition else row.image.file.url
    return HttpResponsePermanentRedirect(whole)


def _look(path: str) -> Stored:
    """Return the file at a path of our own making; no other ever reaches the store.

    Raises FileNotFoundError or Http404.
    """
    if is_original(path):
        return files.look(path)
    rendition = parse_path(path)
    try:
        found = rendition_file(rendition) if rendition else None
    except ImageError as error:
        logger.warning("No rendition: %s", error)
        raise Http404 from error
    if found is None:
        raise Http404
    return found
