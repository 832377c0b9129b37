"""Rows that are content of a post: bullets and citations, and the formset that links share."""

from typing import Any

from django import forms
from django.db.models import Model
from django.forms.widgets import Script
from django.http import HttpRequest

from posts.admin.rows import (
    CITATION_FIELDS,
    ORDER,
    BoundedInlineFormSet,
    CitationForm,
    RowInline,
    SourceRows,
    without_deleting,
)
from posts.keys import as_keys
from posts.models import Bullet, Citation, Post


class ContentFormSet(BoundedInlineFormSet):
    """Rows that are content of their post, as its title is: saved with it and nowhere else.

    No row has a key here. What the form shows comes from a snapshot, and goes into one.
    `names` are those of the rows that it points to, by key.
    """

    model: type[Any]
    names: dict[str, str] = {}

    def __init__(self, data: Any = None, *args: Any, **kwargs: Any) -> None:
        kwargs["queryset"] = self.model._default_manager.none()
        self.chosen: dict[str, Any] = {}
        if data is not None:
            data = self._without_parents(data, kwargs["prefix"])
            self.chosen = self._chosen(data, kwargs["prefix"])
        super().__init__(data, *args, **kwargs)

    def _chosen(self, data: Any, prefix: str) -> dict[str, Any]:
        """Return the rows that are pointed to and may be, by key, in one query for all."""
        pointer = getattr(self.form, "pointer", "")
        if not pointer:
            return {}
        found = {
            data.get(key, "")
            for key in data
            if key.startswith(f"{prefix}-") and key.endswith(f"-{pointer}")
        }
        keys = as_keys(found)
        rows: Any = self.form.base_fields[pointer].queryset
        rows = rows.for_links() if rows.model is Post else rows
        return {str(pk): row for pk, row in rows.in_bulk(keys).items()} if keys else {}

    def _without_parents(self, data: Any, prefix: str) -> Any:
        """Return `data` without each row's post: there is one, new if that one was deleted."""
        left = data.copy()
        for key in [key for key in data if key.startswith(f"{prefix}-")]:
            if key.endswith(f"-{self.fk.name}"):
                del left[key]
        return left

    def initial_form_count(self) -> int:
        return 0

    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        # Sent by pages and scripts that know rows by their key; it says nothing here.
        form.fields["id"] = forms.CharField(required=False, widget=forms.HiddenInput)

    def get_form_kwargs(self, index: int | None) -> dict[str, Any]:
        return super().get_form_kwargs(index) | {
            "names": self.names,
            "chosen": self.chosen,
        }

    def save(self, commit: bool = True) -> list[Any]:
        """Save nothing: `posts.editorial.save` writes the whole post at once."""
        self.new_objects, self.changed_objects, self.deleted_objects = [], [], []
        return []


class ContentInline(RowInline):
    """Rows of a post, shown from its snapshot or its working copy."""

    formset = ContentFormSet

    def get_queryset(self, request: HttpRequest) -> Any:
        return self.model._default_manager.none()


class BulletInline(ContentInline):
    model = Bullet
    fields = ("text", "label", ORDER)
    verbose_name = "bullet"
    verbose_name_plural = "TLDR"

    @property
    def media(self) -> forms.Media:
        return super().media + forms.Media(
            js=[Script("js/desk/bullets.js", type="module")]  # type: ignore[list-item]
        )

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "text":
            kwargs["widget"] = forms.Textarea(attrs={"rows": 2})
        elif db_field.name == "label":
            kwargs["widget"] = forms.TextInput(attrs={"list": "bullet-labels"})
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        without_deleting(field)
        return field


class CitationInline(SourceRows, ContentInline):
    model: type[Model] = Citation
    form = CitationForm
    fields = CITATION_FIELDS
    autocomplete_fields = ("source",)
    verbose_name = "source"
    verbose_name_plural = "Sources"

    def get_queryset(self, request: HttpRequest) -> Any:
        return Citation.objects.none()
