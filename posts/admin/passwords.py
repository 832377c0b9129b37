"""A new password by mail, and the invitation of somebody who has none yet."""

import time
from collections.abc import Iterator
from typing import Any, Final

from django.conf import settings
from django.contrib import admin
from django.contrib.auth.forms import PasswordResetForm
from django.contrib.auth.models import User
from django.contrib.auth.tokens import default_token_generator
from django.contrib.auth.views import (
    PasswordResetCompleteView,
    PasswordResetConfirmView,
    PasswordResetDoneView,
    PasswordResetView,
)
from django.urls import reverse, reverse_lazy
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from posts import mail

PAUSE: Final = 600  # seconds, in which one letter at most goes to an account


class ForgottenForm(PasswordResetForm):
    """Whoever asks learns nothing of which accounts there are: the outbox does the rest."""

    def get_users(self, email: str) -> Iterator[User]:
        """Yield the people of the desk with this address, invited ones too."""
        for user in User.objects.filter(email__iexact=email, is_active=True, is_staff=True):
            if user.email.casefold() == email.casefold():
                yield user

    def save(self, *_: Any, **options: Any) -> None:
        mail.put(_forgotten(user) for user in self.get_users(self.cleaned_data["email"]))


def password_link(user: User) -> str:
    """Return the address at which `user` may choose a password, once and for three days."""
    key = urlsafe_base64_encode(force_bytes(user.pk))
    token = default_token_generator.make_token(user)
    return f"{settings.SITE_URL}{reverse('password_reset_confirm', args=[key, token])}"


def invite(user: User) -> None:
    text = (
        f"You are invited to write for {settings.SITE_NAME}."
        f" Your name there is {user.username}.\n\n"
        f"Choose a password within three days:\n{password_link(user)}\n\n"
        f"Afterwards sign in here:\n{settings.SITE_URL}{reverse('admin:index')}\n"
    )
    subject = f"[{settings.SITE_NAME}] Your invitation"
    mail.put([mail.Message(f"invitation {user.pk} {_period()}", user.email, subject, text)])


def _forgotten(user: User) -> mail.Message:
    text = (
        f"Somebody, perhaps you, asked for a new password of {user.username} at "
        f"{settings.SITE_NAME}.\n\nChoose one within three days:\n{password_link(user)}\n\n"
        "If it was not you, leave this letter alone: nothing changes.\n"
    )
    subject = f"[{settings.SITE_NAME}] A new password"
    return mail.Message(f"password {user.pk} {_period()}", user.email, subject, text)


def _period() -> int:
    return int(time.time()) // PAUSE


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
