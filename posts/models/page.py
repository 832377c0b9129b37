from collections.abc import Iterable
from typing import Any, Self

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.urls import reverse

from posts.models.fields import HTMLField, ProseField, StoredConstraint, length_limit
from posts.models.publishing import PublishedQuerySet, Status
from posts.models.redirect_target import first_parts
from posts.models.rendered import Rendered
from posts.models.slugs import slug_from
from posts.models.story_link import store_uses
from posts.models.work import Imported, Work, work_constraints
from posts.rendering import MAX_STORY_BYTES


class PageQuerySet(PublishedQuerySet["Page"]):
    def for_page(self) -> Self:
        """Load all that readers see of a page; any relation raises."""
        return self.defer("raw_original", "import_fields").fetch_mode(models.FETCH_RAISE)

    def in_footer(self) -> Self:
        """Approved pages that the foot of every page names, in their order, due or not."""
        named = self.filter(status=Status.APPROVED).exclude(footer="")
        return named.order_by("footer", "title", "id")


class Page(Work, Rendered, Imported):
    """A page of the site itself, at its root: about, contact, privacy.

    `footer` is its place in the foot of every page, "" for none.
    """

    footer = models.CharField(
        "place in the footer",
        max_length=1,
        blank=True,
        choices=[("", "not named there"), *((str(number), str(number)) for number in range(1, 10))],
    )
    story = ProseField("text", blank=True)
    story_html = HTMLField(blank=True, editable=False)

    objects = PageQuerySet.as_manager()
    hero = None
    hero_id = None

    class Meta:
        ordering = ["title", "id"]
        constraints = [
            *work_constraints("page"),
            StoredConstraint(condition=~models.Q(title=""), name="page_has_title"),
            length_limit("page", "story", MAX_STORY_BYTES),
            length_limit("page", "import_ref", 500),
        ]

    def get_absolute_url(self) -> str:
        return reverse("page", args=[self.slug])

    def clean(self) -> None:
        """Raise ValidationError beside the field for a text or an address that cannot be."""
        self._require_own_address()
        super().clean()

    def _require_own_address(self) -> None:
        slug = self.slug or slug_from(self.title)
        if slug in first_parts():
            text = (
                f"/{slug}/ is an address of the site itself, which no page can have. Choose "
                f"another, as {slug}-page."
            )
            raise ValidationError({"slug": text}, code="reserved")

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
