import uuid
from collections.abc import Iterable
from typing import Any, Self

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Prefetch
from django.urls import reverse

from posts.languages import CODE_LENGTH
from posts.models.bulk import BulkQuerySet
from posts.models.event_date import EventDated, event_constraints
from posts.models.fields import (
    HTMLField,
    LanguageField,
    LineField,
    ProseField,
    StoredConstraint,
    length_limit,
)
from posts.models.image import Image
from posts.models.picture_use import PictureFinder
from posts.models.post import Post
from posts.models.publishing import PublishedQuerySet
from posts.models.rendered import Rendered
from posts.models.source import CitedSource, Located, Source, joined_keys
from posts.models.story_link import LinkFinder, store_uses
from posts.models.work import LANGUAGE_HELP, Work, work_constraints
from posts.rendering import MAX_STORY_BYTES, render_section

NOTE_LENGTH = 1000


class DossierQuerySet(PublishedQuerySet["Dossier"]):
    def for_links(self) -> Self:
        """Load what a line with the title reads; any relation raises."""
        return self.fetch_mode(models.FETCH_RAISE)

    def for_page(self) -> Self:
        """Load all that the dossier's page reads but its posts; any other relation raises."""
        return self.select_related("hero")._with_parts().fetch_mode(models.FETCH_RAISE)

    def for_feeds(self) -> Self:
        """Load all that a feed tells of a dossier; any other relation raises."""
        sections = Prefetch("sections", queryset=Section.objects.defer("text"))
        keys = joined_keys(DossierCitation.objects.all(), "dossier")
        rows = self.select_related("hero").annotate(keys=keys)
        return rows.prefetch_related(sections).fetch_mode(models.FETCH_RAISE)

    def for_search(self) -> Self:
        """Load all the words of dossiers: sections, milestones in event order, sources."""
        return self._with_parts().order_by("pk")

    def _with_parts(self) -> Self:
        milestones = Milestone.objects.order_by("event_sort", "id")
        return self.prefetch_related(
            Prefetch("sections", queryset=Section.objects.defer("text")),
            Prefetch("milestones", queryset=_sourced(milestones)),
            Prefetch("citations", queryset=_sourced(DossierCitation.objects.all())),
        )


def _sourced[Row: models.Model](rows: models.QuerySet[Row]) -> models.QuerySet[Row]:
    return rows.select_related("source").defer("source__kept_text")


class Dossier(Work):
    """A topic page: background in sections, posts and milestones in event order, and sources.

    A post in it shows only while the post is public itself.
    """

    language = LanguageField(
        max_length=CODE_LENGTH, default="en", db_default="en", help_text=LANGUAGE_HELP
    )
    version = models.PositiveIntegerField(default=1, db_default=1)
    hero = models.ForeignKey(
        Image,
        verbose_name="hero picture",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="hero_of_dossiers",
    )
    posts = models.ManyToManyField(Post, blank=True, related_name="dossiers")
    sources = models.ManyToManyField(
        Source, through="posts.DossierCitation", related_name="dossiers"
    )
    feed_id = models.CharField(max_length=500, unique=True, editable=False)

    objects = DossierQuerySet.as_manager()
    watched = ("language",)

    class Meta:
        ordering = ["title", "id"]
        indexes = [models.Index(fields=["status", "publish_at"], name="dossier_publish_order")]
        constraints = [
            *work_constraints("dossier"),
            StoredConstraint(condition=~models.Q(title=""), name="dossier_has_title"),
            length_limit("dossier", "feed_id", 500),
        ]

    def get_absolute_url(self) -> str:
        return reverse("dossier", args=[self.slug])

    @transaction.atomic
    def save(self, *args: Any, update_fields: Iterable[str] | None = None, **kwargs: Any) -> None:
        """Store the dossier; an address that readers may hold goes on leading to it.

        Its sections follow another language. Raises RenderingError, and EditConflict if the stored
        dossier is no longer of this instance's version.
        """
        fields = None if update_fields is None else {*update_fields, "updated_at", "version"}
        self.feed_id = self.feed_id or uuid.uuid4().urn
        if self._state.adding:
            super().save(*args, update_fields=fields, **kwargs)
            return
        before = self._save_next_version(fields, *args, **kwargs)
        if before.language != self.language and (fields is None or "language" in fields):
            for section in Section.objects.filter(dossier=self):
                section.save()


class Section(Rendered):
    """A part of a dossier's background: a heading and text in Markdown."""

    dossier = models.ForeignKey(Dossier, on_delete=models.CASCADE, related_name="sections")
    heading = LineField(max_length=200)
    text = ProseField()
    text_html = HTMLField(blank=True, editable=False)
    position = models.PositiveIntegerField(default=0)

    objects = BulkQuerySet["Section"].as_manager()
    text_name = "text"
    same_text = ("text",)

    class Meta:
        verbose_name = "dossier section"
        ordering = ["position", "id"]
        constraints = [
            StoredConstraint(condition=~models.Q(heading=""), name="section_has_heading"),
            StoredConstraint(condition=~models.Q(text=""), name="section_has_text"),
            length_limit("section", "heading", 200),
            length_limit("section", "text", MAX_STORY_BYTES),
        ]

    def __str__(self) -> str:
        return self.heading

    @transaction.atomic
    def save(self, *args: Any, **kwargs: Any) -> None:
        """Store the section with its HTML, whose anchors need the key that a new one lacks."""
        is_new = self.pk is None
        if is_new:
            super().save(*args, **kwargs)
            self.render()
            super().save(update_fields=["text_html"])
        else:
            self.render()
            super().save(*args, **kwargs)
        store_uses(self, self.uses, is_new=is_new)

    def _html(self, text: str, pictures: PictureFinder, links: LinkFinder) -> str:
        name = f"part-{self.pk or 'new'}"
        return render_section(text, pictures, links, name=name, language=self.dossier.language)


class Milestone(Located, EventDated):
    """An event of a dossier that no post tells yet: what happened, when, and who says so."""

    dossier = models.ForeignKey(Dossier, on_delete=models.CASCADE, related_name="milestones")
    label = LineField(max_length=200)
    note = ProseField(max_length=NOTE_LENGTH, blank=True)
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="milestones")

    objects = BulkQuerySet["Milestone"].as_manager()

    class Meta:
        ordering = ["event_sort", "id"]
        constraints = [
            *event_constraints("milestone"),
            StoredConstraint(condition=~models.Q(label=""), name="milestone_has_label"),
            StoredConstraint(condition=~models.Q(event_edtf=""), name="milestone_has_event"),
            length_limit("milestone", "label", 200),
            length_limit("milestone", "note", NOTE_LENGTH),
            length_limit("milestone", "locator", 120),
        ]

    def __str__(self) -> str:
        return self.label

    def clean(self) -> None:
        """Raise ValidationError beside the date if it is missing or cannot be read."""
        if not self.event_input.strip():
            raise ValidationError({"event_input": "Say when it happened: 28 May 2002, 2009."})
        self.clean_event_date()

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Store the milestone with its event columns; raises HistoricalDateError."""
        self.set_event_columns()
        super().save(*args, **kwargs)


class DossierCitation(CitedSource):
    """Where a dossier uses a source."""

    owner = "dossier"
    dossier = models.ForeignKey(Dossier, on_delete=models.CASCADE, related_name="citations")
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="dossier_citations")

    objects = BulkQuerySet["DossierCitation"].as_manager()

    class Meta(CitedSource.Meta):
        constraints = [length_limit("dossiercitation", "locator", 120)]
