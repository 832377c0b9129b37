from django.contrib import admin

from posts.admin.dossiers import WorkAdmin
from posts.models import Page


@admin.register(Page)
class PageAdmin(WorkAdmin):
    """The list of pages; one is written on pages of `posts.desk`, as a post is."""

    list_display = ("title", "slug", "footer", "state_words", "published_at")
    search_fields = ("title", "description", "slug")
    search_help_text = "Searches titles, descriptions and addresses"
