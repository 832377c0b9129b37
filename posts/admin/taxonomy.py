from typing import Any

from axes.models import AccessFailureLog, AccessLog
from django.contrib import admin
from django.db.models import Count
from django.http import HttpRequest
from taggit.models import Tag

from posts.admin.fields import DeskForm
from posts.admin.filters import PlaceReformFilter
from posts.models import Category, Place, Post


class Counted(admin.ModelAdmin):
    """A list with the number of posts in each row; `filed` is the post's field for them."""

    counted = "posts"
    filed: str
    form = DeskForm
    ordering = ("name",)
    list_per_page = 100
    show_full_result_count = False

    def get_queryset(self, request: HttpRequest) -> Any:
        rows = super().get_queryset(request)
        match = request.resolver_match
        is_list = bool(match and (match.url_name or "").endswith("_changelist"))
        return rows.annotate(number=Count(self.counted, distinct=True)) if is_list else rows

    def get_prepopulated_fields(self, request: HttpRequest, obj: Any = None) -> dict[str, Any]:
        return {} if obj else {"slug": ("name",)}

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> tuple[Any, ...]:
        """Name the posts that lose their place, where Django would list the rows between."""
        _, _, permissions, protected = super().get_deleted_objects(objs, request)
        posts = Post.objects.filter(**{f"{self.filed}__in": list(objs)}).distinct()
        kept = [f"“{title}” stays, and loses it" for title in posts.values_list("title", flat=True)]
        counts = {self.opts.verbose_name_plural: len(objs), "posts that stay": len(kept)}
        return [*map(str, objs), *kept], counts, permissions, protected

    @admin.display(description="posts", ordering="number")
    def number(self, row: Any) -> str:
        return str(row.number or "—")


@admin.register(Category)
class CategoryAdmin(Counted):
    filed = "categories"
    fields = ("name", "slug", "sign", "description")
    list_display = ("name", "sign", "number", "slug")
    search_fields = ("name", "description")


@admin.register(Place)
class PlaceAdmin(Counted):
    filed = "places"
    list_display = ("name", "kind", "parent", "number", "calendar_reform")
    list_filter = ("kind", PlaceReformFilter)
    list_select_related = ("parent",)
    search_fields = ("name", "iso_alpha2", "iso_alpha3")
    autocomplete_fields = ("parent", "successors")
    fieldsets = (
        (None, {"fields": (("name", "slug"), ("kind", "parent"), "description")}),
        ("History", {"fields": (("valid_from", "valid_to"), "successors", "calendar_reform")}),
        (
            "Codes",
            {"fields": (("iso_alpha2", "iso_alpha3", "iso_numeric"),), "classes": ("collapse",)},
        ),
    )


# Failed sign-ins that hold someone out can be lifted here; the logs are for the server's own.
admin.site.unregister([Tag, AccessLog, AccessFailureLog])


@admin.register(Tag)
class TagAdmin(Counted):
    """taggit's own page lists every tagged row and merges without asking for a permission."""

    counted = "taggit_taggeditem_items"
    filed = "tags"
    fields = ("name", "slug")
    list_display = ("name", "number", "slug")
    search_fields = ("name",)
