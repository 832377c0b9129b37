from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest

from posts.admin.desk_admin import DeskAdmin, DeskForm
from posts.desk.requests import person
from posts.editorial.corrections import store_correction
from posts.models import LONG_TEXTS, Correction


class CorrectionForm(DeskForm):
    class Meta:
        model = Correction
        fields = ("post", "date", "text")
        widgets = {"text": forms.Textarea(attrs={"rows": 3})}
        help_texts = {"text": "What was wrong, and what is right; readers see it under the story"}


@admin.register(Correction)
class CorrectionAdmin(DeskAdmin):
    """What readers are told was put right. Most are written while publishing a change."""

    form = CorrectionForm
    autocomplete_fields = ("post",)
    list_display = ("text", "post", "date", "by")
    list_filter = ("date",)
    search_fields = ("text", "post__title")
    search_help_text = "Searches the corrections and the titles of their posts"
    ordering = ("-date", "-id")

    def get_queryset(self, request: HttpRequest) -> Any:
        rows = super().get_queryset(request).select_related("post", "by")
        return rows.defer(*(f"post__{text}" for text in LONG_TEXTS))

    def save_model(self, request: HttpRequest, obj: Correction, form: Any, change: bool) -> None:
        store_correction(obj, by=person(request))
