"""A new password by mail, and the invitation of somebody who has none yet."""

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.contrib import admin
from django.contrib.auth.forms import PasswordResetForm
from django.contrib.auth.models import User
from django.contrib.auth.views import (
    PasswordResetCompleteView,
    PasswordResetConfirmView,
    PasswordResetDoneView,
    PasswordResetView,
)
from django.urls import reverse_lazy

from posts import mail
from posts.editorial.accounts import forgotten


class ForgottenForm(PasswordResetForm):
    """Whoever asks learns nothing of which accounts there are: the outbox does the rest."""

    def get_users(self, email: str) -> Iterator[User]:
        """Return the people of the desk with this address, invited ones too."""
        found = User.objects.filter(email__iexact=email, is_active=True, is_staff=True)
        return (user for user in found if user.email.casefold() == email.casefold())

    def save(self, *_: Any, **options: Any) -> None:
        mail.put(map(forgotten, self.get_users(self.cleaned_data["email"])))


class _Page:
    """The desk's frame around Django's own pages."""

    def get_context_data(self, **more: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**more)  # type: ignore[misc]
        frame = admin.site.each_context(self.request)  # type: ignore[attr-defined]
        return frame | {"sends_mail": settings.SENDS_MAIL} | context


class Forgotten(_Page, PasswordResetView):
    form_class = ForgottenForm
    template_name = "admin/password_forgotten.html"
    success_url = reverse_lazy("password_reset_done")


class ForgottenDone(_Page, PasswordResetDoneView):
    pass


class Choose(_Page, PasswordResetConfirmView):
    success_url = reverse_lazy("password_reset_complete")


class Chosen(_Page, PasswordResetCompleteView):
    pass
