from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import Count, Q
from django.http import HttpRequest

from posts.admin.fields import DeskForm
from posts.admin.filters import MissingFilter
from posts.models import Redirect, Source


class SourceMissingFilter(MissingFilter):
    wanting = (("url", "No address", Q(url="")), ("issued", "No date", Q(issued="")))


class SourceForm(DeskForm):
    class Meta:
        model = Source
        fields = "__all__"
        widgets = {
            "kept_text": forms.Textarea(attrs={"rows": 8}),
        }


@admin.register(Source)
class SourceAdmin(admin.ModelAdmin):
    form = SourceForm
    list_display = ("title", "author", "publisher", "issued", "number")
    list_filter = (SourceMissingFilter,)
    search_fields = ("title", "author", "publisher", "url")
    ordering = ("author", "title", "id")
    show_full_result_count = False
    fieldsets = (
        (None, {"fields": ("title", ("author", "publisher"), ("issued", "modified"))}),
        ("Where to read it", {"fields": ("url", ("accessed", "language"))}),
        ("Kept text, never shown to readers", {"fields": ("kept_text",), "classes": ("collapse",)}),
    )

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).annotate(number=Count("citations", distinct=True))

    @admin.display(description="citations", ordering="number")
    def number(self, source: Any) -> str:
        return str(source.number or "—")


@admin.register(Redirect)
class RedirectAdmin(admin.ModelAdmin):
    form = DeskForm
    fields = ("path", "post", "image")
    autocomplete_fields = ("post", "image")
    list_display = ("path", "post", "image", "created_at")
    list_select_related = ("post", "image")
    search_fields = ("path", "post__title")
    search_help_text = "Searches old addresses and titles"
    show_full_result_count = False
