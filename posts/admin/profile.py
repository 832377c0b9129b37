"""The public name of somebody of the desk: set by themselves, and by who keeps the people."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from posts.desk.requests import asked_by, framed, may_see, person
from posts.models import Profile


class ProfileForm(forms.ModelForm):
    class Meta:
        model = Profile
        fields = ("name", "filed_as", "slug", "about")


class ProfileInline(admin.StackedInline):
    """Whoever may change somebody may change this: the page around it has asked."""

    model, form = Profile, ProfileForm
    verbose_name = "public name"
    verbose_name_plural = "Public name, in the byline of stories"

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        # Of a thousand forged rows each would be looked up.
        return super().get_formset(request, obj, absolute_max=1, **kwargs)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return True

    has_view_permission = has_change_permission = has_delete_permission = has_add_permission


@asked_by(may_see, "GET", "HEAD", "POST")
def page(request: HttpRequest) -> HttpResponse:
    """Set one's own public name, or take it away (`_remove`): then no byline shows it."""
    user = person(request)
    stored = Profile.objects.filter(person=user).first()
    if stored and "_remove" in request.POST:
        stored.delete()
        messages.success(request, "Your stories have no byline any more.")
        return redirect("admin:profile")
    form = ProfileForm(request.POST or None, instance=stored or Profile(person=user))
    if form.is_valid():
        form.save()
        messages.success(request, "Readers see your name over what you wrote.")
        return redirect("admin:profile")
    context = {"form": form, "profile": stored}
    return framed(request, "admin/profile.html", "Your public name", context)
