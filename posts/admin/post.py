from typing import Any

from django.contrib import admin, messages
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern

from posts.admin.conflicts import Prepared, prepare
from posts.admin.content_rows import BulletInline, CitationInline
from posts.admin.links import LinkAfterInline, LinkBeforeInline
from posts.admin.panels import panels, read_page
from posts.admin.post_form import PostForm
from posts.admin.post_list import PostList
from posts.admin.post_saving import PostSaving
from posts.admin.post_urls import urls
from posts.admin.requests import person
from posts.admin.rows import without_deleting
from posts.admin.typed import draft_shown, names_of, rows_initial
from posts.editorial import roles, save
from posts.editorial.autosave import slot_of
from posts.editorial.errors import EditorialError
from posts.models import EditConflict, LinkLoop, Post

PUBLISHING = ("status", "base_version", "open_fields", "links_shown")


@admin.register(Post)
class PostAdmin(PostSaving, PostList):
    form = PostForm
    inlines = (BulletInline, CitationInline, LinkBeforeInline, LinkAfterInline)
    autocomplete_fields = ("hero", "categories", "places")
    fieldsets = (
        (None, {"fields": ("title", "version", *PUBLISHING), "classes": ("part-title",)}),
        (
            "Address and language",
            {"fields": ("slug", "language"), "classes": ("part-address", "collapse")},
        ),
        (
            "When it happened",
            {"fields": (("event_input", "calendar_choice"),), "classes": ("part-date",)},
        ),
        (
            "Shown otherwise, remembered on another day, or undated",
            {
                "fields": (("event_display", "anniversary_rule"), "undated"),
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
        (
            "Publishing",
            {
                "fields": ("publish_at", "change", "correction", "reason", "note"),
                "classes": ("part-publishing",),
            },
        ),
    )

    def get_urls(self) -> list[URLPattern]:
        own: list[URLPattern] = urls(self.admin_site)
        return own + super().get_urls()

    def get_prepopulated_fields(
        self, request: HttpRequest, obj: Post | None = None
    ) -> dict[str, Any]:
        """Make the address from the title only while adding: later it is the readers' own."""
        return {} if obj else {"slug": ("title",)}

    # Who may do what: `posts.editorial.roles` knows, Django asks here

    def has_view_permission(self, request: HttpRequest, obj: Post | None = None) -> bool:
        if obj is None:
            return any(request.user.has_perm(f"posts.{v}_post") for v in ("view", "change", "add"))
        return roles.may_see_desk(request.user, obj)

    def has_change_permission(self, request: HttpRequest, obj: Post | None = None) -> bool:
        if obj is None:
            return request.user.has_perm("posts.change_post")
        return roles.may_edit(request.user, obj)

    # The form

    def get_object(
        self, request: Any, object_id: str, from_field: str | None = None
    ) -> Post | None:
        """Return the post, read once for a request."""
        if not hasattr(request, "post_row"):
            request.post_row = super().get_object(request, object_id, from_field)
        row: Post | None = request.post_row
        return row

    def get_form(
        self, request: HttpRequest, obj: Post | None = None, change: bool = False, **kwargs: Any
    ) -> Any:
        form: Any = super().get_form(request, obj, change, **kwargs)
        form.user = request.user
        prepared: Prepared | None = getattr(request, "prepared", None)
        if prepared:
            form.notice, form.conflict = prepared.notice, prepared.conflict
        form.refusal = getattr(request, "refusal", None)
        return form

    def get_formset_kwargs(
        self, request: HttpRequest, obj: Post, inline: Any, prefix: str
    ) -> dict[str, Any]:
        """Fill the rows from what the form itself shows: the working copy, or what is stored."""
        params: dict[str, Any] = super().get_formset_kwargs(request, obj, inline, prefix)
        if obj.pk and request.method == "GET":
            params["initial"] = rows_initial(draft_shown(obj).content, prefix)
        return params

    def _create_formsets(self, request: HttpRequest, obj: Any, change: bool) -> Any:
        formsets, inlines = super()._create_formsets(request, obj, change)  # type: ignore[misc]
        if request.method == "POST":
            request.__dict__["formsets"] = formsets
        told = roles.told_to(request.user, draft_shown(obj).content) if obj.pk else None
        for formset in formsets:
            if formset.initial_extra is not None:
                formset.extra = len(formset.initial_extra)
            if told:
                formset.names = names_of(told, formset.prefix)
        return formsets, inlines

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
        """Show or save the form; who may only read is shown a page to read."""
        if request.method != "POST":
            post = self.get_object(request, object_id) if object_id else None
            if post and self.has_view_permission(request):
                if not roles.may_see_desk(request.user, post):
                    return redirect(post)  # which is public, or it would not be found
                if not self.has_change_permission(request, post):
                    return read_page(request, post)
            return super().changeform_view(request, object_id, form_url, extra_context)
        if "_recover" in request.POST and not self._has_unsaved(request, object_id):
            messages.warning(request, "There is no unsaved text of yours any more.")
            return redirect(request.path)
        return self._posted(request, object_id, form_url, extra_context)

    def _posted(self, request: Any, object_id: str | None, *more: Any) -> HttpResponse:
        """Save the form, or show it again with why it was refused and all that was typed.

        A save that loses a race finds that out when it locks the row. It is rolled back, and
        the second attempt sees the winner's text and shows both.
        """
        try:
            return self._held_view(request, object_id, *more)
        except EditConflict:
            pass
        except EditorialError as error:
            request.refusal = error
        except IntegrityError as error:
            if isinstance(error, LinkLoop):
                request.refused_link = roles.loop_in_words(request.user, error)
        return self._held_view(request, object_id, *more)

    @transaction.atomic
    def _held_view(self, request: Any, object_id: str | None, *more: Any) -> HttpResponse:
        """Hold the post while what was typed is compared with it and saved."""
        if object_id:
            # Who may not know of a post is answered as for a number that was never given.
            row = save.locked(object_id)
            request.post_row = row if row and roles.may_read(request.user, row) else None
        return super().changeform_view(request, self._bind(request, object_id), *more)

    def _has_unsaved(self, request: HttpRequest, object_id: str | None) -> bool:
        post = self.get_object(request, object_id) if object_id else None
        return slot_of(post, by=person(request)) is not None

    def _bind(self, request: Any, object_id: str | None) -> str | None:
        """Lay what was typed beside what is stored; a post that is gone becomes a new one."""
        post = self.get_object(request, object_id) if object_id else None
        prepared = prepare(request, post)
        if object_id and post is None:
            words = "This post was deleted meanwhile. Saving makes a new one of your text."
            prepared = Prepared(prepared.data, words)
        request.POST = prepared.data
        request.prepared = prepared
        return object_id if post else None

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        form = context["adminform"].form
        post = context["original"]
        conflict = getattr(form, "conflict", None)
        context |= {"conflict": conflict, "show_save_and_add_another": False}
        if isinstance(form, PostForm):
            context |= panels(request, form, post)
        response = super().render_change_form(request, context, *args, **kwargs)
        if conflict:
            response.status_code = 409
        return response

    def response_add(self, request: Any, obj: Post, *args: Any, **kwargs: Any) -> HttpResponse:
        return self._look(request) or super().response_add(request, obj, *args, **kwargs)

    def response_change(self, request: Any, obj: Post) -> HttpResponse:
        return self._look(request) or super().response_change(request, obj)

    def _look(self, request: Any) -> HttpResponse | None:
        """Lead to the public address where "Save and look" was pressed."""
        if "_look" not in request.POST:
            return None
        post = Post.objects.get(pk=request.saved.post.pk)
        query = "?draft=1" if request.saved.is_working_copy else ""
        return redirect(f"{post.get_absolute_url()}{query}")
