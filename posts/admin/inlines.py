"""Rows within the form of a dossier: its sections, milestones and sources."""

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.options import InlineModelAdmin
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.forms.models import BaseInlineFormSet
from django.http import HttpRequest

from posts.admin.fields import DeskForm
from posts.desk.fields import NamedSelect
from posts.desk.media import ROWS
from posts.desk.row_data import MOST_ROWS, BoundedFormSet, row_count, rows_of
from posts.keys import as_keys, as_number

ORDER = "position"
CITATION_FIELDS = ("source", "locator", "quotation", "note", ORDER)


class RowForm(DeskForm):
    """A row that was added and left empty is no row: its place in the order is not content.

    `pointer` names the choice of another row.
    """

    pointer = ""

    def _get_validation_exclusions(self) -> set[str]:
        """Do not ask again whether a row that was just read is there."""
        return super()._get_validation_exclusions() | {self.pointer}  # type: ignore[misc]

    def has_changed(self) -> bool:
        changed = set(self.changed_data)
        return bool(changed - {ORDER, "id"} if self.instance.pk is None else changed)

    def _post_clean(self) -> None:
        """Leave alone what is stored and was not touched: each check is a query of its own."""
        if self.instance.pk is None or self.has_changed():
            super()._post_clean()  # type: ignore[misc]


class BoundedInlineFormSet(BoundedFormSet, BaseInlineFormSet):
    model: type[Any]


class RowFormSet(BoundedInlineFormSet):
    """Keeps what was typed when a row is gone or out of its place, and the order without gaps."""

    def arranged(self, data: Any, options: dict[str, Any]) -> Any:
        return _stored_rows_first(data, options["prefix"], options["queryset"])

    def save(self, commit: bool = True) -> list[Any]:
        saved = super().save(commit)
        if commit:
            self._close_gaps()
        return saved

    def _close_gaps(self) -> None:
        """Number the rows 1, 2, 3 as they were put; rows this form never showed come last."""
        order = [f for f in self.forms if f.instance.pk and f not in self.deleted_forms]
        order.sort(key=_typed_position)
        places = {form.instance.pk: place for place, form in enumerate(order)}
        rows = list(self.model._default_manager.filter(**{self.fk.name: self.instance}))
        rows.sort(key=lambda row: places.get(row.pk, len(places)))
        for number, row in enumerate(rows, 1):
            row.position = number
        self.model._default_manager.bulk_update(rows, [ORDER])


def _typed_position(form: forms.ModelForm) -> int:
    text = str(form[ORDER].value() or "") if ORDER in form.fields else ""
    return as_number(text) or 0


def _stored_rows_first(data: Any, prefix: str, queryset: Any) -> Any:
    """Return `data` with its stored rows in front, which is all that tells them from new ones.

    The admin's script numbers rows anew, as they stand on the page, when one is removed: a
    new row that was put above a stored one would be taken for it, and the stored one copied.
    Rows that someone else deleted become new ones, text and all.
    """
    initial = as_number(str(data.get(f"{prefix}-INITIAL_FORMS", ""))) or 0
    total = min(row_count(data, prefix), 1 + max(rows_of(data, prefix), default=-1))
    keys = [str(data.get(f"{prefix}-{i}-id", "")) for i in range(max(initial, total))]
    numbers = as_keys(keys)
    rows = queryset.filter(pk__in=numbers).values_list("pk", flat=True) if numbers else ()
    known = {str(pk) for pk in rows}
    here = [i for i, key in enumerate(keys) if key in known]
    if here == list(range(initial)):
        return data
    new = [i for i, key in enumerate(keys) if key not in known]
    order = [*here, *(i for i in new if f"{prefix}-{i}-DELETE" not in data)]
    return _readdressed(data, prefix, order, kept=len(here))


def _readdressed(data: Any, prefix: str, order: list[int], kept: int) -> Any:
    moved = data.copy()
    for key in [key for key in data if key.startswith(f"{prefix}-") and "_FORMS" not in key]:
        del moved[key]
    rows = rows_of(data, prefix)
    for place, index in enumerate(order):
        for field, key in rows.get(index, {}).items():
            if field != "id" or place < kept:
                moved.setlist(f"{prefix}-{place}-{field}", data.getlist(key))
    moved[f"{prefix}-INITIAL_FORMS"] = str(kept)
    moved[f"{prefix}-TOTAL_FORMS"] = str(len(order))
    return moved


def without_deleting(field: Any) -> None:
    """Leave "add" and "edit" beside a choice: deleting what others use is no part of writing."""
    widget = getattr(field, "widget", None)
    if isinstance(widget, RelatedFieldWidgetWrapper):
        widget.can_delete_related = widget.can_view_related = False


class UnorderedInline(admin.StackedInline):
    """Rows whose order is not the editor's to choose."""

    template = "admin/posts/dossier/rows.html"
    form = RowForm
    formset: type[BaseInlineFormSet] = BoundedInlineFormSet
    extra = 0

    @property
    def media(self) -> forms.Media:
        return super().media + ROWS

    def get_formset(self, request: Any, obj: Any = None, **kwargs: Any) -> Any:
        limits = {"max_num": MOST_ROWS, "absolute_max": MOST_ROWS}
        return super().get_formset(request, obj, **limits | kwargs)

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        without_deleting(field)
        return field


class RowInline(UnorderedInline):
    formset: type[BaseInlineFormSet] = RowFormSet


class CitationForm(RowForm):
    pointer = "source"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields.get("source")
        if self.instance.pk and field is not None:
            own = {str(self.instance.source_id): str(self.instance.source)}
            field.widget.widget.names = own


class SourceRows(InlineModelAdmin):
    """Rows that name a source and a place in it."""

    def get_queryset(self, request: HttpRequest) -> Any:
        rows = super().get_queryset(request)
        return rows.select_related("source").defer("source__kept_text")

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name in ("quotation", "note"):
            kwargs["widget"] = forms.Textarea(attrs={"rows": 2})
        if db_field.name == "source":
            kwargs["widget"] = NamedSelect(db_field, self.admin_site)
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        without_deleting(field)
        return field
