"""What every model form of the desk shares: notes under fields, and errors that say where."""

from typing import Any

from django import forms
from django.forms.widgets import Script

from posts.desk.fields import DeskBoundField, without_nul


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
                field.validators = without_nul(field.validators)

    def _model_cleans(self, name: str) -> bool:
        model_fields = {f.name: f for f in self._meta.model._meta.get_fields()}
        return hasattr(model_fields.get(name), "cleaner")
