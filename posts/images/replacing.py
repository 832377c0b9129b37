"""Another file for a picture that is here: same row, same words, and the old address leads on."""

import hashlib
from functools import partial

from django.db import transaction
from django.urls import reverse

from posts.images import files
from posts.images.decoding import check_size, encode
from posts.images.errors import ImageError
from posts.images.removal import remove_files
from posts.images.rerender import rerender_stories_showing
from posts.images.uploads import clean_name
from posts.imaging.specs import original_path
from posts.models import Image, Redirect
from posts.models.redirect import target_columns


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
    row.width, row.height = encoded.size
    files.write(str(row.file), encoded.data)
    row.save()
    old_path = reverse("media", args=[old_file])
    Redirect.objects.update_or_create(path=old_path, defaults=target_columns(row))
    number = rerender_stories_showing(row)
    transaction.on_commit(partial(remove_files, old_file, old_hash))
    image.refresh_from_db()
    return number
