import logging
import os
from pathlib import Path

from django.http import FileResponse, Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from django.views.decorators.http import require_safe

from posts.images import files
from posts.images.errors import ImageError
from posts.images.renditions import rendition_file
from posts.images.specs import CONTENT_TYPES, is_original, parse_path

logger = logging.getLogger(__name__)

HEADERS = {
    "Cache-Control": "public, max-age=31536000, immutable",
    "Content-Security-Policy": "sandbox; default-src 'none'",
    # Feed readers and pages that quote a post show its pictures from their own origin.
    "Cross-Origin-Resource-Policy": "cross-origin",
    "X-Content-Type-Options": "nosniff",
}


@require_safe
def file(request: HttpRequest, path: str) -> HttpResponseBase:
    """A stored picture or one of its renditions; whatever else is asked for is unknown."""
    try:
        stream = _path(path).open("rb")
    except FileNotFoundError as error:
        raise Http404 from error
    stat = os.fstat(stream.fileno())
    etag = f'"{stat.st_mtime_ns:x}-{stat.st_size:x}"'
    unchanged = get_conditional_response(request, etag, int(stat.st_mtime))
    if unchanged:
        stream.close()
    ending = path.rpartition(".")[2]
    response = unchanged or FileResponse(stream, content_type=CONTENT_TYPES[ending])
    response.headers["ETag"] = etag
    response.headers["Last-Modified"] = http_date(stat.st_mtime)
    # A 304 carries these too: what it says replaces the headers that a browser has kept.
    for name, value in HEADERS.items():
        response.headers[name] = value
    return response


def _path(path: str) -> Path:
    """Return the file at a path of our own making; no other is ever joined to the folder.

    Raises Http404.
    """
    if is_original(path):
        return files.path_of(path)
    rendition = parse_path(path)
    try:
        found = rendition_file(rendition) if rendition else None
    except ImageError as error:
        logger.warning("No rendition: %s", error)
        raise Http404 from error
    if found is None:
        raise Http404
    return found
