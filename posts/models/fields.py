"""Fields that clean text on every way in: forms, admin, importers and plain `save()`."""

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import models
from django.db.models.functions import Length
from django.db.models.lookups import Exact, LessThanOrEqual
from django.utils.safestring import SafeString

from posts.languages import language_code
from posts.rendering import RenderingError, clean_line, clean_text, stored_html

Deconstructed = tuple[str, str, Sequence[Any], dict[str, Any]]

if TYPE_CHECKING:
    _Field = models.Field[Any, Any]
else:
    _Field = models.Field


class _Cleaned(_Field):
    """Runs `cleaner` in validation and again when the value is written."""

    cleaner: Callable[[str], str]

    def clean(self, value: Any, model_instance: models.Model | None) -> Any:
        try:
            cleaned = self._cleaned(value)
        except RenderingError as error:
            raise ValidationError(str(error), code="text") from error
        return super().clean(cleaned, model_instance)

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        """Raises ValidationError, naming the field, for a value that no form has seen."""
        try:
            value = self._cleaned(super().pre_save(model_instance, add))
        except RenderingError as error:
            raise ValidationError(f"{self.verbose_name}: {error}", code="text") from error
        setattr(model_instance, self.attname, value)
        return value

    def _cleaned(self, value: Any) -> Any:
        return type(self).cleaner(value) if isinstance(value, str) else value

    def deconstruct(self) -> Deconstructed:
        """Name Django's own field, so that no migration ever imports this package."""
        name, _, args, kwargs = super().deconstruct()
        plain = next(c for c in type(self).__mro__ if c.__module__.startswith("django.db.models."))
        return name, f"django.db.models.{plain.__name__}", args, kwargs


class LineField(_Cleaned, models.CharField):
    """One line: a title, a name, a label."""

    cleaner = staticmethod(clean_line)


def known_language(code: str) -> None:
    if not language_code(code):
        raise ValidationError(f"“{code}” is no code of a language, as en, de and fr-CH are.")


class LanguageField(LineField):
    """The code of a language, written as it is usually, or nothing.

    What is none is refused in validation alone: a row that has one already is still saved.
    """

    default_validators = [known_language]

    @staticmethod
    def cleaner(value: str) -> str:
        return language_code(value) or clean_line(value)


class ProseField(_Cleaned, models.TextField):
    """Text of any number of lines."""

    cleaner = staticmethod(clean_text)


class HttpURLField(_Cleaned, models.URLField):
    """An http or https address, or nothing."""

    cleaner = staticmethod(clean_line)
    default_validators = [
        URLValidator(schemes=["http", "https"], message="Enter an address with http:// or https://")
    ]


class HTMLField(models.TextField):
    """HTML that `posts.rendering` made and that comes back as safe to show."""

    def from_db_value(self, value: str | None, *_: object) -> SafeString | None:
        return None if value is None else stored_html(value)

    def deconstruct(self) -> Deconstructed:
        name, _, args, kwargs = super().deconstruct()
        return name, "django.db.models.TextField", args, kwargs


class StoredConstraint(models.CheckConstraint):
    """What the database holds of a rule that a field's own validation tells editors earlier.

    Django validates each constraint by a query between two savepoints; a form would ask a
    hundred for what it knows already.
    """

    def validate(self, *args: Any, **kwargs: Any) -> None:
        pass

    def deconstruct(self) -> tuple[str, Sequence[Any], dict[str, Any]]:
        _, args, kwargs = super().deconstruct()
        return "django.db.models.CheckConstraint", args, kwargs


def length_limit(model: str, field: str, limit: int) -> models.CheckConstraint:
    """Return a limit in characters that SQLite keeps too, which ignores varchar(n)."""
    return StoredConstraint(
        condition=LessThanOrEqual(Length(field), limit), name=f"{model}_{field}_length"
    )


def exact_length(model: str, field: str, length: int) -> models.CheckConstraint:
    """Return a constraint on the number of characters; an absent value passes."""
    return StoredConstraint(condition=Exact(Length(field), length), name=f"{model}_{field}_length")


def http_only(model: str, field: str) -> models.CheckConstraint:
    return StoredConstraint(
        condition=models.Q(**{field: ""})
        | models.Q(**{f"{field}__startswith": "http://"})
        | models.Q(**{f"{field}__startswith": "https://"}),
        name=f"{model}_{field}_http",
    )


def in_choices(model: str, field: str, choices: Iterable[str]) -> models.CheckConstraint:
    """Return that a column holds one of `choices`: an enumeration of strings, or the strings."""
    return StoredConstraint(
        condition=models.Q(**{f"{field}__in": [str(each) for each in choices]}),
        name=f"{model}_{field}_known",
    )


def person(related_name: str) -> Any:
    """Return a key to who did something; the deed outlives the account."""
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name=related_name,
    )
