"""Smaller and cropped copies of stored pictures, made on first need or all at once."""

import io
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from threading import Semaphore
from typing import Any

from django.db import connection, models
from PIL import Image as Pillow

from posts.images import files
from posts.images.stored import Stored
from posts.imaging.decoding import ImageError
from posts.imaging.specs import Rendition, crop_box, renditions_folder, shape
from posts.models import Image

# Speed 6 takes 15 times as long as 8 for a few per cent of the bytes.
_OPTIONS: dict[str, dict[str, Any]] = {
    "avif": {"quality": 55, "speed": 8, "subsampling": "4:2:0"},
    "webp": {"quality": 78, "method": 4},
}
# A first visit asks for a page of pictures at once, and each holds tens of megabytes while
# it is made.
_AT_ONCE = Semaphore(2)


@dataclass
class Tally:
    """Counts of renditions, and of pictures done out of `pictures`; grows as work goes on."""

    pictures: int
    done: int = 0
    made: int = 0
    present: int = 0
    failed: list[str] = field(default_factory=list)


def rendition_file(rendition: Rendition) -> Stored | None:
    """Return the file of `rendition`, made if need be, or None if no page names such a one.

    Queries: none when the file is there, else one. A focal point that the picture does not
    have now is not made, so that nobody can fill the disk by asking for all of them.

    Raises ImageError if the picture's own file is lost or damaged.
    """
    with suppress(FileNotFoundError):
        return files.look(rendition.path)
    image = Image.objects.filter(content_hash=rendition.content_hash).first()
    if image is None or rendition not in image.renditions:
        return None
    _give_back_connection()
    with _AT_ONCE:
        if not files.exists(rendition.path):
            _make(image, [rendition])
    return files.look(rendition.path)


def make_all(
    images: models.QuerySet[Image], progress: Callable[[Tally], None] = lambda tally: None
) -> Tally:
    """Make what is missing of every picture; one that fails is named and the rest go on.

    Rows are read one by one: a cursor left open would hold SQLite's lock all the while.
    """
    keys = list(images.order_by("pk").values_list("pk", flat=True))
    tally = Tally(len(keys))
    for key in keys:
        progress(tally)
        if image := images.filter(pk=key).first():
            _make_missing(image, tally)
        tally.done += 1
    progress(tally)
    return tally


def _make_missing(image: Image, tally: Tally) -> None:
    present = {name for name, _ in files.names(renditions_folder(image.content_hash))}
    missing = [r for r in image.renditions if r.path not in present]
    tally.present += len(image.renditions) - len(missing)
    try:
        tally.made += _make(image, missing)
    except ImageError as error:
        tally.failed.append(str(error))


def _give_back_connection() -> None:
    """Let other requests use the connection while this one encodes, which takes longest."""
    if not connection.in_atomic_block:
        connection.close()


def _make(image: Image, renditions: list[Rendition]) -> int:
    """Write each of `renditions` whole; two that make the same one write the same bytes."""
    if renditions:
        original = decoded(image)
        for rendition in renditions:
            files.write(rendition.path, _encoded(_cut(original, rendition), rendition.format))
    return len(renditions)


def decoded(image: Image) -> Pillow.Image:
    """Raises ImageError, naming the file, if it is lost or damaged."""
    try:
        stored = files.look(str(image.file))
    except FileNotFoundError as error:
        raise ImageError(f"“{image.file}” is not in the media folder.") from error
    with stored.stream as stream:
        try:
            with Pillow.open(stream) as original:
                return original.convert("RGBA" if original.has_transparency_data else "RGB")
        except Exception as error:
            # A decoder that meets a damaged file raises what it likes.
            raise ImageError(f"“{image.file}” cannot be read as a picture.") from error


def _cut(original: Pillow.Image, rendition: Rendition) -> Pillow.Image:
    box = crop_box(original.size, rendition.focus) if rendition.focus else None
    size = shape(rendition, original.size)
    return original.resize(size, Pillow.Resampling.LANCZOS, box=box, reducing_gap=3)


def _encoded(picture: Pillow.Image, format: str) -> bytes:
    picture.info = {}
    stream = io.BytesIO()
    picture.save(stream, format, **_OPTIONS[format])
    return stream.getvalue()
