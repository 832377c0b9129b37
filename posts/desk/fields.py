"""Fields of the desk's forms: of a column, of another row, with a live note underneath."""

from collections.abc import Callable, Collection, Mapping
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import (
    AdminTextInputWidget,
    AutocompleteSelect,
    AutocompleteSelectMultiple,
    RelatedFieldWidgetWrapper,
)
from django.core.exceptions import ValidationError
from django.core.validators import ProhibitNullCharactersValidator
from django.db.models import Model, QuerySet
from django.forms.boundfield import BoundField
from django.urls import reverse_lazy
from django.utils.functional import cached_property
from django.utils.text import capfirst

from posts.desk.tags import TagsField, each_once
from posts.editorial.roles import Visitor
from posts.editorial.snapshot import Named
from posts.editorial.snapshot_io import named
from posts.keys import KEY_DIGITS, as_key, as_keys
from posts.models import Image, Post
from posts.rendering import RenderingError, clean_line


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
        if not isinstance(self.field, forms.ModelChoiceField):
            return value
        if isinstance(self.field, forms.ModelMultipleChoiceField):
            return [each for each in value or () if _is_key(each)]
        return value if _is_key(value) else None


def _is_key(value: Any) -> bool:
    return isinstance(value, Model) or as_key(str(value)) is not None


class DeskBoundField(ChoiceBoundField):
    """A field with a live note under it, where its form has `notes`."""

    @property
    def note(self) -> str | None:
        """Return the line under the field, '' for an empty one, None where there is none."""
        notes: dict[str, str] = getattr(self.form, "notes", {})
        return notes.get(self.name)

    @property
    def note_id(self) -> str:
        return f"{self.auto_id}_note"

    @cached_property
    def aria_describedby(self) -> str | None:
        described = super().aria_describedby
        if self.note is None:
            return described
        return f"{described} {self.note_id}" if described else self.note_id


class ColumnField(forms.CharField):
    """Words for a column, under its name, refused as that column refuses them.

    They are typed into one line, or into a box of so many `rows`, with HTML attributes `attrs`.
    """

    def __init__(
        self, model: type[Model], name: str, *, rows: int = 0, attrs: Any = None, **kwargs: Any
    ) -> None:
        column: Any = model._meta.get_field(name)
        own = {"max_length": column.max_length, "required": not column.blank}
        own |= {"label": capfirst(column.verbose_name), "help_text": column.help_text}
        own["widget"] = AdminTextInputWidget(attrs)
        if rows:
            own["widget"] = forms.Textarea({"rows": rows} | (attrs or {}))
        super().__init__(**own | kwargs)
        self.column = column
        if hasattr(column, "cleaner"):
            # It refuses NUL as well, and tells its line and column.
            self.validators = without_nul(self.validators)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """A `maxlength` would cut pasted text without a word: the limit is told afterwards."""
        return {k: v for k, v in super().widget_attrs(widget).items() if k != "maxlength"}

    def clean(self, value: Any) -> str:
        text: str = super().clean(value)
        return str(self.column.clean(text, None)) if text else text


