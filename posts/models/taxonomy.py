from django.db import models
from django.urls import reverse
from taggit.models import Tag

from posts.models.bulk import BulkQuerySet
from posts.models.fields import LineField, ProseField, length_limit
from posts.models.filing import FilingTerm
from posts.models.slugs import SLUG_LENGTH


class Category(FilingTerm):
    """A kind of history, with an archive page."""

    name = LineField(max_length=80, unique=True)
    slug = models.SlugField(max_length=SLUG_LENGTH, unique=True, blank=True)
    description = ProseField(blank=True)
    sign = LineField(
        max_length=4, blank=True, help_text="One or two characters that mark it in lists, as § or ¶"
    )

    objects = BulkQuerySet["Category"].as_manager()

    class Meta:
        ordering = ["name"]
        verbose_name_plural = "categories"
        constraints = [
            length_limit("category", "name", 80),
            length_limit("category", "slug", SLUG_LENGTH),
            length_limit("category", "sign", 4),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("category", args=[self.slug])


class TagPage(models.Model):
    """What a tag's archive page says beside its posts: taggit's own row has only a name."""

    tag = models.OneToOneField(Tag, on_delete=models.CASCADE, related_name="page")
    description = ProseField(blank=True)
    picture = models.ForeignKey(
        "posts.Image",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="pictured_tag",
    )

    objects = BulkQuerySet["TagPage"].as_manager()

    class Meta:
        verbose_name = "page of a tag"
        verbose_name_plural = "pages of tags"

    def __str__(self) -> str:
        return f"Tag: {self.tag}"
