"""The picture that goes with an entry, as readers' programs show it beside the title."""

from dataclasses import dataclass
from functools import lru_cache

from django.conf import settings
from django.core.files.storage import storages
from django.utils.encoding import iri_to_uri

from posts.imaging.specs import CONTENT_TYPES
from posts.models import Image
from posts.rendering import Picture

ICON = "/apple-touch-icon.png"  # of the site, 180 × 180
MOST_SIZES = 10_000  # remembered
UNKNOWN = "application/octet-stream"


@dataclass(frozen=True)
class Enclosed:
    """A picture as pages show it, at `url`, and its `file` as it was stored.

    Both addresses are whole; `length` is that of the file in bytes, None where it is unknown.
    """

    shown: Picture
    url: str
    file: str
    type: str
    length: int | None


def absolute(path: str) -> str:
    """Return the whole address of a path on this site."""
    return f"{settings.SITE_URL}{iri_to_uri(path)}"


def enclosed(image: Image | None) -> Enclosed | None:
    if image is None:
        return None
    shown, name = image.as_picture(), str(image.file.name)
    kind = CONTENT_TYPES.get(name.rpartition(".")[2], UNKNOWN)
    return Enclosed(shown, absolute(shown.src), absolute(image.file.url), kind, _length(name))


def _length(name: str) -> int | None:
    try:
        return _size(name)
    except OSError:  # No entry waits for a file that is missing or a bucket that is away.
        return None


@lru_cache(maxsize=MOST_SIZES)
def _size(name: str) -> int:
    """Return the bytes of a file, whose name tells its content."""
    return int(storages["default"].size(name))
