"""A stored picture gets another file, or goes: row, words, files and old addresses agree."""

import hashlib
from functools import partial

from django.db import models, transaction
from django.urls import reverse

from posts.images import files
from posts.images.rerender import rerender_stories_showing
from posts.images.uploads import clean_name
from posts.imaging.decoding import ImageError, check_size, encode
from posts.imaging.specs import original_path, renditions_folder
from posts.models import Image, Redirect, target_columns


class AlreadyHere(ImageError):
    """The same file belongs to another picture, `other`."""

    def __init__(self, other: Image) -> None:
        super().__init__(f"This file is here already, as “{other}”. Use that picture instead.")
        self.other = other


@transaction.atomic
def replace_file(image: Image, data: bytes, *, name: str) -> int:
    """Let `image` show the file `data`; return how many stories were brought up to date.

    Its old files go once that is committed; whoever asks for them is led to the new one.

    Raises ImageError for a file that is not taken, of one that another picture has AlreadyHere.
    """
    name = clean_name(name)
    check_size(len(data), name)
    digest = hashlib.sha256(data).hexdigest()
    row = Image.objects.select_for_update().get(pk=image.pk)
    if digest == row.content_hash:
        raise ImageError("This is the file that the picture has already.")
    if other := Image.objects.filter(content_hash=digest).first():
        raise AlreadyHere(other)
    encoded = encode(data, name)
    old_file, old_hash = str(row.file), row.content_hash
    row.file.name = original_path(digest, encoded.ending)
    row.content_hash, row.original_name = digest, name
    (row.width, row.height), row.transparent = encoded.size, encoded.transparent
    files.write(str(row.file), encoded.data)
    row.save()
    old_path = reverse("media", args=[old_file])
    Redirect.objects.update_or_create(path=old_path, defaults=target_columns(row))
    number = rerender_stories_showing(row)
    transaction.on_commit(partial(remove_files, old_file, old_hash), robust=True)
    image.refresh_from_db()
    return number


@transaction.atomic
def remove_images(images: models.QuerySet[Image]) -> None:
    """Delete pictures, and once that is committed their files in every size.

    Raises ProtectedError, deleting none, while a post shows one of them as its hero.
    """
    gone = list(images.values_list("file", "content_hash"))
    images.delete()
    for file, content_hash in gone:
        transaction.on_commit(partial(remove_files, file, content_hash), robust=True)


def remove_files(file: str, content_hash: str) -> None:
    """Where that fails `check_media` finds what is left."""
    files.remove(file)
    files.remove_folder(renditions_folder(content_hash))
