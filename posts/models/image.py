import hashlib
from collections.abc import Collection
from os import PathLike
from typing import Any
from urllib.parse import unquote

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models

from posts.imaging.specs import (
    CARD_RATIO,
    FORMATS,
    THUMBNAIL_WIDTH,
    Rendition,
    card_widths,
    offered,
    original_path,
    shape,
    story_widths,
)
from posts.models.fields import (
    Deconstructed,
    HttpURLField,
    LineField,
    StoredConstraint,
    exact_length,
    http_only,
    length_limit,
)
from posts.models.trash import Trashable, TrashQuerySet, trash_index
from posts.rendering import Picture

OUTSIDE = "The focal point lies between 0 and 100 per cent."
DESCRIBED_TWICE = "Describe the picture or mark it decorative, not both."


class ContentNamedImageField(models.ImageField):
    """Names each file by its content, with the ending of its decoded type."""

    def generate_filename(
        self, instance: models.Model | None, filename: str | PathLike[str]
    ) -> str:
        digest = getattr(instance, "content_hash", "")
        ending = str(filename).rpartition(".")[2].lower()
        return original_path(digest, ending)

    def deconstruct(self) -> Deconstructed:
        name, _, args, kwargs = super().deconstruct()
        return name, "django.db.models.ImageField", args, kwargs


class ImageQuerySet(TrashQuerySet["Image"]):
    def at_address(self, src: str) -> "Image | None":
        """Return the picture whose file has, or had, the address `src` on this site.

        Takes the queries of `at_addresses`.
        """
        return self.at_addresses([unquote(src)]).get(unquote(src))

    def at_addresses(
        self, addresses: Collection[str], hero: int | None = None
    ) -> "dict[str, Image]":
        """Return the pictures that have, or had, `addresses`, by those; the hero by its own.

        Takes one query, and another for addresses that a replaced file has left.
        """
        own = {each for each in addresses if each.startswith(settings.MEDIA_URL)}
        if not own and hero is None:
            return {}
        wanted = models.Q(file__in=[each.removeprefix(settings.MEDIA_URL) for each in own])
        wanted |= models.Q() if hero is None else models.Q(pk=hero)
        found = {image.file.url: image for image in self.filter(wanted)}
        if left := own - found.keys():
            moved: Any = self.annotate(moved_from=models.F("redirects__path"))
            found |= {image.moved_from: image for image in moved.filter(moved_from__in=left)}
        return found

    def picture_at(self, src: str) -> Picture | None:
        """Return what `at_address` finds, ready to be shown."""
        image = self.at_address(src)
        return image.as_picture() if image else None


