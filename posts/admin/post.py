from typing import Any

from django.contrib import admin, messages
from django.db import IntegrityError, models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.dates import MONTHS_3
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString

from posts.admin.filters import CenturyFilter, PostMissingFilter, StateFilter
from posts.admin.links import LinkAfterInline, LinkBeforeInline
from posts.admin.post_form import PostForm
from posts.admin.readings import old_style_warning
from posts.admin.rows import BulletInline, CitationInline, without_deleting
from posts.models import EditConflict, LinkLoop, Post


@admin.register(Post)
class PostAdmin(admin.ModelAdmin):
    form = PostForm
    inlines = (BulletInline, CitationInline, LinkBeforeInline, LinkAfterInline)
    autocomplete_fields = ("hero", "categories", "places")
    fieldsets = (
        (None, {"fields": ("title", "version"), "classes": ("part-title",)}),
        (
            "Address and language",
            {"fields": ("slug", "language"), "classes": ("part-address", "collapse")},
        ),
        (
            "When it happened",
            {"fields": (("event_input", "calendar_choice"),), "classes": ("part-date",)},
        ),
        (
            "Shown otherwise, or remembered on another day",
            {
                "fields": (("event_display", "anniversary_rule"),),
                "classes": ("part-detail", "collapse"),
            },
        ),
        ("In short", {"fields": ("description",), "classes": ("part-short",)}),
        ("Story", {"fields": ("story",), "classes": ("part-story",)}),
        ("To end with", {"fields": ("closing_question",), "classes": ("part-question",)}),
        ("Picture", {"fields": ("hero",), "classes": ("part-picture",)}),
        (
            "Where it belongs",
            {"fields": ("categories", "places", "tags"), "classes": ("part-belongs",)},
        ),
        ("Publishing", {"fields": (("status", "publish_at"),), "classes": ("part-publishing",)}),
    )
    list_display = ("mark", "title", "event", "state_words", "published_at", "category_names")
    list_display_links = ("title",)
    list_filter = (StateFilter, PostMissingFilter, "categories", CenturyFilter)
    search_fields = ("title", "description", "story", "tags__name")
    search_help_text = "Searches titles, descriptions, stories and tags"
    list_per_page = 50
    show_full_result_count = False
    delete_confirmation_max_display = 20

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Post]:
        match = request.resolver_match
        if match and match.url_name == "posts_post_changelist" and request.method == "GET":
            return Post.objects.for_cards()
        return super().get_queryset(request)

    def get_prepopulated_fields(
        self, request: HttpRequest, obj: Post | None = None
    ) -> dict[str, Any]:
        """Make the address from the title only while adding: later it is the readers' own."""
        return {} if obj else {"slug": ("title",)}

    # The list

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
        if not post.event_edtf:
            return format_html('<span class="wanting">{}</span>', "no event date")
        return format_html('<span class="event-date">{}</span>', post.event_text)

    @admin.display(description="status", ordering="status")
    def state_words(self, post: Post) -> SafeString:
        state = post.state
        return format_html('<span class="state state-{}">{}</span>', state.replace(" ", "-"), state)

    @admin.display(description="publish time", ordering="publish_at")
    def published_at(self, post: Post) -> str:
        """Return the time in the site's zone, which every time of this list is in."""
        if post.publish_at is None:
            return "—"
        return date_format(timezone.localtime(post.publish_at), "j M Y, H:i")

    @admin.display(description="categories")
    def category_names(self, post: Post) -> str:
        return ", ".join(category.name for category in post.categories.all()) or "—"

    # The form

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        without_deleting(field)
        return field

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Show or save the form; a save that loses a race is answered as a stale one is.

        Between the form's own look at the stored row and its save another writer may be
        faster. By the second attempt that row is visible, and the form refuses by itself.
        """
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except (EditConflict, IntegrityError) as error:
            if isinstance(error, LinkLoop):
                request.refused_link = str(error)  # type: ignore[attr-defined]
            return super().changeform_view(request, object_id, form_url, extra_context)

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        form = context["adminform"].form
        conflict = getattr(form, "conflict", None)
        if conflict:
            _compare_rows(context["inline_admin_formsets"])
        context |= {"conflict": conflict, "show_save_and_add_another": False}
        response = super().render_change_form(request, context, *args, **kwargs)
        if conflict:
            response.status_code = 409
        return response

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        post = form.instance
        if warning := old_style_warning(post.event_date, post.places.all()):
            messages.warning(request, warning)

    def response_add(
        self, request: HttpRequest, obj: Post, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        if "_look" in request.POST:
            return redirect(obj)
        return super().response_add(request, obj, *args, **kwargs)

    def response_change(self, request: HttpRequest, obj: Post) -> HttpResponse:
        if "_look" in request.POST:
            return redirect(obj)
        return super().response_change(request, obj)


def year_in_words(year: int | None) -> str:
    """Return an astronomical year (0 is 1 BC) as people write it; "…" where open."""
    if year is None or not -200_000 <= year <= 9_999:
        return "…"
    return f"{1 - year} BC" if year < 1 else str(year)


def _compare_rows(inlines: Any) -> None:
    """Show the stored rows beside typed ones that differ; the form's own check saw only fields."""
    for inline in inlines:
        formset = inline.formset
        stored = formset.rows_in_database()
        if stored != formset.typed_rows():
            formset.stored_rows = [" · ".join(filter(None, row)) for row in stored]
