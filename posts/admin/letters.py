"""Letters of readers: printed under the question, put by, or made corrections; and those."""

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import Truncator

from posts.admin.desk_admin import DeskAdmin, DeskForm, PlainDeletion
from posts.correspondence.letters import settle
from posts.desk.requests import address, person, require
from posts.editorial import notices
from posts.editorial.corrections import store_correction
from posts.editorial.roles import of_desk
from posts.models import LONG_TEXTS, Correction, Letter, LetterState

STEPS = {"_print": LetterState.PRINTED, "_put_by": LetterState.PUT_BY}
SAID = {
    LetterState.WAITING: "The answer is kept. The letter waits still.",
    LetterState.PRINTED: "It is printed under the story.",
    LetterState.PUT_BY: "It is put by, and goes for good in thirty days.",
}
MOST_OF_CORRECTION = 1_000  # characters


class LetterForm(DeskForm):
    class Meta:
        model = Letter
        fields = ("answer",)
        widgets = {"answer": forms.Textarea(attrs={"rows": 6})}


@admin.register(Letter)
class LetterAdmin(DeskAdmin, PlainDeletion):
    form = LetterForm
    # Authors read what is written to them, and not from where.
    private = ("email",)
    list_display = ("beginning", "name", "post", "kind", "state", "sent_at")
    list_filter = ("state", "kind")
    search_fields = ("name", "text", "post__title")
    search_help_text = "Searches names, letters and the titles of their posts"
    ordering = ("-state", "-sent_at", "-pk")  # those that wait come first
    list_per_page = 50
    delete_confirmation_max_display = 20
    readonly_fields = ("story", "kind", "passage", "text", "name", "email", "sent_at", "state")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def get_queryset(self, request: HttpRequest) -> Any:
        """Those to posts whose desk one may see: what waits in the trash is out of sight."""
        rows = super().get_queryset(request).filter(post__in=of_desk(request.user).values("pk"))
        return rows.select_related("post").defer(*(f"post__{text}" for text in LONG_TEXTS))

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """List them; who has looked there is told of new ones again."""
        response = super().changelist_view(request, extra_context)
        notices.mark_seen(person(request).notices.of_letters())
        return response

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: Any = None
    ) -> HttpResponse:
        """Refuse before the row is looked for, as all pages of the desk do."""
        require(self.has_view_permission(request))
        return super().history_view(request, object_id, extra_context)

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        hidden = () if self.has_change_permission(request) else self.private
        shown = [name for name in self.readonly_fields if name not in hidden]
        return [name for name in shown if name != "passage" or obj.passage] + ["answer"]

    def save_model(self, request: HttpRequest, obj: Letter, form: Any, change: bool) -> None:
        pressed = [state for name, state in STEPS.items() if name in request.POST]
        if "_correct" in request.POST and obj.state == LetterState.WAITING:
            pressed = [LetterState.PUT_BY]
        settle(obj, pressed[0] if pressed else LetterState(obj.state), by=person(request))

    def response_change(self, request: HttpRequest, obj: Letter) -> HttpResponse:
        if "_correct" in request.POST:
            said = f"“{obj.passage}”: {obj.text}" if obj.passage else obj.text
            begun = {"post": obj.post_id, "text": said[:MOST_OF_CORRECTION]}
            return redirect(f"{reverse('admin:posts_correction_add')}?{urlencode(begun)}")
        messages.success(request, SAID[LetterState(obj.state)])
        return redirect("admin:posts_letter_changelist")

    @admin.display(description="letter", ordering="text")
    def beginning(self, row: Letter) -> str:
        return Truncator(row.text).chars(80)

    @admin.display(description="to")
    def story(self, row: Letter) -> SafeString:
        return format_html('<a href="{}">{}</a>', address(row.post, "change"), row.post)


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
