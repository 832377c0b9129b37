"""Which texts show which pictures: written whenever a text is stored, read by the library."""

from django.db import models

from posts.models.image import Image
from posts.rendering import Picture


class PictureUse(models.Model):
    """That the story of a post, or a section of a dossier, or a page, shows a picture."""

    image = models.ForeignKey(Image, on_delete=models.CASCADE, related_name="uses")
    post = models.ForeignKey(
        "posts.Post", null=True, on_delete=models.CASCADE, related_name="picture_uses"
    )
    section = models.ForeignKey(
        "posts.Section", null=True, on_delete=models.CASCADE, related_name="picture_uses"
    )
    page = models.ForeignKey(
        "posts.Page", null=True, on_delete=models.CASCADE, related_name="picture_uses"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["post", "image"], name="picture_use_post_once"),
            models.UniqueConstraint(fields=["section", "image"], name="picture_use_section_once"),
            models.UniqueConstraint(fields=["page", "image"], name="picture_use_page_once"),
        ]

    def __str__(self) -> str:
        return f"{self.image_id} in {self.post_id or self.section_id or self.page_id}"


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
