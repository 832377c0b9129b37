"""That a post is a translation of another: all of one story point to the original."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models

from posts.models.locks import hold_table
from posts.models.post_link import PostLink


class TranslationRefused(IntegrityError):
    """A post that cannot be the translation that it says it is; the text says why."""


class Translated(models.Model):
    """A post, the original or a translation of `translation_of`, which is the original itself."""

    translation_of: Any = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="translations",
        db_index=False,
        help_text="The original, where this post is a translation of it",
    )
    translation_of_id: int | None
    language: str

    class Meta:
        abstract = True

    @property
    def original(self) -> Any:
        """Return the post that this one translates, by its title alone, in one query."""
        posts: Any = type(self)._default_manager
        return posts.only("title").get(pk=self.translation_of_id)

    def refuse_translation(self) -> None:
        """Raise TranslationRefused, saying why, for what is no translation, or two in a language.

        Takes two queries of a translation, and one of any other post.
        """
        posts: Any = type(self)._default_manager
        others = posts.filter(translation_of=self.pk) if self.pk else posts.none()
        if self.translation_of_id:
            if self.translation_of_id == self.pk:
                raise TranslationRefused("A post is no translation of itself.")
            if others.exists():
                words = "Other posts are translations of this one: it has to be the original."
                raise TranslationRefused(words)
            others = posts.filter(
                models.Q(pk=self.translation_of_id)
                | models.Q(translation_of=self.translation_of_id) & ~models.Q(pk=self.pk)
            )
        for other in others.only("title", "language", "translation_of"):
            is_original = other.pk == self.translation_of_id
            if is_original and other.translation_of_id:
                words = f"“{other}” is a translation itself: choose the original of it."
                raise TranslationRefused(words)
            if other.language.lower() == self.language.lower():
                told = f"“{other}” is" if is_original else "Another of these translations is"
                words = f"{told} in the language “{self.language}” too: each needs its own."
                raise TranslationRefused(words)

    def clean_translation(self) -> None:
        """Raise ValidationError beside the field as `refuse_translation` does."""
        try:
            self.refuse_translation()
        except TranslationRefused as error:
            raise ValidationError({"translation_of": str(error)}) from error

    def hold_translation(self, before: Any) -> None:
        """Refuse what was just stored; `before` is what it was (None: new). A query if it changed.

        Of two that only together are wrong, whoever comes second sees the first.
        """
        is_new = self.translation_of_id != (before and before.translation_of_id)
        if is_new or (before and before.language != self.language):
            hold_table(PostLink)
            self.refuse_translation()
