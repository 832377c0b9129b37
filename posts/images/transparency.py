"""Looks at pictures that were stored before it was kept whether something shows through them."""

from collections.abc import Collection

from posts.images.renditions import decoded
from posts.imaging.decoding import ImageError, is_transparent
from posts.models import Image


def not_looked_at() -> list[int]:
    """Return the keys of the pictures to look at; JPEG has no transparency."""
    unknown = Image.objects.filter(transparent=None)
    unknown.filter(file__endswith=".jpg").update(transparent=False)
    return list(unknown.order_by("pk").values_list("pk", flat=True))


def look_at(keys: Collection[int]) -> list[str]:
    """Store what is seen of the pictures with these keys; return a line for each not readable."""
    refused = []
    for image in Image.objects.filter(pk__in=keys).order_by("pk"):
        try:
            seen = is_transparent(decoded(image))
        except ImageError as error:
            refused.append(str(error))
            continue
        Image.objects.filter(pk=image.pk, file=image.file.name).update(transparent=seen)
    return refused
