import shutil
from functools import partial

from django.db import models, transaction

from posts.images import files
from posts.imaging.specs import renditions_folder
from posts.models import Image


@transaction.atomic
def remove_images(images: models.QuerySet[Image]) -> None:
    """Delete pictures, and once that is committed their files in every size.

    Raises ProtectedError, deleting none, while a post shows one of them as its hero.
    """
    gone = list(images.values_list("file", "content_hash"))
    images.delete()
    for file, content_hash in gone:
        transaction.on_commit(partial(remove_files, file, content_hash))


def remove_files(file: str, content_hash: str) -> None:
    files.path_of(file).unlink(missing_ok=True)
    shutil.rmtree(files.path_of(renditions_folder(content_hash)), ignore_errors=True)
