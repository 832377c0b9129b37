from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import Count
from django.forms.widgets import Script
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.safestring import SafeString

from posts.admin.desk_admin import DeskAdmin
from posts.admin.fields import DeskForm
from posts.admin.filters import StateFilter
from posts.admin.inlines import (
    CITATION_FIELDS,
    CitationForm,
    RowInline,
    SourceRows,
    UnorderedInline,
    without_deleting,
)
from posts.admin.trash import ToTrash, delete_selected
from posts.dates import HistoricalDateError, explanation, parse
from posts.desk import publish_time
from posts.desk.publish_time import PublishTimeField
from posts.models import Dossier, DossierCitation, Milestone, Section


class DossierForm(DeskForm):
    publish_at = PublishTimeField(
        required=False,
        label="Publish time",
        help_text="Left empty, an approved dossier is published on saving.",
    )

    class Meta:
        model = Dossier
        fields = "__all__"
        widgets = {"description": forms.Textarea(attrs={"rows": 3})}
        help_texts = {
            "description": "What readers see in lists and under the title",
            "posts": "They stand in the order in which they happened; hidden ones wait unseen",
        }

    class Media:
        js = [Script("js/desk/publish-time.js", type="module")]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if field := self.fields.get("publish_at"):
            field.widget.widgets[0].attrs["data-read-url"] = publish_time.READ_URL

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        approved = cleaned.get("status") == Dossier.Status.APPROVED
        if approved and "publish_at" not in self.errors and not cleaned.get("publish_at"):
            cleaned["publish_at"] = timezone.now().replace(microsecond=0)
        return cleaned

    @cached_property
    def notes(self) -> dict[str, str]:
        return {"publish_at": self._reading_of_time()}

    def _reading_of_time(self) -> str:
        try:
            value = self.fields["publish_at"].to_python(self["publish_at"].value())
        except (ValidationError, KeyError):
            return ""
        return publish_time.reading(value)


class SectionInline(RowInline):
    model = Section
    fields = ("heading", "text", "position")
    verbose_name = "section"
    verbose_name_plural = "Background"

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "text":
            kwargs["widget"] = forms.Textarea(attrs={"rows": 10})
            kwargs["help_text"] = "Markdown, as in a story"
        return super().formfield_for_dbfield(db_field, request, **kwargs)


class MilestoneForm(CitationForm):
    @cached_property
    def notes(self) -> dict[str, str]:
        return {"event_input": self._reading()}

    def _reading(self) -> str:
        text = str(self["event_input"].value() or "").strip()
        try:
            value = parse(text, str(self["calendar_choice"].value() or "auto")) if text else None
        except HistoricalDateError:
            return ""  # The error stands beside the field already.
        if value is None:
            return ""
        # Without its last part, the day of the year: only posts are remembered on one.
        return f"Read as {explanation(value).rpartition(' · ')[0]}"


class MilestoneInline(SourceRows, UnorderedInline):
    model = Milestone
    form = MilestoneForm
    fields = (
        *("label", "event_input", "calendar_choice", "event_display"),
        *("source", "locator", "note"),
    )
    autocomplete_fields = ("source",)
    verbose_name = "milestone"
    verbose_name_plural = "Milestones that no post tells yet"


class DossierCitationInline(SourceRows, RowInline):
    model = DossierCitation
    form = CitationForm
    fields = CITATION_FIELDS
    autocomplete_fields = ("source",)
    verbose_name = "source"
    verbose_name_plural = "Sources"


@admin.register(Dossier)
class DossierAdmin(DeskAdmin, ToTrash):
    form = DossierForm
    inlines = (SectionInline, MilestoneInline, DossierCitationInline)
    autocomplete_fields = ("hero", "posts")
    fieldsets = (
        (None, {"fields": ("title",), "classes": ("part-title",)}),
        (
            "Address and language",
            {"fields": ("slug", "language"), "classes": ("part-address", "collapse")},
        ),
        ("In short", {"fields": ("description",), "classes": ("part-short",)}),
        ("Picture", {"fields": ("hero",), "classes": ("part-picture",)}),
        ("Stories", {"fields": ("posts",), "classes": ("part-posts",)}),
        ("Publishing", {"fields": (("status", "publish_at"),), "classes": ("part-publishing",)}),
    )
    list_display = ("title", "state_words", "published_at", "post_count", "milestone_count")
    list_filter = (StateFilter,)
    search_fields = ("title", "description", "milestones__label")
    search_help_text = "Searches titles, descriptions and milestones"
    ordering = ("title", "id")
    actions = (delete_selected,)
    list_per_page = 50
    show_full_result_count = False

    def get_queryset(self, request: HttpRequest) -> Any:
        rows = super().get_queryset(request)
        match = request.resolver_match
        if not match or match.url_name != "posts_dossier_changelist":
            return rows
        return rows.annotate(
            posts_in_it=Count("posts", distinct=True),
            milestones_in_it=Count("milestones", distinct=True),
        )

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        without_deleting(field)
        return field

    @admin.display(description="status", ordering="status")
    def state_words(self, dossier: Dossier) -> SafeString:
        state = dossier.state
        return format_html('<span class="state state-{}">{}</span>', state.replace(" ", "-"), state)

    @admin.display(description="publish time", ordering="publish_at")
    def published_at(self, dossier: Dossier) -> str:
        if dossier.publish_at is None:
            return "—"
        return date_format(timezone.localtime(dossier.publish_at), "j M Y, H:i")

    @admin.display(description="posts", ordering="posts_in_it")
    def post_count(self, dossier: Any) -> str:
        return str(dossier.posts_in_it or "—")

    @admin.display(description="milestones", ordering="milestones_in_it")
    def milestone_count(self, dossier: Any) -> str:
        return str(dossier.milestones_in_it or "—")

    def response_add(
        self, request: HttpRequest, obj: Dossier, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        if "_look" in request.POST:
            return redirect(obj)
        return super().response_add(request, obj, *args, **kwargs)

    def response_change(self, request: HttpRequest, obj: Dossier) -> HttpResponse:
        if "_look" in request.POST:
            return redirect(obj)
        return super().response_change(request, obj)
