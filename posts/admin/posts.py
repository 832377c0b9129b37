from typing import Any

from django.contrib import admin
from django.db import models
from django.http import HttpRequest
from django.utils.dates import MONTHS_3
from django.utils.html import format_html
from django.utils.safestring import SafeString

from posts import search
from posts.admin.bulk import ACTIONS
from posts.admin.desk_admin import DeskAdmin, WrittenAtTheDesk, state_mark
from posts.admin.filters import (
    CategoryFilter,
    CenturyFilter,
    ChangesFilter,
    MineFilter,
    PostMissingFilter,
    StateFilter,
)
from posts.admin.trash import ToTrash, delete_selected
from posts.desk.requests import may_see
from posts.desk.urls import OF_POSTS
from posts.editorial import roles
from posts.models import Post


@admin.register(Post)
class PostAdmin(WrittenAtTheDesk, DeskAdmin, ToTrash):
    """The list of posts, and who may do what; a post is written on pages of `posts.desk`."""

    more = OF_POSTS
    private = ("raw_original", "import_fields")
    list_display = (
        *("mark", "title", "event", "state_words", "published_at"),
        *("category_names", "author_name"),
    )
    list_display_links = ("title",)
    list_filter = (
        *(StateFilter, MineFilter, ChangesFilter),
        *(PostMissingFilter, CategoryFilter, CenturyFilter),
    )
    # Of what readers do not see yet.
    search_fields = ("title", "event_input", "description", "story", "tags__name", "places__name")
    search_help_text = "Searches titles, dates, descriptions, stories, tags, places and sources"
    # What has no publish time yet comes first, as on PostgreSQL by itself.
    ordering = (models.F("publish_at").desc(nulls_first=True), "-id")
    list_per_page = 50
    actions = (*ACTIONS, delete_selected)

    # Who may do what: `posts.editorial.roles` knows, Django asks here

    def has_view_permission(self, request: HttpRequest, obj: Post | None = None) -> bool:
        return may_see(request) if obj is None else roles.may_see_desk(request.user, obj)

    def has_change_permission(self, request: HttpRequest, obj: Post | None = None) -> bool:
        if obj is None:
            return request.user.has_perm("posts.change_post")
        return roles.may_edit(request.user, obj)

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Post]:
        """All posts for who may see all; for an author, one's own and what readers see."""
        rows = roles.seen_by(request.user)
        if self.is_list(request) and request.method == "GET":
            return rows.for_cards().select_related("hero", "working_copy", "author")
        return rows

    def get_search_results(
        self, request: HttpRequest, queryset: Any, search_term: str
    ) -> tuple[Any, bool]:
        """Find what readers see as they do, or by a part of its title; all else by any part."""
        search_term = search_term[: search.MOST_CHARACTERS]
        if (keys := search.keys_asked_for(search_term)) is None:
            return super().get_search_results(request, queryset, search_term)
        waiting, _ = super().get_search_results(request, Post.objects.unapproved(), search_term)
        return queryset.among(keys, waiting, Post.objects.with_title(search_term)), False

    @admin.display(description="picture")
    def mark(self, post: Post) -> SafeString:
        """Return the hero's thumbnail, or the day and month where there is no picture."""
        if post.hero:
            return format_html(
                '<img class="thumb" src="{}" width="72" height="48" alt="" loading="lazy">',
                post.hero.thumbnail_url,
            )
        if post.day and post.month:
            return format_html(
                '<span class="thumb stamp" aria-hidden="true">{}<small>{}</small></span>',
                post.day,
                MONTHS_3[post.month].capitalize(),
            )
        year = year_in_words(post.year_start) if post.event_edtf else "?"
        return format_html('<span class="thumb stamp year" aria-hidden="true">{}</span>', year)

    @admin.display(description="event date", ordering="event_sort")
    def event(self, post: Post) -> SafeString:
        if post.event_edtf:
            return format_html('<span class="event-date">{}</span>', post.event_text)
        if post.undated:
            return format_html('<span class="quiet">{}</span>', "undated")
        return format_html('<span class="wanting">{}</span>', "no event date")

    @admin.display(description="status", ordering="status")
    def state_words(self, post: Post) -> SafeString:
        mark = state_mark(post.state)
        if not hasattr(post, "working_copy"):
            return mark
        return format_html("{} {}", mark, state_mark("changed", "changes"))

    @admin.display(description="categories")
    def category_names(self, post: Post) -> str:
        return ", ".join(category.name for category in post.categories.all())

    @admin.display(description="author", ordering="author")
    def author_name(self, post: Post) -> str:
        """Return the author's name, which leads to all that is theirs."""
        if post.author is None:
            return ""
        name = roles.person_name(post.author)
        return format_html('<a href="?author={}">{}</a>', post.author_id, name)


def year_in_words(year: int | None) -> str:
    """Return an astronomical year (0 is 1 BC) as people write it; "…" where open."""
    if year is None or not -200_000 <= year <= 9_999:
        return "…"
    return f"{1 - year} BC" if year < 1 else str(year)
