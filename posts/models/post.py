import uuid
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.urls import reverse
from taggit.managers import TaggableManager

from posts.models.bulk import BulkQuerySet
from posts.models.event_date import (
    DERIVED,
    TYPED,
    EventDated,
    event_constraints,
    sync_anniversaries,
)
from posts.models.fields import HTMLField, LineField, ProseField, StoredConstraint, length_limit
from posts.models.image import Image
from posts.models.place import Place
from posts.models.post_query import PostQuerySet
from posts.models.rendered import Rendered
from posts.models.source import Source
from posts.models.story_link import Uses, store_uses
from posts.models.taxonomy import Category
from posts.models.translation import Translated
from posts.models.trash import trash_index
from posts.models.work import Imported, Work, work_constraints
from posts.rendering import MAX_STORY_BYTES, minutes_to_read, render_inline

QUESTION_LENGTH = 500
_REMEMBERED = ("event_edtf", "event_calendar", "event_precision", "anniversary_rule")


class Post(Work, Rendered, Imported, EventDated, Translated):
    """One dated story and all that belongs to it.

    `checked_on` is the day, in the site's zone, on which somebody other than its author approved
    it in review.
    """

    story = ProseField(blank=True)
    story_html = HTMLField(blank=True, editable=False)
    closing_question = LineField(max_length=QUESTION_LENGTH, blank=True)
    undated = models.BooleanField(
        "has no event date",
        default=False,
        help_text="An essay, say: it is published without one and stands under no day",
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="posts",
    )
    checked_on = models.DateField(null=True, editable=False)

    hero = models.ForeignKey(
        Image,
        verbose_name="hero picture",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="hero_of",
    )
    categories = models.ManyToManyField(Category, blank=True, related_name="posts")
    places = models.ManyToManyField(Place, blank=True, related_name="posts")
    proposed_places = ProseField(max_length=1000, blank=True, default="", db_default="")
    sources = models.ManyToManyField(Source, through="posts.Citation", related_name="posts")
    tags = TaggableManager(blank=True)

    feed_id = models.CharField(max_length=500, unique=True, editable=False)

    objects = PostQuerySet.as_manager()
    watched = (*_REMEMBERED, "language", "translation_of_id")
    rendered: tuple[str, str, str, Uses] | None = None  # of one: text, language and what came of it

    class Meta:
        ordering = ["-publish_at", "-id"]
        indexes = [
            models.Index(fields=["status", "event_sort", "id"], name="post_event_order"),
            models.Index(fields=["status", "year_start", "year_end"], name="post_years"),
            models.Index(fields=["status", "month", "day"], name="post_month_day"),
            models.Index(fields=["status", "publish_at", "id"], name="post_publish_order"),
            # Of the desk, which lists posts of every status, and what waits among many approved:
            # SQLite, which knows averages only, would read all posts for the few.
            models.Index(fields=["publish_at", "id"], name="post_time_order"),
            models.Index(fields=["title", "id"], name="post_titles"),
            models.Index(
                fields=["status", "updated_at", "id"],
                name="post_waiting",
                condition=~models.Q(status="approved"),
            ),
            models.Index(fields=["id"], name="proposing", condition=~models.Q(proposed_places="")),
            # All that "still going on" asks of the spans, so that it reads no row of them.
            models.Index(
                fields=[
                    *("status", "year_end", "year_start", "event_kind", "publish_at"),
                    *("event_sort", "id"),
                ],
                name="post_spans",
                condition=models.Q(year_end__gt=models.F("year_start")),
            ),
            models.Index(
                fields=["translation_of"],
                name="post_translations",
                condition=models.Q(translation_of__isnull=False),
            ),
            trash_index("post"),
        ]
        permissions = [("approve_post", "Can approve, schedule and withdraw posts")]
        constraints = [
            *event_constraints("post"),
            *work_constraints("post"),
            StoredConstraint(condition=models.Q(version__gte=1), name="post_version_counts"),
            length_limit("post", "story", MAX_STORY_BYTES),
            length_limit("post", "closing_question", QUESTION_LENGTH),
            length_limit("post", "feed_id", 500),
            length_limit("post", "import_ref", 500),
        ]

    def get_absolute_url(self) -> str:
        return reverse("post", args=[self.slug])

    def clean(self) -> None:
        """Raise ValidationError beside the field for what cannot be read, or be a translation."""
        self.clean_event_date()
        super().clean()
        self.rendered = self.story, self.language, self.story_html, self.uses

    @transaction.atomic
    def save(self, *args: Any, update_fields: Iterable[str] | None = None, **kwargs: Any) -> None:
        """Store the post with everything derived from it: event columns, anniversaries, HTML.

        Raises HistoricalDateError or RenderingError for what cannot be read, and EditConflict
        if the stored post is no longer of this instance's version.
        """
        fields = None if update_fields is None else set(update_fields)
        if fields == set():
            return
        self.feed_id = self.feed_id or uuid.uuid4().urn
        self._derive(fields)
        is_new = self._state.adding
        is_moved, before = True, None
        if is_new:
            super().save(*args, update_fields=fields, **kwargs)
        else:
            before = self._save_next_version(fields, *args, **kwargs)
            # Whether the days on which it is remembered may have moved.
            is_moved = any(getattr(before, n) != getattr(self, n) for n in _REMEMBERED)
        self.hold_translation(before)
        if fields is None or fields & {"story", "language"}:
            store_uses(self, self.uses, is_new=is_new)
        if is_moved and (fields is None or {"event_edtf", "anniversary_rule"} & fields):
            wanted = {(day, str(role), alt) for day, role, alt in self.days_of_the_year()}
            sync_anniversaries(self, wanted, is_new=is_new)

    def _derive(self, fields: set[str] | None) -> None:
        """Set the derived columns of the columns in `fields` (None: all), adding them to it.

        What is not stored is not read again: a date that today's grammar refuses must not
        keep its post from being withdrawn.
        """
        # A save that follows `clean` does not look up each picture once more.
        rendered, self.rendered = self.rendered, None
        if rendered and rendered[:2] == (self.story, self.language):
            self.story_html, self.uses = rendered[2:]
        elif fields is None or fields & {"story", "language"}:
            self.render()
        if fields is None:
            self.set_event_columns()
            return
        if fields & {"story", "language"}:
            fields.add("story_html")
        if fields & TYPED:
            self.set_event_columns()
            fields.update(TYPED, DERIVED)
        fields.update({"version", "updated_at"})

    def is_linked(self) -> bool:
        return self.linked_from.exists()

    @property
    def byline(self) -> Any:
        """Return the author's Profile, None without one; `author__profile` is loaded."""
        return getattr(self.author, "profile", None)

    @property
    def minutes(self) -> int:
        """Return how long it takes to read the story."""
        return minutes_to_read(self.story_html)


class Bullet(models.Model):
    """One line of the TLDR: a short label and a sentence in Markdown."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="bullets")
    label = LineField(max_length=60, blank=True)
    text = LineField(max_length=1000)
    text_html = HTMLField(blank=True, editable=False)
    position = models.PositiveIntegerField(default=0)

    objects = BulkQuerySet["Bullet"].as_manager()

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            StoredConstraint(condition=~models.Q(text=""), name="bullet_has_text"),
            length_limit("bullet", "label", 60),
            length_limit("bullet", "text", 1000),
        ]

    def __str__(self) -> str:
        return f"{self.label}: {self.text}" if self.label else self.text

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.render()
        super().save(*args, **kwargs)

    def render(self) -> bool:
        """Make `text_html` from the text; return whether it is another; raises RenderingError."""
        before = self.text_html
        self.text_html = render_inline(self.text, language=self.post.language)
        return self.text_html != before

    def store_html(self) -> None:
        same = Bullet.objects.filter(pk=self.pk, text=self.text)
        same.update(text_html=self.text_html)
