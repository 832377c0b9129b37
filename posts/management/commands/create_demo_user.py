import secrets
from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand

NAME = "demo"


class Command(BaseCommand):
    help = f"Creates the superuser “{NAME}” and prints its password, once."

    def handle(self, *args: Any, **options: Any) -> None:
        users = get_user_model()._default_manager
        if users.filter(username=NAME).exists():
            self.stdout.write(
                f"The user “{NAME}” is there already. "
                f"A new password: manage.py changepassword {NAME}"
            )
            return
        password = secrets.token_urlsafe(9)
        users.create_superuser(NAME, password=password)
        self.stdout.write(f"Sign in at /admin/ as “{NAME}” with the password {password}")
        self.stdout.write("It is shown this once.")