class Image(Trashable):
    """A picture with all that a reader should know of it.

    `content_hash` is the SHA-256 of the file as it came in, before it was encoded again: the
    same upload is one picture whatever encoder stored it. `focal_x` and `focal_y` are whole
    per cent from the left and the top.
    """

    class Licence(models.TextChoices):
        UNKNOWN = "", "not stated"
        PUBLIC_DOMAIN = "PD", "Public domain"
        CC0 = "CC0-1.0", "CC0 1.0"
        CC_BY = "CC-BY-4.0", "CC BY 4.0"
        CC_BY_SA = "CC-BY-SA-4.0", "CC BY-SA 4.0"
        CC_BY_SA_3 = "CC-BY-SA-3.0", "CC BY-SA 3.0"
        OWN = "own", "All rights with this site"
        PERMISSION = "permission", "Used with permission"

    file = ContentNamedImageField(width_field="width", height_field="height", max_length=120)
    alt = LineField("description for those who cannot see it", max_length=500, blank=True)
    decorative = models.BooleanField(default=False, help_text="Says nothing the text does not say")
    caption = LineField(max_length=500, blank=True)
    credit = LineField(max_length=300, blank=True, help_text="As shown under the picture")
    creator = LineField(max_length=200, blank=True)
    year = LineField(max_length=40, blank=True, help_text="As known: 1917, c. 1200")
    licence = models.CharField(max_length=20, choices=Licence, default=Licence.UNKNOWN, blank=True)
    source_url = HttpURLField("source address", max_length=1000, blank=True)
    focal_x = models.PositiveSmallIntegerField(default=50, help_text="Per cent from the left")
    focal_y = models.PositiveSmallIntegerField(default=50, help_text="Per cent from the top")
    illustration = models.BooleanField(
        default=False, help_text="Drawn or generated: it does not document the event"
    )
    content_hash = models.CharField(max_length=64, unique=True, editable=False)
    original_name = LineField(max_length=255, blank=True, editable=False)
    width = models.PositiveIntegerField(editable=False)
    height = models.PositiveIntegerField(editable=False)
    transparent = models.BooleanField(
        null=True, editable=False, help_text="Something shows through; empty: not looked at yet"
    )
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, editable=False, on_delete=models.SET_NULL
    )
    uploaded_at = models.DateTimeField(auto_now_add=True)

    objects = ImageQuerySet.as_manager()

    class Meta:
        verbose_name = "picture"
        ordering = ["-uploaded_at", "-id"]
        indexes = [
            models.Index(fields=["uploaded_at", "id"], name="image_upload_order"),
            trash_index("image"),
        ]
        constraints = [
            StoredConstraint(
                condition=models.Q(focal_x__lte=100, focal_y__lte=100),
                name="image_focus_inside",
                violation_error_message=OUTSIDE,
            ),
            StoredConstraint(
                condition=models.Q(decorative=False) | models.Q(alt=""),
                name="image_alt_or_decorative",
                violation_error_message=DESCRIBED_TWICE,
            ),
            exact_length("image", "content_hash", 64),
            http_only("image", "source_url"),
            length_limit("image", "alt", 500),
            length_limit("image", "caption", 500),
            length_limit("image", "credit", 300),
            length_limit("image", "creator", 200),
            length_limit("image", "source_url", 1000),
        ]

    def __str__(self) -> str:
        return self.alt or self.original_name or self.content_hash[:12]

    def clean(self) -> None:
        """Raise ValidationError for what the database would refuse, without asking it."""
        if max(self.focus) > 100:
            raise ValidationError(OUTSIDE)
        if self.decorative and self.alt:
            raise ValidationError({"alt": DESCRIBED_TWICE})

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self.content_hash:
            self.content_hash = hashlib.sha256(self.file.read()).hexdigest()
            self.file.seek(0)
        super().save(*args, **kwargs)

    @property
    def credit_line(self) -> str:
        """Return credit (or creator), year and licence as one line, whatever is known."""
        licence = self.get_licence_display() if self.licence else ""
        who = self.credit or self.creator
        return ", ".join(part for part in (who, self.year, licence) if part)

    @property
    def thumbnail_url(self) -> str:
        return self._address(THUMBNAIL_WIDTH, "webp", self.focus)

    @property
    def focus(self) -> tuple[int, int]:
        return self.focal_x, self.focal_y

    @property
    def renditions(self) -> tuple[Rendition, ...]:
        """Return all that pages may ask for, with the focal point of now."""
        return offered(self.content_hash, (self.width, self.height), self.focus)

    def as_picture(self) -> Picture:
        """Return the whole picture in every width up to its own."""
        return self._picture(story_widths(self.width), None, (self.width, self.height))

    def as_card(self) -> Picture:
        """Return the 3:2 crop around the focal point, for lists."""
        return self._picture(card_widths((self.width, self.height)), self.focus, CARD_RATIO)

    def _picture(
        self, widths: tuple[int, ...], focus: tuple[int, int] | None, ratio: tuple[int, int]
    ) -> Picture:
        width = self._real_width(widths[-1], focus)
        return Picture(
            src=self._address(widths[-1], "webp", focus),
            width=width,
            height=max(1, round(width * ratio[1] / ratio[0])),
            alt=self.alt,
            sources=tuple(
                (f"image/{kind}", self._candidates(widths, kind, focus)) for kind in FORMATS
            ),
            caption=self.caption,
            credit=self.credit_line,
            illustration=self.illustration,
            transparent=bool(self.transparent),
        )

    def _candidates(
        self, widths: tuple[int, ...], format: str, focus: tuple[int, int] | None
    ) -> str:
        return ", ".join(
            f"{self._address(w, format, focus)} {self._real_width(w, focus)}w" for w in widths
        )

    def _real_width(self, width: int, focus: tuple[int, int] | None) -> int:
        """Return the pixels that the rendition has, which is never enlarged to its name."""
        rendition = Rendition(self.content_hash, width, "webp", focus)
        return shape(rendition, (self.width, self.height))[0]

    def _address(self, width: int, format: str, focus: tuple[int, int] | None) -> str:
        return settings.MEDIA_URL + Rendition(self.content_hash, width, format, focus).path
