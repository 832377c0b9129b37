"""The trash: how rows of the desk get there, and the page on which they are put back or go."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.views.decorators.http import require_http_methods

from posts.desk.requests import person
from posts.editorial import trash
from posts.editorial.errors import EditorialError
from posts.keys import as_keys

SHOWN = 100
MOST = 500  # rows at once


@admin.action(description="Move to the trash", permissions=["delete"])
def delete_selected(model_admin: Any, request: HttpRequest, rows: QuerySet[Any]) -> None:
    """Set the chosen rows aside at once: that can be undone."""
    keys = list(rows.order_by().values_list("pk", flat=True)[: MOST + 1])
    if len(keys) > MOST:
        messages.error(request, f"{MOST} at once is the most. Nothing was moved to the trash.")
        return
    model_admin.log_deletions(request, _trash(request, model_admin, keys))


class ToTrash(admin.ModelAdmin):
    """Deletes by setting aside; what is in the trash is on no other page of the desk."""

    delete_confirmation_template = "admin/to_trash.html"

    def get_queryset(self, request: HttpRequest) -> Any:
        rows: Any = super().get_queryset(request)
        return rows.not_in_trash()

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        return [], {}, set(), []

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        _trash(request, self, [obj.pk])

    def response_delete(self, request: HttpRequest, obj_display: str, obj_id: int) -> HttpResponse:
        name = f"admin:posts_{self.opts.model_name}_changelist"
        return redirect(name if self.has_view_permission(request) else "admin:index")

    def render_delete_form(self, request: HttpRequest, context: Any) -> Any:
        return super().render_delete_form(request, context | {"days": trash.KEPT_FOR.days})


def _trash(request: HttpRequest, model_admin: Any, keys: list[int]) -> list[Any]:
    """Set rows aside, say so or why not, and return them."""
    model: Any = model_admin.model
    try:
        rows = trash.trash(model, keys, by=person(request))
    except EditorialError as error:
        messages.error(request, str(error))
        return []
    if rows:
        verb = "is" if len(rows) == 1 else "are"
        until = _day(timezone.now() + trash.KEPT_FOR)
        words = f"{_names(rows)} {verb} in the trash until {until}."
        messages.success(request, format_html("{} {}", words, _undo(request, model, rows)))
    return rows


def _undo(request: HttpRequest, model: type[Model], rows: Iterable[Any]) -> SafeString:
    """Return a form of one button, which needs no script where a message stands."""
    return format_html(
        '<form method="post" action="{}" class="undo">'
        '<input type="hidden" name="csrfmiddlewaretoken" value="{}">'
        '<button type="submit" name="_restore" value="{}">Undo</button></form>',
        reverse("admin:trash"),
        get_token(request),
        f"{model._meta.model_name}:{','.join(str(row.pk) for row in rows)}",
    )


def has_trash(request: HttpRequest) -> bool:
    return any(trash.may_delete(person(request), model) for model in trash.KINDS.values())


@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest) -> HttpResponse:
    """List what is in the trash; a POST puts rows back, or asks and then deletes for good."""
    if not has_trash(request):
        raise PermissionDenied
    if request.method == "POST":
        return _act(request)
    kinds = []
    for model in trash.KINDS.values():
        rows = list(trash.in_trash(model, person(request))[: SHOWN + 1])
        named = str(model._meta.verbose_name_plural)
        kinds.append((named, [(row, _value(row), _until(row)) for row in rows[:SHOWN]], rows))
    context = {
        "title": "Trash",
        "kinds": [(named, rows, len(all_) > SHOWN) for named, rows, all_ in kinds if rows],
        "days": trash.KEPT_FOR.days,
    }
    return _answer(request, "admin/trash.html", context)


def _act(request: HttpRequest) -> HttpResponse:
    verb = "_restore" if "_restore" in request.POST else "_delete"
    kind, _, keys = request.POST.get(verb, "").partition(":")
    model = trash.KINDS.get(kind)
    if model is None:
        return redirect("admin:trash")
    rows = list(trash.in_trash(model, person(request)).filter(pk__in=as_keys(keys.split(","))))
    if not rows:
        messages.warning(request, "That is not in the trash any more.")
    elif verb == "_delete" and "_confirm" not in request.POST:
        goes = [(row, trash.told(row, by=person(request))) for row in rows]
        context = {"title": "Delete for good?", "goes": goes, "value": request.POST[verb]}
        return _answer(request, "admin/delete_for_good.html", context)
    else:
        _do(request, verb, model, rows)
    return redirect("admin:trash")


def _do(request: HttpRequest, verb: str, model: Any, rows: list[Any]) -> None:
    do = trash.restore if verb == "_restore" else trash.delete_for_good
    try:
        do(model, [row.pk for row in rows], by=person(request))
    except EditorialError as error:
        messages.error(request, str(error))
        return
    if verb == "_delete":
        model_admin: Any = admin.site.get_model_admin(model)
        model_admin.log_deletions(request, rows)
        messages.success(request, f"{_names(rows)} deleted for good.")
        return
    back = model.objects.filter(pk__in=[row.pk for row in rows])
    states = ", ".join(sorted({row.state for row in back if hasattr(row, "state")}))
    verb = "is" if len(rows) == 1 else "are"
    words = f"{_names(rows)} {verb} back{f': {states}' if states else ''}."
    address = reverse(f"admin:posts_{model._meta.model_name}_change", args=[rows[0].pk])
    link = format_html('<a href="{}">Open it</a>', address) if len(rows) == 1 else ""
    messages.success(request, format_html("{} {}", words, link))


def _names(rows: list[Any]) -> str:
    plural = rows[0]._meta.verbose_name_plural
    return f"“{rows[0]}”" if len(rows) == 1 else f"{len(rows)} {plural}"


def _value(row: Any) -> str:
    return f"{row._meta.model_name}:{row.pk}"


def _until(row: Any) -> str:
    return _day(row.trashed_at + trash.KEPT_FOR)


def _day(moment: datetime) -> str:
    return date_format(timezone.localtime(moment), "j F Y")


def _answer(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    return TemplateResponse(request, template, {**admin.site.each_context(request), **context})
