from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.urls import reverse

from posts.models.bulk import BulkQuerySet
from posts.models.fields import LineField, ProseField, length_limit
from posts.models.redirect import lead_on
from posts.models.redirect_target import path_of
from posts.models.slugs import SLUG_LENGTH, Slugged

NAME_LENGTH = 100
ABOUT_LENGTH = 500


class Profile(Slugged):
    """The name under which readers know somebody of the desk, in the byline of what they wrote.

    Whoever has no profile has neither byline nor page.
    """

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="profile"
    )
    name = LineField(
        "public name", max_length=NAME_LENGTH, help_text="As it stands over stories: Ada Moreau"
    )
    filed_as = LineField(
        max_length=NAME_LENGTH,
        blank=True,
        help_text="As bibliographies have it: Moreau, Ada",
    )
    slug = models.SlugField(
        "address",
        max_length=SLUG_LENGTH,
        unique=True,
        blank=True,
        help_text="The last part of the address; made from the name if empty",
    )
    about = ProseField(
        "a line for readers",
        max_length=ABOUT_LENGTH,
        blank=True,
        help_text="Who you are and what you write about; plain text",
    )

    objects = BulkQuerySet["Profile"].as_manager()

    class Meta:
        ordering = ["name", "id"]
        constraints = [
            length_limit("profile", "name", NAME_LENGTH),
            length_limit("profile", "filed_as", NAME_LENGTH),
            length_limit("profile", "slug", SLUG_LENGTH),
            length_limit("profile", "about", ABOUT_LENGTH),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("profile", args=[self.slug])

    def clean(self) -> None:
        """Raise ValidationError for a name as bibliographies have it that is not one."""
        family, comma, given = self.filed_as.partition(",")
        if comma and not (family.strip() and given.strip()):
            text = "Write the family name, a comma and the rest: Moreau, Ada."
            raise ValidationError({"filed_as": text})

    @transaction.atomic
    def save(self, *args: Any, **kwargs: Any) -> None:
        """Store the profile; the address that its page had goes on leading to it."""
        stored = Profile.objects.select_for_update().filter(pk=self.pk).first()
        super().save(*args, **kwargs)
        if stored and stored.slug != self.slug:
            lead_on(path_of(stored), to=path_of(self))
