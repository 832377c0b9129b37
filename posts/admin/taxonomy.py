from functools import partial
from typing import Any, ClassVar

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.widgets import AutocompleteSelect
from django.core.exceptions import ValidationError
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from taggit.models import Tag

from posts.admin.desk_admin import DeskAdmin, DeskForm, PlainDeletion
from posts.admin.filters import PlaceReformFilter, UnusedFilter
from posts.admin.merge_terms import merge_page
from posts.desk.fields import ColumnField
from posts.desk.requests import person
from posts.editorial import taxonomy
from posts.editorial.errors import EditorialError
from posts.editorial.proposals import file_under_proposed
from posts.editorial.roles import seen_by
from posts.editorial.similar_tags import lookalikes
from posts.editorial.taxonomy import slug_for, store_tag, told_of
from posts.keys import as_key
from posts.models import (
    Category,
    Image,
    Place,
    SpanPage,
    TagPage,
    address_of,
    path_of,
    tags_named,
)
from posts.rendering import RenderingError, clean_line


class FiledForm(DeskForm):
    """A new name leaves the address as it is, unless one asks for a new one as well."""

    renew_address = forms.BooleanField(
        required=False,
        label="Make the address from the name again",
        help_text="The old address, its feed and its calendar go on leading here",
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("renew_address") and cleaned.get("name"):
            cleaned["slug"] = slug_for(self.instance, cleaned["name"])
        return cleaned


class Filed(DeskAdmin, PlainDeletion):
    """What posts are filed under, with their number.

    `counted` is the way from a row to its posts, and a row is unused if nothing is at the end
    of any way of `uses`.
    """

    counted = "posts"
    uses: ClassVar[tuple[str, ...]] = ("posts",)
    form = FiledForm
    ordering = ("name",)
    list_filter: ClassVar[Any] = (UnusedFilter,)
    list_per_page = 100
    delete_confirmation_max_display = 20
    actions = ("merge_two",)

    def get_urls(self) -> list[URLPattern]:
        name = f"{self.opts.app_label}_{self.opts.model_name}_merge"
        page = self.admin_site.admin_view(partial(merge_page, self))
        return [path("<int:pk>/merge/", page, name=name), *super().get_urls()]

    def get_queryset(self, request: HttpRequest) -> Any:
        rows = super().get_queryset(request)
        number = Count(self.counted, distinct=True)
        return rows.annotate(number=number) if self.is_list(request) else rows

    def get_prepopulated_fields(self, request: HttpRequest, obj: Any = None) -> dict[str, Any]:
        return {} if obj else {"slug": ("name",)}

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """Offer a new address only where there is one already."""
        sets = super().get_fieldsets(request, obj)
        if obj is None or not self.has_change_permission(request, obj):
            return sets
        (title, first), *others = sets
        fields = [*first["fields"][:1], "renew_address", *first["fields"][1:]]
        return [(title, {**first, "fields": fields}), *others]

    def get_view_on_site_url(self, obj: Any = None) -> str | None:
        """Return where readers find the row; nowhere while its address is typed away."""
        return address_of(obj) if obj is not None and obj.slug else None

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        context = {"may_merge": self.has_merge_permission(request), **(extra_context or {})}
        return super().change_view(request, object_id, form_url, context)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Store the row, and tell what has become of its address."""
        before = type(obj)._default_manager.filter(pk=obj.pk).first() if change else None
        self.store(request, obj, form, change)
        if before is None:
            return
        if before.slug != obj.slug:
            text = f"The address is {path_of(obj)} now; {path_of(before)} leads there."
            messages.info(request, text)
        elif before.name != obj.name and slug_for(obj, obj.name) != obj.slug:
            text = f"The address is still {path_of(obj)}. Tick “{_RENEW}” to change it as well."
            messages.info(request, text)

    def store(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> tuple[Any, ...]:
        """Name the posts that lose their place, where Django would list the rows between."""
        _, _, permissions, protected = super().get_deleted_objects(objs, request)
        kept, ended, number = taxonomy.losses(self.model, objs)
        counts = {self.opts.verbose_name_plural: len(objs), "posts that stay": len(kept)}
        counts |= {"old addresses": len(ended)} if ended else {}
        counts |= {"subscriptions by mail that end": number} if number else {}
        kept = [f"“{title}” stays, and loses it" for title in kept]
        ended = [f"{old} leads nowhere any more" for old in ended]
        return [*map(str, objs), *ended, *kept], counts, permissions, protected

    def has_merge_permission(self, request: HttpRequest) -> bool:
        return self.has_change_permission(request) and self.has_delete_permission(request)

    @admin.action(description="Merge two…", permissions=["merge"])
    def merge_two(self, request: HttpRequest, queryset: Any) -> HttpResponse | None:
        """Lead to the page of the merge, of the row with fewer posts into the other."""
        rows = list(queryset.order_by("number", "-pk")[:3])
        if len(rows) != 2:
            number = queryset.count()
            chosen = "1 was chosen" if number == 1 else f"{number} were chosen"
            text = f"Choose exactly two, of which one stays: {chosen}."
            messages.error(request, text)
            return None
        fewer, more = rows
        page = reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_merge", args=[fewer.pk])
        return redirect(f"{page}?into={more.pk}")

    @admin.display(description="posts", ordering="number")
    def number(self, row: Any) -> str:
        return str(row.number or "")


_RENEW = FiledForm.base_fields["renew_address"].label


@admin.register(Category)
class CategoryAdmin(Filed):
    fieldsets = ((None, {"fields": (("name", "slug"), "sign", "description", "picture")}),)
    autocomplete_fields = ("picture",)
    list_display = ("name", "sign", "number", "slug")
    search_fields = ("name", "description")


@admin.register(Place)
class PlaceAdmin(Filed):
    uses = ("posts", "children")
    list_display = ("name", "kind", "parent", "number", "calendar_reform")
    list_filter = (UnusedFilter, "kind", PlaceReformFilter)
    list_select_related = ("parent",)
    search_fields = ("name", "iso_alpha2", "iso_alpha3")

    def store(self, request: HttpRequest, obj: Place, form: Any, change: bool) -> None:
        """Store the place; the post that proposed it, if the address names one, is filed there."""
        super().store(request, obj, form, change)
        key = as_key(request.GET.get("for", ""))
        post = seen_by(request.user).filter(pk=key).first() if key and not change else None
        if post is None:
            return
        try:
            file_under_proposed(post, request.GET.get("name", ""), obj, by=person(request))
        except EditorialError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, f"“{post}” is filed under {obj}.")

    autocomplete_fields = ("parent", "successors", "picture")
    fieldsets = (
        (None, {"fields": (("name", "slug"), ("kind", "parent"), "description", "picture")}),
        ("History", {"fields": (("valid_from", "valid_to"), "successors", "calendar_reform")}),
        (
            "Codes",
            {"fields": (("iso_alpha2", "iso_alpha3", "iso_numeric"),), "classes": ("collapse",)},
        ),
    )


class TagForm(FiledForm):
    """A tag with what its page says, which stands in a row of its own."""

    description = ColumnField(TagPage, "description", rows=4)
    picture = forms.ModelChoiceField(
        queryset=Image.objects.not_in_trash(),
        required=False,
        widget=AutocompleteSelect(TagPage._meta.get_field("picture"), admin.site),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            page = told_of(self.instance)
            self.initial.update(description=page.description, picture=page.picture_id)

    def clean_name(self) -> str:
        try:
            name = clean_line(self.cleaned_data["name"])
        except RenderingError as error:
            raise ValidationError(str(error)) from error
        others = [tag for tag in tags_named([name]) if tag != self.instance]
        if others:
            text = f"“{others[0]}” is there already. Merge this tag into it instead."
            raise ValidationError(text)
        return name


admin.site.unregister(Tag)


@admin.register(Tag)
class TagAdmin(Filed):
    """taggit's own page lists every tagged row and merges without asking for a permission."""

    counted = "taggit_taggeditem_items"
    uses = ("taggit_taggeditem_items",)
    form = TagForm
    fieldsets = ((None, {"fields": (("name", "slug"), "description", "picture")}),)
    list_display = ("name", "number", "slug")
    search_fields = ("name",)

    def store(self, request: HttpRequest, obj: Tag, form: Any, change: bool) -> None:
        told = form.cleaned_data
        store_tag(obj, description=told["description"], picture=told["picture"])

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        is_whole = request.method == "GET" and not request.GET
        found = lookalikes() if is_whole and self.has_merge_permission(request) else []
        context = {"lookalikes": found, **(extra_context or {})}
        return super().changelist_view(request, context)


@admin.register(SpanPage)
class SpanPageAdmin(DeskAdmin, PlainDeletion):
    list_display = ("path", "text")
    search_fields = ("path", "text")

    def _may(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm("posts.change_category")

    has_view_permission = has_change_permission = has_delete_permission = _may
    has_add_permission = _may
