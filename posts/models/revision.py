"""What the desk keeps of a work beside itself: every version, and every step."""

from html import unescape
from typing import Self

from django.conf import settings
from django.db import models
from django.utils import timezone

from posts.models.bulk import BulkQuerySet
from posts.models.fields import LineField, ProseField, in_choices, length_limit, person
from posts.models.post import Post
from posts.models.post_query import LONG_TEXTS
from posts.models.publishing import found_public
from posts.models.versioned import belongs_once, of_one_work
from posts.rendering import curly

NOTE_LENGTH = 500


class RevisionKind(models.TextChoices):
    BASE = "base", "as it stood before"
    SAVE = "save", "saved"
    SUBMIT = "submit", "sent to review"
    PUBLISH = "publish", "published"
    RESTORE = "restore", "restored"


class RevisionQuerySet(models.QuerySet["Revision"]):
    def for_lists(self) -> Self:
        """Load all that a line of the history reads; the text itself raises."""
        return self.select_related("by").defer("snapshot").fetch_mode(models.FETCH_RAISE)


class Revision(models.Model):
    """One version of a whole post or dossier, as `posts.editorial.snapshot` writes it.

    `version` is its own, or its working copy's, after the save that the revision records.
    """

    Kind = RevisionKind

    post, dossier, page = of_one_work("revisions")
    version = models.PositiveIntegerField()
    kind = models.CharField(max_length=7, choices=RevisionKind)
    note = LineField(max_length=NOTE_LENGTH, blank=True)
    snapshot = models.TextField()
    by = person("revisions")
    at = models.DateTimeField(default=timezone.now)

    objects = RevisionQuerySet.as_manager()

    class Meta:
        ordering = ["-version"]
        constraints = [
            belongs_once("revision"),
            models.UniqueConstraint(fields=["post", "version"], name="revision_once_a_version"),
            models.UniqueConstraint(fields=["dossier", "version"], name="revision_once_of_dossier"),
            models.UniqueConstraint(fields=["page", "version"], name="revision_once_of_page"),
            in_choices("revision", "kind", RevisionKind),
            length_limit("revision", "note", NOTE_LENGTH),
        ]

    def __str__(self) -> str:
        return f"version {self.version}, {self.get_kind_display()}"


class Action(models.TextChoices):
    """The steps of a post or dossier; only `posts.editorial.workflow` takes them."""

    SUBMIT = "submit", "sent to review"
    SEND_BACK = "send_back", "sent back"
    PUBLISH = "publish", "published"
    SCHEDULE = "schedule", "scheduled"
    UNSCHEDULE = "unschedule", "taken off the schedule"
    WITHDRAW = "withdraw", "withdrawn"
    REOPEN = "reopen", "taken up again"


class Transition(models.Model):
    """One step of a post or dossier: who took it, when, and why.

    `overrides` lists the checks that were set aside, as texts, for the reason in `reason`.
    """

    post, dossier, page = of_one_work("transitions")
    action = models.CharField(max_length=10, choices=Action)
    by = person("transitions")
    at = models.DateTimeField(default=timezone.now)
    note = LineField(max_length=NOTE_LENGTH, blank=True)
    publish_at = models.DateTimeField(null=True, blank=True)
    overrides = models.JSONField(default=list, blank=True)
    reason = LineField(max_length=NOTE_LENGTH, blank=True)

    class Meta:
        ordering = ["-at", "-id"]
        constraints = [
            belongs_once("transition"),
            in_choices("transition", "action", Action),
            length_limit("transition", "note", NOTE_LENGTH),
            length_limit("transition", "reason", NOTE_LENGTH),
        ]

    def __str__(self) -> str:
        return f"{self.get_action_display()} at {self.at:%Y-%m-%d %H:%M} UTC"


class WorkingCopy(models.Model):
    """Changes to a post or dossier that readers see, kept until they are published.

    `version` goes on counting where its own stopped. `base` is what it was when the copy was
    begun, at `base_version`.
    """

    post, dossier, page = of_one_work("working_copy", models.OneToOneField)
    version = models.PositiveIntegerField()
    snapshot = models.TextField()
    base_version = models.PositiveIntegerField()
    base = models.TextField()
    by = person("working_copies")
    begun_at = models.DateTimeField(auto_now_add=True)
    saved_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name_plural = "working copies"
        constraints = [belongs_once("workingcopy")]

    def __str__(self) -> str:
        return f"changes to {self.post or self.dossier or self.page}"


class CorrectionQuerySet(BulkQuerySet["Correction"]):
    def published(self) -> Self:
        """Those of posts that any reader may see now, with their posts, the latest first.

        Each post is looked up by its key: PostgreSQL without statistics would join all of them.
        """
        post = Post.objects.filter(pk=models.OuterRef("post")).order_by()
        is_shown = models.Subquery(post.values(is_shown=found_public()))
        rows = self.alias(is_shown=is_shown).filter(is_shown=True).order_by("-date", "-id")
        posts = models.Prefetch("post", Post.objects.defer(*LONG_TEXTS))
        return rows.prefetch_related(posts).fetch_mode(models.FETCH_RAISE)


class Correction(models.Model):
    """What was wrong in a published post, and when it was put right; readers see it."""

    post = models.ForeignKey("posts.Post", on_delete=models.CASCADE, related_name="corrections")
    date = models.DateField(default=timezone.localdate)
    text = ProseField(max_length=1000)
    by = person("corrections")
    created_at = models.DateTimeField(auto_now_add=True)

    objects = CorrectionQuerySet.as_manager()

    class Meta:
        ordering = ["date", "id"]
        constraints = [length_limit("correction", "text", 1000)]

    def __str__(self) -> str:
        return f"{self.date}: {self.text[:80]}"

    @property
    def words(self) -> str:
        """Return its text as readers see it, with the quotation marks of the site's language."""
        return unescape(curly(self.text, language=settings.LANGUAGE_CODE))
