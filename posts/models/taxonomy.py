from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.db import models
from django.urls import Resolver404, resolve, reverse
from taggit.models import Tag

from posts.dates import Span
from posts.models.bulk import BulkQuerySet
from posts.models.fields import LineField, ProseField, StoredConstraint, length_limit
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

    @property
    def mark(self) -> str:
        """Its sign, or its initial where it has none."""
        return self.sign or self.name[:1].upper()


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


class SpanPage(models.Model):
    """What an editor says over the stories of a year, decade or century.

    Who may change categories may write it: there is no permission of its own.
    """

    path = LineField(
        "page",
        max_length=200,
        unique=True,
        help_text="Its address: /years/1969/, /decades/480s-bc/, /centuries/20/",
    )
    text = ProseField(max_length=300, help_text="A sentence that stands under its name")

    objects = BulkQuerySet["SpanPage"].as_manager()

    class Meta:
        verbose_name = "sentence on a year or century"
        verbose_name_plural = "sentences on years and centuries"
        ordering = ["path"]
        default_permissions = ()
        constraints = [
            length_limit("spanpage", "path", 200),
            length_limit("spanpage", "text", 300),
            StoredConstraint(condition=~models.Q(text=""), name="spanpage_has_text"),
        ]

    def __str__(self) -> str:
        return self.path

    def get_absolute_url(self) -> str:
        return self.path

    def clean(self) -> None:
        """Store the address as the page has it; raise ValidationError if it has no such page."""
        try:
            span = resolve(urlsplit(self.path.strip()).path).kwargs.get("span")
        except (Resolver404, ValueError):
            span = None
        if not isinstance(span, Span):
            text = f"“{self.path}” is not the address of a year, decade or century"
            raise ValidationError(
                {"path": f"{text}: write it as /years/1969/ or /centuries/1-bc/."}
            )
        self.path = path_of_span(span)


def path_of_span(span: Span) -> str:
    return reverse(span.unit, args=[span])
