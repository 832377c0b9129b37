from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import Q
from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.html import format_html, format_html_join

from posts.admin.desk_admin import DeskAdmin, DeskForm, PlainDeletion, state_mark
from posts.admin.filters import MissingFilter
from posts.dates import HistoricalDateError, modified_lines, read_printed
from posts.desk.requests import address
from posts.editorial.uses import uses_of_source, with_citations
from posts.models import Source

PRINTED = ("issued", "modified")


class SourceMissingFilter(MissingFilter):
    wanting = (("url", "No address", Q(url="")), ("issued", "No date", Q(issued="")))


class SourceForm(DeskForm):
    """Fills in the last change from the kept text where that says it once; `found` tells so."""

    found = ""

    class Meta:
        model = Source
        fields = "__all__"
        widgets = {
            "kept_text": forms.Textarea(attrs={"rows": 8}),
        }
        labels = {"issued": "Published", "modified": "Last changed"}
        help_texts = {
            "modified": (
                "As printed, with its label if it is in digits: Dernière modification : 12/06/2013"
            ),
        }

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not cleaned.get("modified") and not self.initial.get("modified"):
            told = (cleaned.get(name) or "" for name in ("kept_text", "language"))
            lines = modified_lines(*told) if "modified" not in self.errors else []
            self.found = lines[0] if len(lines) == 1 and len(lines[0]) <= 60 else ""
            cleaned["modified"] = self.found
        return cleaned

    @cached_property
    def notes(self) -> dict[str, str]:
        return {name: self._reading(name) for name in PRINTED}

    def _reading(self, name: str) -> str:
        text = str(self[name].value() or "").strip()
        try:
            language = str(self["language"].value() or "")
            return f"Read as {read_printed(text, language)}" if text else ""
        except HistoricalDateError:
            return ""  # The error stands beside the field already.


@admin.register(Source)
class SourceAdmin(DeskAdmin, PlainDeletion):
    form = SourceForm
    private = ("kept_text", "text_hash")
    list_display = ("title", "author", "publisher", "issued_text", "number")
    list_filter = (SourceMissingFilter,)
    search_fields = ("title", "author", "publisher", "url")
    ordering = ("author", "title", "id")
    readonly_fields = ("rests", "text_hash")
    fieldsets = (
        (None, {"fields": ("title", ("author", "publisher"), PRINTED)}),
        ("Where to read it", {"fields": ("url", ("accessed", "language"))}),
        (
            "Kept text, never shown to readers",
            {"fields": ("kept_text", "text_hash"), "classes": ("collapse",)},
        ),
        ("What rests on it", {"fields": ("rests",)}),
    )

    def get_queryset(self, request: HttpRequest) -> Any:
        rows: Any = super().get_queryset(request)
        if not self.is_list(request):
            return rows
        return with_citations(rows.defer("kept_text"))

    def get_object(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Source | None:
        """Return the row with `reader`, who is told of such uses alone as may be known."""
        row: Any = super().get_object(request, *args, **kwargs)
        if row:
            row.reader = request.user
        return row

    def get_fieldsets(self, request: HttpRequest, obj: Source | None = None) -> Any:
        """Leave out what rests on a source that is only being added, and others' kept text."""
        if obj is None:
            return self.fieldsets[:-1]
        if self.has_change_permission(request, obj):
            return self.fieldsets
        return [part for part in self.fieldsets if "kept_text" not in part[1]["fields"]]

    def save_model(self, request: HttpRequest, obj: Source, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        if form.found:
            text = "The kept text says when it was last changed: “{}”, read as {}."
            messages.info(request, text.format(obj.modified, obj.modified_text))

    @admin.display(description="published", ordering="issued")
    def issued_text(self, source: Source) -> str:
        return source.issued_text

    @admin.display(description="uses", ordering="number")
    def number(self, source: Any) -> str:
        return str(source.number or "")

    @admin.display(description="")
    def rests(self, source: Source) -> str:
        """Return posts, dossiers and milestones that use it, linked, with their state."""
        uses = list(uses_of_source(source, source.reader))  # type: ignore[attr-defined]
        told = (
            (kind, address(row, "change"), name, state_mark(row.state))
            for kind, row, name, is_known in uses
            if is_known
        )
        rows = format_html_join("", '<li>{} <a href="{}">{}</a> {}</li>', told)
        if hidden := sum(not use[-1] for use in uses):
            rows += format_html("<li>{} of colleagues, not published</li>", hidden)
        return format_html('<ul class="rests">{}</ul>', rows) if rows else "Nothing yet."
