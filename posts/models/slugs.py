from collections.abc import Callable, Collection
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_slug
from django.db import IntegrityError, models, transaction
from django.utils.text import slugify

from posts.rendering import apart

SLUG_LENGTH = 120
_ATTEMPTS = 20
# What would vanish between two words and make them one.
_PARTING = str.maketrans(dict.fromkeys("‐‑‒–—―/⁄∕|\\…•", "-"))


def words_parted(text: str) -> str:
    """Return `text` with hyphens for dashes, slashes and their like."""
    return text.translate(_PARTING)


def slug_from(text: str) -> str:
    """Return an ASCII slug of at most SLUG_LENGTH characters, cut between words; may be empty."""
    slug = slugify(apart(words_parted(text[: 4 * SLUG_LENGTH])))
    if len(slug) <= SLUG_LENGTH:
        return slug
    return slug[: SLUG_LENGTH + 1].rpartition("-")[0] or slug[:SLUG_LENGTH]


def free_slug(rows: models.QuerySet[Any], base: str) -> str:
    """Return `base`, or the first of `base-2`, `base-3`, … that none of `rows` has."""
    alike = rows.filter(slug__startswith=base[: SLUG_LENGTH - 5])
    return free_of(set(alike.values_list("slug", flat=True)), base)


def free_of(taken: Collection[str], base: str) -> str:
    """Return `base`, or the first of `base-2`, `base-3`, … that is not among `taken`."""
    if base not in taken:
        return base
    numbered = (numbered_slug(base, number) for number in range(2, len(taken) + 3))
    return next(slug for slug in numbered if slug not in taken)


def numbered_slug(base: str, number: int) -> str:
    suffix = f"-{number}"
    return base[: SLUG_LENGTH - len(suffix)].rstrip("-") + suffix


def save_with_free_slug(row: Any, base: str, save: Callable[[], None]) -> None:
    """Insert `row` under the first free slug, trying again when another writer was faster."""
    rows = type(row)._default_manager.exclude(pk=row.pk)
    for _ in range(_ATTEMPTS):
        row.slug = free_slug(rows, base)
        try:
            with transaction.atomic():
                save()
            return
        except IntegrityError:
            if not rows.filter(slug=row.slug).exists():
                raise
    raise IntegrityError(f"No free slug found for “{base}” in {_ATTEMPTS} attempts.")


def _require_address(slug: str) -> None:
    """Raise ValidationError for a slug that no address here can hold.

    One such row would turn every page that links to it into an error.
    """
    try:
        validate_slug(slug)
    except ValidationError as error:
        text = f"“{slug}” cannot be an address: use letters from a to z, digits, “-” and “_”."
        raise ValidationError({"slug": text}, code="slug") from error


class Slugged(models.Model):
    """A row whose empty slug is made from its name, or from its id when the name yields none."""

    slug: str

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.slug:
            _require_address(self.slug)
            return super().save(*args, **kwargs)
        return self._save_under_own_slug(lambda: super(Slugged, self).save(*args, **kwargs))

    def slug_source(self) -> str:
        return str(self)

    def _save_under_own_slug(self, save: Callable[[], None]) -> None:
        kind = self._meta.model_name
        base = slug_from(self.slug_source())
        save_with_free_slug(self, base or f"new-{kind}", save)
        if not base:
            self.slug = free_slug(type(self)._default_manager.all(), f"{kind}-{self.pk}")
            models.Model.save(self, update_fields=["slug"])
