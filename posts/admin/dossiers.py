from typing import Any

from django.contrib import admin
from django.db.models import Count
from django.http import HttpRequest
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString

from posts.admin.desk_admin import DeskAdmin, WrittenAtTheDesk
from posts.admin.filters import StateFilter
from posts.admin.trash import ToTrash, delete_selected
from posts.models import Dossier


class WorkAdmin(WrittenAtTheDesk, DeskAdmin, ToTrash):
    """A list of what has a status and a publish time."""

    list_filter = (StateFilter,)
    ordering = ("title", "id")
    actions = (delete_selected,)
    list_per_page = 50
    show_full_result_count = False

    @admin.display(description="status", ordering="status")
    def state_words(self, row: Any) -> SafeString:
        state = row.state
        return format_html('<span class="state state-{}">{}</span>', state.replace(" ", "-"), state)

    @admin.display(description="publish time", ordering="publish_at")
    def published_at(self, row: Any) -> str:
        if row.publish_at is None:
            return "—"
        return date_format(timezone.localtime(row.publish_at), "j M Y, H:i")


@admin.register(Dossier)
class DossierAdmin(WorkAdmin):
    """The list of dossiers; one is written on pages of `posts.desk`, as a post is."""

    list_display = ("title", "state_words", "published_at", "post_count", "milestone_count")
    search_fields = ("title", "description", "milestones__label")
    search_help_text = "Searches titles, descriptions and milestones"

    def get_queryset(self, request: HttpRequest) -> Any:
        rows = super().get_queryset(request)
        match = request.resolver_match
        if not match or match.url_name != "posts_dossier_changelist":
            return rows
        return rows.annotate(
            posts_in_it=Count("posts", distinct=True),
            milestones_in_it=Count("milestones", distinct=True),
        )

    @admin.display(description="posts", ordering="posts_in_it")
    def post_count(self, dossier: Any) -> str:
        return str(dossier.posts_in_it or "—")

    @admin.display(description="milestones", ordering="milestones_in_it")
    def milestone_count(self, dossier: Any) -> str:
        return str(dossier.milestones_in_it or "—")
