"""What every form of the desk shares: notes under fields, and errors that say where."""

from typing import Any

from django import forms
from django.core.validators import ProhibitNullCharactersValidator
from django.db.models import Model
from django.forms.boundfield import BoundField
from django.forms.widgets import Script
from django.utils.functional import cached_property

from posts.keys import KEY_DIGITS, as_key


class ChoiceBoundField(BoundField):
    """A field whose choices are rows: what is no key of one never reaches the database."""

    @property
    def data(self) -> Any:
        """Cut what has more digits than any key: as a number the database would not take it."""
        data = super().data
        if isinstance(self.field, forms.ModelMultipleChoiceField) and data:
            return [e if len(str(e)) <= KEY_DIGITS else f"{e[:KEY_DIGITS]}…" for e in data]
        return data

    def value(self) -> Any:
        """Leave out what is no key of a row: Django would ask the database for its name."""
        value = super().value()
        if isinstance(self.field, forms.ModelMultipleChoiceField):
            return [each for each in value or () if _is_key(each)]
        is_choice = isinstance(self.field, forms.ModelChoiceField)
        return value if _is_key(value) or not is_choice else None


class DeskBoundField(ChoiceBoundField):
    """A field with a live note under it."""

    form: "DeskForm"

    @property
    def note(self) -> str | None:
        """Return the line under the field, '' for an empty one, None where there is none."""
        return self.form.notes.get(self.name)

    @property
    def note_id(self) -> str:
        return f"{self.auto_id}_note"

    @cached_property
    def aria_describedby(self) -> str | None:
        described = super().aria_describedby
        if self.note is None:
            return described
        return f"{described} {self.note_id}" if described else self.note_id


def _is_key(value: Any) -> bool:
    return isinstance(value, Model) or as_key(str(value)) is not None


class ColumnField(forms.CharField):
    """Words for a column of another model than the form's own, refused as that column does."""

    def __init__(self, model: type[Model], name: str, **kwargs: Any) -> None:
        column: Any = model._meta.get_field(name)
        super().__init__(required=False, max_length=column.max_length, **kwargs)
        self.column = column

    def clean(self, value: Any) -> str:
        text: str = super().clean(value)
        return str(self.column.clean(text, None)) if text else text


class DeskForm(forms.ModelForm):
    """A model form whose text errors name the character and its place.

    A `maxlength` would cut pasted text without a word, so limits are told afterwards instead.
    """

    bound_field_class = DeskBoundField

    class Media:
        js = [
            Script("js/desk/choices.js", type="module"),
            Script("js/desk/saving.js", type="module"),
            Script("js/desk/address.js", type="module"),
        ]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": ""} | kwargs)
        for name, field in self.fields.items():
            field.widget.attrs.pop("maxlength", None)
            if isinstance(field, forms.DateField):
                field.widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
            if isinstance(field, forms.CharField) and self._model_cleans(name):
                # The model's cleaner refuses NUL as well, and tells its line and column.
                field.validators = [
                    v
                    for v in field.validators
                    if not isinstance(v, ProhibitNullCharactersValidator)
                ]

    def _model_cleans(self, name: str) -> bool:
        model_fields = {f.name: f for f in self._meta.model._meta.get_fields()}
        return hasattr(model_fields.get(name), "cleaner")

    @cached_property
    def notes(self) -> dict[str, str]:
        """The line under each field that has one."""
        return {}
