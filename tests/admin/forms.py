"""What a browser would send back of a form it was shown."""

from typing import Any

from django import forms
from django.test import Client

from posts.desk.form import WritingForm
from posts.models import Post

ADD = "/admin/posts/post/add/"


def change_url(post: Post) -> str:
    return f"/admin/posts/post/{post.pk}/change/"


def shown(client: Client, url: str) -> dict[str, Any]:
    """Return the data of the form at `url`, unchanged."""
    return data_of(client.get(url))


def data_of(response: Any) -> dict[str, Any]:
    data = _fields(form_of(response))
    for formset in formsets_of(response):
        data |= _fields(formset.management_form)
        for form in formset.forms:
            data |= _fields(form)
    return data


def has_form(response: Any) -> bool:
    context = response.context or {}
    return "adminform" in context or isinstance(context.get("form"), WritingForm)


def form_of(response: Any) -> Any:
    """Return the form of a page of the desk, or of Django's own."""
    context = response.context
    return context["adminform"].form if "adminform" in context else context["form"]


def formsets_of(response: Any) -> list[Any]:
    """Return the rows of the form, kind by kind."""
    if "adminform" in response.context:
        return [inline.formset for inline in response.context["inline_admin_formsets"]]
    return list(response.context["form"].rows.values())


def with_row(data: dict[str, Any], prefix: str, **values: Any) -> dict[str, Any]:
    """Return `data` with one more row, as "Add another" makes it."""
    index = int(data[f"{prefix}-TOTAL_FORMS"])
    row = {f"{prefix}-{index}-{name}": value for name, value in values.items()}
    return data | row | {f"{prefix}-TOTAL_FORMS": index + 1}


def _fields(form: Any) -> dict[str, Any]:
    data: dict[str, Any] = {}
    for bound in form:
        value, widget = bound.value(), bound.field.widget
        if isinstance(widget, forms.MultiWidget):
            parts = value if isinstance(value, list) else widget.decompress(value)
            data |= {f"{bound.html_name}_{i}": part for i, part in enumerate(parts)}
        elif isinstance(widget, forms.CheckboxInput):
            data |= {bound.html_name: "on"} if value else {}
        elif bound.name == "tags":
            data[bound.html_name] = list(value)
        elif isinstance(bound.field, forms.ModelMultipleChoiceField):
            data[bound.html_name] = _plain(value or [])
        elif not isinstance(widget, forms.FileInput):
            data[bound.html_name] = _plain(value)
    return data


def _plain(value: Any) -> Any:
    if isinstance(value, (list, tuple)):
        return [str(getattr(item, "pk", item)) for item in value]
    return "" if value is None else value
