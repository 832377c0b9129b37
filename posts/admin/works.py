from typing import Any

from django.contrib import admin
from django.db.models import Count
from django.http import HttpRequest

from posts.admin.desk_admin import DeskAdmin, WrittenAtTheDesk
from posts.admin.filters import StateFilter
from posts.admin.trash import ToTrash, delete_selected
from posts.models import Dossier, Page


class WorkAdmin(WrittenAtTheDesk, DeskAdmin, ToTrash):
    """A list of what is written on pages of `posts.desk`, as a post is."""

    list_filter = (StateFilter,)
    ordering = ("title", "id")
    actions = (delete_selected,)
    list_per_page = 50


@admin.register(Dossier)
class DossierAdmin(WorkAdmin):
    """The list of dossiers."""

    list_display = ("title", "state_words", "published_at", "post_count", "milestone_count")
    search_fields = ("title", "description", "milestones__label")
    search_help_text = "Searches titles, descriptions and milestones"

    def get_queryset(self, request: HttpRequest) -> Any:
        rows = super().get_queryset(request)
        if not self.is_list(request):
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


@admin.register(Page)
class PageAdmin(WorkAdmin):
    """The list of pages of the site."""

    list_display = ("title", "slug", "footer", "state_words", "published_at")
    search_fields = ("title", "description", "slug")
    search_help_text = "Searches titles, descriptions and addresses"
