from collections.abc import Iterable
from typing import Any, Self

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.urls import reverse

from historyblog.languages import for_readers
from posts.models.fields import HTMLField, LineField, ProseField, StoredConstraint, length_limit
from posts.models.picture_use import PictureFinder, PictureUse
from posts.models.post import DESCRIPTION_LENGTH
from posts.models.publishing import (
    Publishable,
    PublishedQuerySet,
    Status,
    publishing_constraints,
)
from posts.models.redirect_target import first_parts
from posts.models.slugs import SLUG_LENGTH, Slugged, slug_from
from posts.models.story_link import LinkFinder, StoryLink, Uses, store_uses
from posts.models.versioned import Versioned
from posts.rendering import MAX_STORY_BYTES, RenderingError, render_story


class PageQuerySet(PublishedQuerySet["Page"]):
    def for_page(self) -> Self:
        """Load all that readers see of a page; any relation raises."""
        return self.defer("raw_original", "import_fields").fetch_mode(models.FETCH_RAISE)

    def in_footer(self) -> Self:
        """Approved pages that the foot of every page names, in their order, due or not."""
        named = self.filter(status=Status.APPROVED).exclude(footer="")
        return named.order_by("footer", "title", "id")


class Page(Versioned, Slugged, Publishable):
    """A page of the site itself, at its root: about, contact, privacy.

    `footer` is its place in the foot of every page, "" for none. `version` counts saves, as a
    post's does.
    """

    Status = Status

    title = LineField(max_length=200)
    slug = models.SlugField(
        max_length=SLUG_LENGTH,
        unique=True,
        blank=True,
        help_text="The address but for its slashes; from the title when left empty",
    )
    description = ProseField(max_length=DESCRIPTION_LENGTH, blank=True)
    language = models.CharField(max_length=12, default="en", help_text="Of its text: en, de, fr")
    footer = models.CharField(
        "place in the footer",
        max_length=1,
        blank=True,
        choices=[("", "not named there"), *((str(number), str(number)) for number in range(1, 10))],
    )
    story = ProseField("text", blank=True)
    story_html = HTMLField(blank=True, editable=False)
    status = models.CharField(max_length=9, choices=Status, default=Status.DRAFT)
    publish_at = models.DateTimeField("publish time", null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    import_ref = models.CharField(max_length=500, unique=True, null=True, editable=False)
    imported_version = models.PositiveIntegerField(null=True, editable=False)
    raw_original = models.TextField(blank=True, editable=False)
    import_fields = models.JSONField(default=dict, blank=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = PageQuerySet.as_manager()
    uses: Uses  # of an instance: what `render` found in its text
    hero = None
    hero_id = None

    class Meta:
        ordering = ["title", "id"]
        constraints = [
            *publishing_constraints("page"),
            StoredConstraint(condition=~models.Q(slug=""), name="page_has_slug"),
            StoredConstraint(condition=~models.Q(title=""), name="page_has_title"),
            length_limit("page", "title", 200),
            length_limit("page", "slug", SLUG_LENGTH),
            length_limit("page", "description", DESCRIPTION_LENGTH),
            length_limit("page", "story", MAX_STORY_BYTES),
            length_limit("page", "import_ref", 500),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("page", args=[self.slug])

    def clean(self) -> None:
        """Raise ValidationError beside the field for a text or an address that cannot be."""
        self._require_own_address()
        try:
            self.render()
        except RenderingError as error:
            raise ValidationError({"story": str(error)}) from error

    def _require_own_address(self) -> None:
        slug = self.slug or slug_from(self.title)
        if slug in first_parts():
            text = (
                f"/{slug}/ is an address of the site itself, which no page can have. Choose "
                f"another, as {slug}-page."
            )
            raise ValidationError({"slug": text}, code="reserved")

    @for_readers()
    def render(self) -> bool:
        """Make `story_html` from the text; return whether it is another; raises RenderingError."""
        pictures, links, before = PictureFinder(), LinkFinder(), self.story_html
        self.story_html = render_story(self.story, pictures, links, language=self.language)
        self.uses = {PictureUse: pictures.found, StoryLink: links.found}
        return self.story_html != before

    def store_html(self) -> None:
        """Store what `render` made, unless another text was saved meanwhile."""
        if Page.objects.filter(pk=self.pk, version=self.version).update(story_html=self.story_html):
            store_uses(self, self.uses, is_new=False)

    @transaction.atomic
    def save(self, *args: Any, update_fields: Iterable[str] | None = None, **kwargs: Any) -> None:
        """Store the page with its HTML; an address that readers may hold goes on leading to it.

        Raises ValidationError for an address of the site itself, RenderingError, and EditConflict
        if the stored page is no longer of this instance's version.
        """
        fields = None if update_fields is None else {*update_fields, "updated_at", "version"}
        self._require_own_address()
        if fields is None or fields & {"story", "language"}:
            self.render()
            fields = fields and fields | {"story_html"}
        is_new = self._state.adding
        if is_new:
            super().save(*args, update_fields=fields, **kwargs)
        else:
            self._save_next_version(fields, *args, **kwargs)
        if fields is None or "story_html" in fields:
            store_uses(self, self.uses, is_new=is_new)
