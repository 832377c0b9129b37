"""Letters to people of the desk: an invitation, and a new password."""

import time
from typing import Final

from django.conf import settings
from django.contrib.auth.models import User
from django.contrib.auth.tokens import default_token_generator
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from posts import mail

PAUSE: Final = 600  # seconds, in which one letter at most goes to an account


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


def forgotten(user: User) -> mail.Message:
    text = (
        f"Somebody, perhaps you, asked for a new password of {user.username} at "
        f"{settings.SITE_NAME}.\n\nChoose one within three days:\n{password_link(user)}\n\n"
        "If it was not you, leave this letter alone: nothing changes.\n"
    )
    subject = f"[{settings.SITE_NAME}] A new password"
    return mail.Message(f"password {user.pk} {_period()}", user.email, subject, text)


def _period() -> int:
    return int(time.time()) // PAUSE
