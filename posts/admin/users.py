from typing import Any, ClassVar

from axes.admin import AccessAttemptAdmin
from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.forms import UserCreationForm
from django.contrib.auth.models import Group, User
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString

from posts.admin.desk_admin import DeskAdmin
from posts.admin.profile import ProfileInline
from posts.desk.fields import ChoiceBoundField
from posts.desk.requests import person
from posts.editorial.accounts import invite, password_link
from posts.editorial.people import (
    groups_held,
    may_change_group,
    may_change_person,
    permissions_held,
)

ROLES = {
    "author": "writes drafts and sends them to review",
    "editor": "reviews, changes and publishes what others wrote",
    "publisher": "an editor who also keeps categories, places, tags and old addresses, and deletes",
    "administrator": "a publisher who also keeps people and roles",
}

admin.site.unregister([User, Group, AccessAttempt, AccessLog, AccessFailureLog])


class Checkboxes(DeskAdmin):
    """Permissions and groups as checkboxes: Django's two boxes with arrows fail with a reader."""

    filter_horizontal = ()
    may: ClassVar[Any]  # whether who asks may change or delete a row

    def _may(self, request: HttpRequest, obj: Any) -> bool:
        return obj is None or self.may(request.user, obj)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._may(request, obj) and super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._may(request, obj) and super().has_delete_permission(request, obj)

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        kwargs["widget"] = forms.CheckboxSelectMultiple()
        held = groups_held if db_field.related_model is Group else permissions_held
        rows: Any = held(request.user)
        # A permission's label names its model, which Django would ask for one by one.
        kwargs["queryset"] = rows if held is groups_held else rows.select_related("content_type")
        field = super().formfield_for_manytomany(db_field, request, **kwargs)
        if field:
            field.help_text = ""
            field.bound_field_class = ChoiceBoundField
            if held is groups_held:
                field.label = "Roles"
                field.label_from_instance = _role_in_words  # type: ignore[method-assign, assignment]
        return field


class InvitationForm(UserCreationForm):
    """Somebody new of the desk, who is written to and chooses a password alone."""

    password1 = password2 = None  # type: ignore[assignment]

    class Meta(UserCreationForm.Meta):
        fields = ("username", "first_name", "last_name", "email", "groups")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].required = True

    def save(self, commit: bool = True) -> User:
        self.instance.set_unusable_password()
        self.instance.is_staff = True
        user: User = forms.ModelForm.save(self, commit)
        return user


@admin.register(User)
class PersonAdmin(Checkboxes, UserAdmin):
    may = staticmethod(may_change_person)
    add_form = InvitationForm
    inlines = (ProfileInline,)
    add_form_template = None
    add_fieldsets = (
        (None, {"fields": ("username", ("first_name", "last_name"), "email", "groups")}),
    )
    fieldsets = (
        (None, {"fields": ("username", ("first_name", "last_name"), "email")}),
        ("What this person does here", {"fields": ("groups", "is_active", "password_words")}),
        (
            "Single permissions",
            {
                "fields": ("is_staff", "is_superuser", "user_permissions"),
                "classes": ("collapse",),
            },
        ),
        ("Dates", {"fields": ("last_login", "date_joined"), "classes": ("collapse",)}),
    )
    list_display = ("username", "first_name", "last_name", "email", "roles", "is_active")
    list_filter = ("groups", "is_active")
    actions = ("invite_again", "deactivate")

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name == "groups" and field:
            field.widget.can_add_related = False
        if db_field.name == "is_active" and field:
            field.label = "May sign in"
            field.help_text = "Take it away rather than delete somebody: all they wrote stays."
        return field

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).prefetch_related("groups")

    @admin.display(description="does here")
    def roles(self, user: User) -> str:
        return ", ".join(group.name for group in user.groups.all())

    def add_view(self, request: HttpRequest, *args: Any, **more: Any) -> Any:
        more["extra_context"] = {"title": "Invite somebody", **(more.get("extra_context") or {})}
        return super().add_view(request, *args, **more)

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        if not change:
            _invite(request, obj)

    @admin.action(description="Invite again, who has no password yet", permissions=["change"])
    def invite_again(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        for each in queryset:
            if each.has_usable_password() or not each.email:
                messages.warning(request, f"{each} has a password already, or no address of mail.")
            elif may_change_person(request.user, each):
                _invite(request, each)

    @admin.action(description="Let them sign in no longer", permissions=["change"])
    def deactivate(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        for each in queryset.exclude(pk=person(request).pk):
            if may_change_person(request.user, each):
                each.is_active = False
                each.save(update_fields=["is_active"])
                messages.success(request, f"{each} cannot sign in any more. All they wrote stays.")
            else:
                messages.error(request, f"You may not change {each}.")

    @admin.display(description="Password")
    def password_words(self, user: User) -> SafeString:
        words = "has one" if user.has_usable_password() else "has none yet"
        return format_html('{} · <a href="../password/">Set another</a>', words)

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> Any:
        fields = (*super().get_readonly_fields(request, obj), "password_words")
        return fields if request.user.is_superuser else (*fields, "is_superuser")


def _invite(request: HttpRequest, user: User) -> None:
    invite(user)
    if settings.SENDS_MAIL:
        messages.success(request, f"{user.email} is sent an invitation.")
    else:
        words = f"This site sends no mail. Give {user} this address, good for three days: "
        messages.warning(request, f"{words}{password_link(user)}")


@admin.register(Group)
class DeskGroupAdmin(Checkboxes, GroupAdmin):  # type: ignore[misc]
    may = staticmethod(may_change_group)


@admin.register(AccessAttempt)
class FailedSignInAdmin(DeskAdmin, AccessAttemptAdmin):
    """Those that hold someone out can be lifted here; the logs are for the server's own."""

    date_hierarchy = None  # Django's line of dates fails on a year that no date has.


def _role_in_words(group: Any) -> str:
    line = ROLES.get(group.name)
    return f"{group.name.capitalize()}: {line}" if line else str(group.name)