class DateBox(forms.TextInput):
    """A box for a date as people write it, which a script reads back."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        own = {"autocomplete": "off", "data-read-url": reverse_lazy("admin:read_date")}
        super().__init__(own | (attrs or {}))


def event_field(**kwargs: Any) -> ColumnField:
    """Return the field of the date on which a post happened."""
    return ColumnField(
        Post,
        "event_input",
        help_text="As you would write it: 27 May 1997, c. 1200, 44 BC, 1914–1918",
        widget=DateBox({"placeholder": "14 October 1066"}),
        **kwargs,
    )


def refuse_as_row(form: forms.Form, check: Callable[[], Any]) -> None:
    """Add to the errors of `form` what a row made of what was typed refuses in its `check`."""
    try:
        check()
    except ValidationError as error:
        for name, errors in error.error_dict.items():
            if not form.has_error(name):
                form.add_error(name, errors)


def without_nul(validators: list[Any]) -> list[Any]:
    """Return the validators but for the one that refuses NUL and does not say where it is."""
    return [v for v in validators if not isinstance(v, ProhibitNullCharactersValidator)]


class _Named:
    """Names rows that are `known` without asking the database once more."""

    known: Mapping[str, Named] = {}

    def optgroups(self, name: str, value: Any, attr: Any = None) -> Any:
        select: Any = self
        keys = [str(each) for each in value]
        if not keys or any(key not in self.known for key in keys):
            return super().optgroups(name, value, attr)  # type: ignore[misc]
        is_single = not select.allow_multiple_selected
        given = [("", "", False)] if is_single and not select.is_required else []
        given += [(key, row.name, True) for key, row in self.known.items() if key in keys]
        options = [select.create_option(name, *each, at) for at, each in enumerate(given)]
        return [(None, options, 0)]


class NamedSelect(_Named, AutocompleteSelect):
    pass


class NamedSelectMultiple(_Named, AutocompleteSelectMultiple):
    pass


def named_rows(
    rows: QuerySet[Any], keys: Collection[str], known: Mapping[str, Named]
) -> dict[str, Named]:
    """Return key → row of those with these keys, in their order; a query unless all are known."""
    if known.keys() >= set(keys):
        return {key: row for key, row in known.items() if key in keys}
    return {str(row.pk): named(row) for row in rows.filter(pk__in=as_keys(keys))}


class RowsField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    """A choice of rows, whose value is their names; `chosen` finds them by their keys."""

    chosen: Callable[[], Mapping[str, Named]]

    def clean(self, value: Any) -> Any:
        found = self.chosen()
        if all(str(key) in found for key in value or ()):
            return tuple(found.values())
        return tuple(named(row) for row in super().clean(value))  # or why they are refused


class RowField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A choice of a row, whose value is its name; `chosen` finds it, with those of other fields."""

    chosen: Callable[[], Mapping[str, Named]]

    def to_python(self, value: Any) -> Any:
        if value in self.empty_values:
            return None
        if (row := self.chosen().get(str(value))) is not None:
            return row
        words = self.error_messages["invalid_choice"]
        raise ValidationError(words, code="invalid_choice", params={"value": value})


def typed(field: forms.Field, data: Any) -> Any:
    """Return what was typed as a snapshot has it, valid or not; a choice that is gone is none."""
    if isinstance(field, RowsField):
        return tuple(field.chosen().values())
    if isinstance(field, RowField):
        return field.chosen().get(str(data))
    if isinstance(field, forms.BooleanField):
        return bool(data)
    if isinstance(field, TagsField):
        return each_once(_tidied(clean_line, name) for name in data or ())
    cleaner = getattr(getattr(field, "column", None), "cleaner", str.strip)
    return _tidied(cleaner, str(data or ""))


def _tidied(cleaner: Callable[[str], str], text: str) -> str:
    """Return a text as it will be stored; one that is refused, as it is."""
    try:
        return cleaner(text).strip()
    except RenderingError:
        return text


def relation(model: type[Model], name: str, **kwargs: Any) -> Any:
    """Return the field of a column that points to other rows, looked for as one types."""
    column: Any = model._meta.get_field(name)
    many = column.many_to_many
    widget = (NamedSelectMultiple if many else NamedSelect)(column, admin.site)
    if column.related_model is Image:
        widget.attrs["data-picture-url"] = reverse_lazy("admin:picture", args=[0])
    return column.formfield(widget=widget, form_class=RowsField if many else RowField, **kwargs)


def offer_rows(field: Any, known: Mapping[str, Named], *, user: Visitor, posts: Any) -> None:
    """Offer in `field` what `user` may add and edit, of posts these; name the `known` rows."""
    if field.queryset.model is Post:
        field.queryset = posts
    widget = field.widget
    widget.known = known
    rel = widget.field.remote_field
    add, change = (
        user.has_perm(f"posts.{verb}_{rel.model._meta.model_name}") for verb in ("add", "change")
    )
    field.widget = RelatedFieldWidgetWrapper(
        widget, rel, admin.site, can_add_related=add, can_change_related=change
    )
