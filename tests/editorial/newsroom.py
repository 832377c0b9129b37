"""People with the roles of a newsroom."""

from typing import Any

from django.contrib.auth.models import Group, User
from django.test import Client


def make_person(role: str, username: str = "", **fields: Any) -> User:
    """Return someone of the staff in the group `role`; "nobody" is in none."""
    person = User.objects.create_user(
        username or role, password="a long passphrase", is_staff=True, **fields
    )
    if role != "nobody":
        person.groups.add(Group.objects.get(name=role))
    return person


def signed_in(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client
