"""Which texts show which pictures: written whenever a text is stored, read by the library."""

from typing import Any

from django.db import models

from posts.models.image import Image
from posts.rendering import Picture


class PictureUse(models.Model):
    """That the story of a post, or a section of a dossier, shows a picture."""

    image = models.ForeignKey(Image, on_delete=models.CASCADE, related_name="uses")
    post = models.ForeignKey(
        "posts.Post", null=True, on_delete=models.CASCADE, related_name="picture_uses"
    )
    section = models.ForeignKey(
        "posts.Section", null=True, on_delete=models.CASCADE, related_name="picture_uses"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["post", "image"], name="picture_use_post_once"),
            models.UniqueConstraint(fields=["section", "image"], name="picture_use_section_once"),
        ]

    def __str__(self) -> str:
        return f"{self.image_id} in {self.post_id or self.section_id}"


class PictureFinder:
    """Answers the renderer for each address in a text, and remembers what it found."""

    def __init__(self) -> None:
        self.found: set[int] = set()

    def __call__(self, src: str) -> Picture | None:
        image = Image.objects.at_address(src)
        if image is None:
            return None
        self.found.add(image.pk)
        return image.as_picture()


def store_uses(owner: Any, found: set[int], *, is_new: bool) -> None:
    """Make the stored uses of `owner`, a post or a section, equal `found`."""
    if is_new and not found:
        return
    name = owner._meta.model_name
    uses = PictureUse.objects.filter(**{name: owner})
    stored = set() if is_new else set(uses.values_list("image_id", flat=True))
    if gone := stored - found:
        uses.filter(image__in=gone).delete()
    PictureUse.objects.bulk_create(
        PictureUse(image_id=pk, **{name: owner}) for pk in sorted(found - stored)
    )
