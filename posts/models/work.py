"""What posts, dossiers and pages have in common."""

from django.db import models

from posts.languages import CODE_LENGTH
from posts.models.fields import LanguageField, LineField, ProseField, StoredConstraint, length_limit
from posts.models.publishing import Publishable, Status, publishing_constraints
from posts.models.slugs import SLUG_LENGTH, Slugged
from posts.models.versioned import Versioned

TITLE_LENGTH = 200
DESCRIPTION_LENGTH = 1000
LANGUAGE_HELP = "en, de, fr-CH and the like"


class Work(Versioned, Slugged, Publishable):
    """What is written at the desk under an address of its own, and published.

    `publish_at` is the moment (UTC) from which readers may see an approved one. `version` counts
    saves: one that starts from an older version is refused.
    """

    Status = Status

    title = LineField(max_length=TITLE_LENGTH)
    slug = models.SlugField(
        max_length=SLUG_LENGTH,
        unique=True,
        blank=True,
        help_text="The last part of the address; made from the title when left empty",
    )
    description = ProseField(max_length=DESCRIPTION_LENGTH, blank=True)
    language = LanguageField(max_length=CODE_LENGTH, default="en", help_text=LANGUAGE_HELP)
    status = models.CharField(max_length=9, choices=Status, default=Status.DRAFT)
    publish_at = models.DateTimeField("publish time", null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.title


class Imported(models.Model):
    """What tells of a row that came in from another site; `import_ref` is None for others."""

    import_ref = models.CharField(max_length=500, unique=True, null=True, editable=False)
    imported_version = models.PositiveIntegerField(null=True, editable=False)
    raw_original = models.TextField(blank=True, editable=False)
    import_fields = models.JSONField(default=dict, blank=True, editable=False)

    class Meta:
        abstract = True


def work_constraints(model: str) -> list[models.BaseConstraint]:
    """Return what the database itself holds of a work."""
    return [
        *publishing_constraints(model),
        StoredConstraint(condition=~models.Q(slug=""), name=f"{model}_has_slug"),
        length_limit(model, "title", TITLE_LENGTH),
        length_limit(model, "slug", SLUG_LENGTH),
        length_limit(model, "description", DESCRIPTION_LENGTH),
    ]
