"""The trash: how rows of the desk get there, and the page on which they are put back or go."""

from datetime import timedelta
from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from posts.desk.requests import asked_by, framed, person, tell_with_undo
from posts.editorial import trash
from posts.editorial.errors import EditorialError
from posts.keys import as_keys
from posts.models import DAYS_IN_TRASH

SHOWN = 100
MOST = 500  # rows at once


@admin.action(description="Move to the trash", permissions=["delete"])
def delete_selected(model_admin: Any, request: HttpRequest, rows: QuerySet[Any]) -> None:
    """Set the chosen rows aside at once: that can be undone."""
    keys = list(rows.order_by().values_list("pk", flat=True)[: MOST + 1])
    if len(keys) > MOST:
        messages.error(request, f"{MOST} at once is the most. Nothing was moved to the trash.")
    else:
        model_admin.log_deletions(request, _trash(request, model_admin.model, keys))


class ToTrash(admin.ModelAdmin):
    """Deletes by setting aside; what is in the trash is on no other page of the desk."""

    delete_confirmation_template = "admin/to_trash.html"

    def get_queryset(self, request: HttpRequest) -> Any:
        rows: Any = super().get_queryset(request)
        return rows.not_in_trash()

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        if obj is None:
            return super().has_delete_permission(request) or self.has_add_permission(request)
        return trash.may_trash(person(request), obj)

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> Any:
        shown = {"has_trash": self.has_delete_permission(request)} | (extra_context or {})
        return super().changelist_view(request, shown)

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        return [], {}, set(), []

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        _trash(request, self.model, [obj.pk])

    def response_delete(self, request: HttpRequest, obj_display: str, obj_id: int) -> HttpResponse:
        return redirect(f"admin:posts_{self.opts.model_name}_changelist")


def _trash(request: HttpRequest, model: Any, keys: list[int]) -> list[Any]:
    """Set rows aside, say so or why not, and return them."""
    try:
        rows = trash.trash(model, keys, by=person(request))
    except EditorialError as error:
        messages.error(request, str(error))
        return []
    until = timezone.localtime(timezone.now() + timedelta(days=DAYS_IN_TRASH))
    words = f"{_named(rows)} in the trash until {date_format(until, 'j F Y')}."
    value = f"{model._meta.model_name}:{','.join(str(row.pk) for row in rows)}"
    tell_with_undo(request, words, reverse("admin:trash"), "_restore", value)
    return rows


def _named(rows: list[Any]) -> str:
    """Return the name of one row, or how many there are, with its verb."""
    if len(rows) == 1:
        return f"“{rows[0]}” is"
    return f"{len(rows)} {rows[0]._meta.verbose_name_plural} are" if rows else "Nothing is"


def has_trash(request: HttpRequest) -> bool:
    user, kinds = person(request), trash.KINDS
    return any(
        trash.may_delete(user, model) or user.has_perm(f"posts.add_{kind}")
        for kind, model in kinds.items()
    )


@asked_by(has_trash, "GET", "HEAD", "POST")
def page(request: HttpRequest) -> HttpResponse:
    """List what is in the trash; a POST puts rows back, or asks and then deletes for good."""
    if request.method == "POST":
        return _act(request)
    user = person(request)
    kinds = []
    for kind, model in trash.KINDS.items():
        if rows := list(trash.in_trash(model, user)[:SHOWN]):
            kinds.append((kind, model._meta, rows, trash.may_delete(user, model)))
    context = {"kinds": kinds, "days": DAYS_IN_TRASH, "most": SHOWN}
    return framed(request, "admin/trash.html", "Trash", context)


def _act(request: HttpRequest) -> HttpResponse:
    user, verb = person(request), "_restore" if "_restore" in request.POST else "_delete"
    kind, _, keys = request.POST.get(verb, "").partition(":")
    if kind not in trash.KINDS:
        raise Http404
    model = trash.KINDS[kind]
    rows = list(trash.in_trash(model, user).filter(pk__in=as_keys(keys.split(","))))
    if verb == "_delete" and rows and "_confirm" not in request.POST:
        goes = [(row, trash.told(row, by=user)) for row in rows]
        context = {"goes": goes, "value": request.POST[verb]}
        return framed(request, "admin/delete_for_good.html", "Delete for good?", context)
    do = trash.restore if verb == "_restore" else trash.delete_for_good
    try:
        done = do(model, [row.pk for row in rows], by=user)
    except EditorialError as error:
        messages.error(request, str(error))
        return redirect("admin:trash")
    is_back = verb == "_restore"
    messages.success(request, f"{_named(done)} {'back' if is_back else 'gone for good'}.")
    if is_back and len(done) == 1:
        return redirect(f"admin:posts_{kind}_change", done[0].pk)
    return redirect("admin:trash")
