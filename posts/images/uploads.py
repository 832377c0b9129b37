"""Pictures from outside, each stored once, its row and its file together."""

import hashlib
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction

from historyblog.multipart import name_problem
from posts.images import files
from posts.imaging.decoding import Encoded, ImageError, check_size, encode, loss
from posts.imaging.specs import original_path
from posts.models import Image
from posts.rendering import clean_line

__all__ = [
    *("MAX_BYTES", "Upload", "check_size", "clean_name", "contents", "loss", "markdown_of"),
    *("store_image", "store_upload"),
]

NAME_LENGTH = 255


def contents(file: UploadedFile) -> bytes:
    """Return what a file that was sent holds; raises ImageError, before reading, for no picture."""
    if problem := name_problem(file):
        raise ImageError(problem)
    check_size(file.size or 0, clean_name(file.name or "picture"))
    return file.read()


@dataclass(frozen=True)
class Upload:
    """A picture that was sent and is stored, new or here before; what it lost on the way, or ""."""

    image: Image
    is_new: bool
    loss: str


def store_upload(file: UploadedFile, *, by: User | None, **fields: Any) -> Upload:
    """Store the picture in a `file` that was sent; raises as `store_image` does."""
    data, name = contents(file), clean_name(file.name or "picture")
    latest = Image.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    image = store_image(data, name=name, by=by, **fields)
    return Upload(image, is_new=image.pk > latest, loss=loss(data, name))


def markdown_of(image: Image, alt: str | None = None, caption: str = "") -> str:
    """Return the Markdown; words that the picture already has are left to the picture.

    A picture that was here before keeps its own description, so another one typed now goes
    into the story.
    """
    alt = image.alt if alt is None else alt
    title = f' "{_escaped(caption, '"')}"' if caption and caption != image.caption else ""
    return f"![{_escaped(alt, '[]')}]({image.file.url}{title})"


def _escaped(text: str, marks: str) -> str:
    for mark in "\\" + marks:
        text = text.replace(mark, "\\" + mark)
    return text


def store_image(
    data: bytes,
    *,
    name: str,
    by: User | None = None,
    **fields: Any,
) -> Image:
    """Return the stored picture of the file `data`, which came under the name `name`.

    The same bytes are stored once: a picture that is already here comes back as it is, from the
    trash too, without `fields`, and with its file put back if that was lost. Of an animation the
    first frame is kept. The row is never without its file; should the caller's own transaction
    be rolled back, the file stays without a row until the same bytes come again.

    Raises ImageError for a file that is not taken, ValidationError for `fields`.
    """
    name = clean_name(name)
    check_size(len(data), name)
    digest = hashlib.sha256(data).hexdigest()
    return store_encoded(digest, lambda: encode(data, name), name=name, by=by, **fields)


def store_encoded(
    content_hash: str,
    encoded: Callable[[], Encoded],
    *,
    name: str,
    by: User | None = None,
    is_written: bool = False,
    **fields: Any,
) -> Image:
    """Do as `store_image` for a file with this SHA-256, whose clean name is `name`.

    `encoded` is asked only where it is needed; `is_written` says that it stores the file too.
    """
    known = Image.objects.filter(content_hash=content_hash).first()
    if known and known.trashed_at:
        Image.objects.filter(pk=known.pk).update(trashed_at=None, trashed_by=None)
    if known and files.exists(str(known.file)):
        return known
    made = encoded()
    if known:
        files.write(str(known.file), made.data)
        return known
    file, (width, height) = original_path(content_hash, made.ending), made.size
    image = Image(**fields, file=file, width=width, height=height, content_hash=content_hash)
    image.transparent = made.transparent
    image.original_name, image.uploaded_by = name, by
    image.full_clean(exclude={"file", "content_hash", "uploaded_by"})
    return _insert(image, None if is_written else made.data)


def _insert(image: Image, data: bytes | None) -> Image:
    """Return `image` stored, or the row of another request that brought the same bytes first.

    The row goes first and its file second, both before the commit: whoever brings the same
    bytes meanwhile waits at the unique hash, and finds the row and the file together.
    """
    written = False
    try:
        with transaction.atomic():
            image.save(force_insert=True)
            if data is not None:
                files.write(str(image.file), data)
                written = True
    except BaseException as error:
        winner = Image.objects.filter(content_hash=image.content_hash).first()
        if written and not winner:
            files.remove(str(image.file))
        if winner and isinstance(error, IntegrityError):
            return winner
        raise
    return image


def clean_name(name: str) -> str:
    """Return the last part of a client's file name without characters that cannot be seen."""
    last = name[-4 * NAME_LENGTH :].replace("\\", "/").rstrip("/").rpartition("/")[2]
    visible = "".join(c for c in last if unicodedata.category(c)[0] != "C")
    return clean_line(visible)[:NAME_LENGTH].rstrip() or "picture"
