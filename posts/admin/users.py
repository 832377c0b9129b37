from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.models import Group, User
from django.http import HttpRequest

from posts.admin.searching import Searched

admin.site.unregister([User, Group])


class Checkboxes(Searched):
    """Permissions and groups as checkboxes: Django's two boxes with arrows fail with a reader."""

    filter_horizontal = ()

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        kwargs["widget"] = forms.CheckboxSelectMultiple()
        field = super().formfield_for_manytomany(db_field, request, **kwargs)
        if field:
            field.help_text = ""
        return field


@admin.register(User)
class PersonAdmin(Checkboxes, UserAdmin):
    show_full_result_count = False


@admin.register(Group)
class DeskGroupAdmin(Checkboxes, GroupAdmin):  # type: ignore[misc]
    show_full_result_count = False
