"""What is stored now beside what was typed, for the fields in which the two differ."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django import forms
from django.db import models

from posts.admin import publish_time

EMPTY = "(empty)"


def stored_differences(form: forms.ModelForm, stored: models.Model) -> dict[str, str]:
    """Return field name → text of the stored value, for each field typed differently."""
    kept = type(form)(instance=stored)
    differing = {}
    for name, field in form.fields.items():
        initial = kept.get_initial_for_field(field, name)
        if not field.widget.is_hidden and _differs(field, initial, form[name].data):
            differing[name] = in_words(field, initial) or EMPTY
    return differing


def _differs(field: forms.Field, initial: Any, typed: Any) -> bool:
    if isinstance(initial, str) and isinstance(typed, str):
        return field.has_changed(initial.strip(), one_line_end(typed).strip())
    return field.has_changed(initial, typed)


def one_line_end(text: str) -> str:
    """Return text as it is stored: browsers send CR LF for every line feed of a text area."""
    return text.replace("\r\n", "\n")


def in_words(field: forms.Field, value: Any) -> str:
    """Return a form field's value as an editor reads it."""
    if isinstance(value, datetime):
        return publish_time.reading(value)
    if isinstance(field, forms.ModelChoiceField):
        return _names(field, value)
    if isinstance(field, forms.ChoiceField):
        return str(dict(field.choices).get(value, value))  # type: ignore[arg-type]
    if isinstance(value, Iterable) and not isinstance(value, str):
        return ", ".join(str(getattr(item, "tag", item)) for item in value)
    return "" if value is None else str(value)


def _names(field: forms.ModelChoiceField, value: Any) -> str:
    chosen = value if isinstance(value, Iterable) else [value]
    keys = [getattr(item, "pk", item) for item in chosen if item is not None]
    if not keys or field.queryset is None:
        return ""
    return ", ".join(str(row) for row in field.queryset.filter(pk__in=keys))
