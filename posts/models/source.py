import hashlib
from functools import lru_cache
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models

from posts.citing import KEY_LENGTH, citation_key, distinct_keys
from posts.dates import HistoricalDate, HistoricalDateError, read_printed
from posts.models.bulk import BulkQuerySet
from posts.models.fields import (
    HttpURLField,
    LanguageField,
    LineField,
    ProseField,
    StoredConstraint,
    http_only,
    length_limit,
)
from posts.rendering import KEY


class Source(models.Model):
    """A document that posts rest on: who published what, where and when.

    `issued` and `modified` are kept as printed and read by `posts.dates.read_printed`.
    `kept_text` is a private copy for checking quotations; readers never see it or its hash.
    """

    title = LineField(max_length=300)
    author = LineField(max_length=200, blank=True)
    publisher = LineField(max_length=200, blank=True)
    issued = LineField(
        max_length=60, blank=True, help_text="As printed: 1955, c. 1200, 12 June 2013"
    )
    modified = LineField(max_length=60, blank=True)
    accessed = models.DateField(null=True, blank=True, help_text="When the address was last read")
    url = HttpURLField("URL", max_length=1000, blank=True)
    language = LanguageField(max_length=20, blank=True, help_text="Language code such as en or fr")
    kept_text = ProseField(blank=True)
    text_hash = models.CharField(max_length=64, blank=True, editable=False)

    objects = BulkQuerySet["Source"].as_manager()

    class Meta:
        ordering = ["author", "title", "id"]
        constraints = [
            http_only("source", "url"),
            StoredConstraint(condition=~models.Q(title=""), name="source_has_title"),
            length_limit("source", "title", 300),
            length_limit("source", "author", 200),
            length_limit("source", "publisher", 200),
            length_limit("source", "url", 1000),
        ]

    def __str__(self) -> str:
        return f"{self.author}, {self.title}" if self.author else self.title

    def save(self, *args: Any, **kwargs: Any) -> None:
        text = self.kept_text.encode("utf-8", "surrogatepass")
        self.text_hash = hashlib.sha256(text).hexdigest() if text else ""
        super().save(*args, **kwargs)

    @property
    def key(self) -> str:
        """Return the key that a text would cite it by, were there no other like it."""
        return citation_key(self.author, self.title, self.issued)

    @property
    def issued_date(self) -> HistoricalDate | None:
        """Return the date of publication, None for one that is not given or not understood."""
        return _read(self.issued, self.language)

    @property
    def modified_date(self) -> HistoricalDate | None:
        """Return the date of the last change, None for one not given or not understood."""
        return _read(self.modified, self.language)

    @property
    def issued_text(self) -> str:
        """Return the date of publication as readers see it: a date, or else what is printed."""
        return str(self.issued_date or self.issued)

    @property
    def modified_text(self) -> str:
        """Return the date of the last change as readers see it."""
        return str(self.modified_date or self.modified)

    def clean(self) -> None:
        """Raise ValidationError beside a date that cannot be read."""
        errors = {}
        for field in ("issued", "modified"):
            if text := getattr(self, field):
                try:
                    read_printed(text, self.language)
                except HistoricalDateError as error:
                    errors[field] = str(error)
        if errors:
            raise ValidationError(errors)


@lru_cache(maxsize=4096)
def _read(printed: str, language: str) -> HistoricalDate | None:
    try:
        return read_printed(printed, language) if printed else None
    except HistoricalDateError:
        return None


class Located(models.Model):
    """A place in a source."""

    source: Any  # declared by each model, under a name of its own on the source
    source_id: int
    locator = LineField(max_length=120, blank=True, help_text="Page, chapter or paragraph")

    class Meta:
        abstract = True

    @property
    def where(self) -> str:
        return f"{self.source}, {self.locator}" if self.locator else str(self.source)


class CitedSource(Located):
    """A use of a source. Texts of its post or dossier, where no other has this `key`, cite it so.

    One without a key was written by a release that knew of none; the next save gives it one.
    """

    owner: ClassVar[str]  # the field of what cites it

    key = LineField(
        max_length=KEY_LENGTH,
        blank=True,
        default="",
        db_default="",
        help_text="Cite it as [@key] or [@key, p. 12]; made from author and year when left empty",
        validators=[
            RegexValidator(
                rf"^{KEY}\Z", "A key has small letters from a to z, digits, and hyphens in between."
            )
        ],
    )
    quotation = ProseField(blank=True)
    note = ProseField(blank=True)
    position = models.PositiveIntegerField(default=0)

    class Meta:
        abstract = True
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return self.where

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self.key and kwargs.get("update_fields") is None:
            rows = type(self)._default_manager.filter(**{self.owner: getattr(self, self.owner)})
            others = rows.exclude(pk=self.pk).values_list("key", flat=True)
            self.key = distinct_keys([*((key, key) for key in others), ("", self.source.key)])[-1]
        super().save(*args, **kwargs)


def joined_keys(rows: models.QuerySet[Any], owner: str) -> models.Subquery:
    """Return the keys of the citations of an outer row, with spaces between, for an annotation."""
    own = rows.filter(**{owner: models.OuterRef("pk")}).order_by().values(owner)
    keys = models.StringAgg("key", models.Value(" "), output_field=models.TextField())
    return models.Subquery(own.annotate(keys=keys).values("keys"))


class Citation(CitedSource):
    """Where a post uses a source."""

    owner = "post"
    post = models.ForeignKey("posts.Post", on_delete=models.CASCADE, related_name="citations")
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="citations")

    objects = BulkQuerySet["Citation"].as_manager()

    class Meta(CitedSource.Meta):
        constraints = [length_limit("citation", "locator", 120)]
