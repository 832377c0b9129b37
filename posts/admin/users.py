from typing import Any

from axes.admin import AccessAttemptAdmin
from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django import forms
from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.models import Group, Permission, User
from django.db.models import QuerySet
from django.http import HttpRequest

from posts.admin.desk_admin import DeskAdmin
from posts.desk.fields import ChoiceBoundField
from posts.editorial.people import (
    groups_held,
    may_change_group,
    may_change_person,
    permissions_held,
)

admin.site.unregister([User, Group, AccessAttempt, AccessLog, AccessFailureLog])


class Checkboxes(DeskAdmin):
    """Permissions and groups as checkboxes: Django's two boxes with arrows fail with a reader."""

    filter_horizontal = ()

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        kwargs["widget"] = forms.CheckboxSelectMultiple()
        held = groups_held if db_field.related_model is Group else permissions_held
        kwargs["queryset"] = _told_apart(held(request.user))
        field = super().formfield_for_manytomany(db_field, request, **kwargs)
        if field:
            field.help_text = ""
            field.bound_field_class = ChoiceBoundField
        return field


@admin.register(User)
class PersonAdmin(Checkboxes, UserAdmin):
    show_full_result_count = False

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> Any:
        fields = super().get_readonly_fields(request, obj)
        return fields if request.user.is_superuser else (*fields, "is_superuser")

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        may = obj is None or may_change_person(request.user, obj)
        return may and super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        may = obj is None or may_change_person(request.user, obj)
        return may and super().has_delete_permission(request, obj)


@admin.register(Group)
class DeskGroupAdmin(Checkboxes, GroupAdmin):  # type: ignore[misc]
    show_full_result_count = False

    def has_change_permission(self, request: HttpRequest, obj: Group | None = None) -> bool:
        may = obj is None or may_change_group(request.user, obj)
        return may and super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Group | None = None) -> bool:
        may = obj is None or may_change_group(request.user, obj)
        return may and super().has_delete_permission(request, obj)


@admin.register(AccessAttempt)
class FailedSignInAdmin(DeskAdmin, AccessAttemptAdmin):
    """Those that hold someone out can be lifted here; the logs are for the server's own."""

    date_hierarchy = None  # Django's line of dates fails on a year that no date has.


def _told_apart(rows: QuerySet[Any]) -> QuerySet[Any]:
    """A permission's label names its model, which Django would ask for one by one."""
    return rows.select_related("content_type") if rows.model is Permission else rows
