from typing import Self

from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse

from posts.models.bulk import BulkQuerySet
from posts.models.fields import LineField, ProseField, exact_length, in_choices, length_limit
from posts.models.filing import FilingTerm
from posts.models.slugs import SLUG_LENGTH


class PlaceKind(models.TextChoices):
    CONTINENT = "continent", "continent"
    COUNTRY = "country", "country"
    HISTORICAL = "historical", "former state"
    REGION = "region", "region"
    CITY = "city", "city"


class PlaceQuerySet(BulkQuerySet["Place"]):
    def with_parents(self) -> Self:
        """Load what lies around each: a city's region, country and continent."""
        return self.select_related("parent__parent__parent")


class Place(FilingTerm):
    """A country, a region, a city, or a state that is gone; has an archive page.

    `valid_from` and `valid_to` are astronomical years (0 is 1 BC), None where open.
    `calendar_reform` is the first day of the Gregorian calendar there, in Gregorian digits.
    """

    Kind = PlaceKind

    name = LineField(max_length=120)
    slug = models.SlugField(max_length=SLUG_LENGTH, unique=True, blank=True)
    kind = models.CharField(max_length=12, choices=Kind, default=Kind.CITY)
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="children"
    )
    iso_alpha2 = models.CharField("ISO 3166-1 alpha-2", max_length=2, null=True, blank=True)
    iso_alpha3 = models.CharField("ISO 3166-1 alpha-3", max_length=3, null=True, blank=True)
    iso_numeric = models.CharField("ISO 3166-1 numeric", max_length=3, null=True, blank=True)
    valid_from = models.IntegerField(
        null=True, blank=True, help_text="Astronomical year: 44 BC is -43, 1 BC is 0"
    )
    valid_to = models.IntegerField(null=True, blank=True, help_text="Astronomical year")
    calendar_reform = models.DateField(
        null=True, blank=True, help_text="First day of the Gregorian calendar there"
    )
    successors = models.ManyToManyField(
        "self", symmetrical=False, blank=True, related_name="predecessors"
    )
    description = ProseField(blank=True)

    objects = PlaceQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["iso_alpha2"], name="place_iso_alpha2_once"),
            models.UniqueConstraint(fields=["iso_alpha3"], name="place_iso_alpha3_once"),
            exact_length("place", "iso_alpha2", 2),
            exact_length("place", "iso_alpha3", 3),
            exact_length("place", "iso_numeric", 3),
            models.CheckConstraint(
                condition=models.Q(valid_from__isnull=True)
                | models.Q(valid_to__isnull=True)
                | models.Q(valid_from__lte=models.F("valid_to")),
                name="place_valid_in_order",
                violation_error_message="It ends before it begins.",
            ),
            models.CheckConstraint(
                condition=~models.Q(parent=models.F("id")), name="place_not_its_own_parent"
            ),
            in_choices("place", "kind", PlaceKind),
            length_limit("place", "name", 120),
            length_limit("place", "slug", SLUG_LENGTH),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("place", args=[self.slug])

    def clean(self) -> None:
        """Refuse a parent that stands below this place, and store empty codes as absent."""
        for code in ("iso_alpha2", "iso_alpha3", "iso_numeric"):
            setattr(self, code, (getattr(self, code) or "").upper() or None)
        above = self.parent if self.pk is not None else None
        if above is not None and (above.pk == self.pk or lies_within(above, self)):
            raise ValidationError({"parent": f"{above} lies within {self} itself."})


def lies_within(place: Place, other: Place) -> bool:
    """Whether `other` is around `place`, at whatever distance; takes a query for each step."""
    above, seen = place.parent, set[int]()
    while above is not None and above.pk not in seen:
        if above.pk == other.pk:
            return True
        seen.add(above.pk)
        above = above.parent
    return False
