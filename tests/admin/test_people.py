"""Administrators keep people and groups, and give or take over nothing that they do not hold."""

from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission, User
from django.test import Client

from tests.admin.forms import shown
from tests.factories import make_editor

pytestmark = pytest.mark.any_engine

PEOPLE, GROUPS = "/admin/auth/user/", "/admin/auth/group/"


@pytest.fixture
def administrator(db: None) -> User:
    user = User.objects.create_user("pericles", password="a long passphrase", is_staff=True)
    user.groups.add(Group.objects.get(name="administrator"))
    return user


@pytest.fixture
def desk(administrator: User) -> Client:
    client = Client()
    client.force_login(administrator)
    return client


@pytest.fixture
def beyond(db: None) -> Permission:
    """A permission that no administrator has."""
    return Permission.objects.get(codename="change_permission")


def sent(client: Client, url: str, **changes: Any) -> int:
    data = {name: value for name, value in shown(client, url).items() if value is not None}
    return int(client.post(url, data | changes).status_code)


def test_an_administrator_makes_nobody_a_superuser(desk, administrator):
    for person in (administrator, User.objects.create_user("clio")):
        assert sent(desk, f"{PEOPLE}{person.pk}/change/", is_superuser="on") == 302
    assert not User.objects.filter(is_superuser=True).exists()


def test_nor_gives_a_permission_that_is_not_held(desk, administrator, beyond):
    url = f"{PEOPLE}{administrator.pk}/change/"
    assert sent(desk, url, user_permissions=[str(beyond.pk)]) == 200
    assert not administrator.user_permissions.exists()


def test_nor_a_group_that_has_one(desk, administrator, beyond):
    group = Group.objects.create(name="beyond")
    group.permissions.add(beyond)
    url = f"{PEOPLE}{administrator.pk}/change/"
    own = [str(key) for key in administrator.groups.values_list("pk", flat=True)]
    assert sent(desk, url, groups=[*own, str(group.pk)]) == 200
    assert desk.post(f"{GROUPS}{group.pk}/change/", {"name": "mine"}).status_code == 403
    assert desk.post(f"{GROUPS}{group.pk}/delete/", {"post": "yes"}).status_code == 403
    assert Group.objects.get(pk=group.pk).permissions.get() == beyond


def test_nor_puts_it_into_a_group(desk, beyond):
    group = Group.objects.get(name="editor")
    assert sent(desk, f"{GROUPS}{group.pk}/change/", permissions=[str(beyond.pk)]) == 200
    assert desk.post(f"{GROUPS}add/", {"name": "x", "permissions": [beyond.pk]}).status_code == 200
    assert not Group.objects.filter(permissions=beyond).exists()


@pytest.mark.parametrize("kind", ["superuser", "more", "inactive", "by group"])
def test_who_holds_more_is_neither_changed_nor_taken_over(desk, beyond, kind):
    other = make_editor("zeus") if kind == "superuser" else User.objects.create_user("hera")
    if kind == "by group":
        group = Group.objects.create(name="beyond")
        group.permissions.add(beyond)
        other.groups.add(group)
    elif kind != "superuser":
        other.user_permissions.add(beyond)
    User.objects.filter(pk=other.pk).update(is_active=kind != "inactive")
    before = User.objects.get(pk=other.pk).password
    passwords = {"password1": "another passphrase", "password2": "another passphrase"}
    url = f"{PEOPLE}{other.pk}"

    answers = [
        desk.post(f"{url}/password/", passwords).status_code,
        desk.post(f"{url}/change/", {"username": "mine"}).status_code,
        desk.post(f"{url}/delete/", {"post": "yes"}).status_code,
    ]
    desk.post(PEOPLE, {"action": "delete_selected", "_selected_action": [other.pk], "post": "yes"})

    assert answers == [403, 403, 403]
    assert User.objects.get(pk=other.pk).password == before


def test_people_of_the_newsroom_are_kept_as_before(desk):
    other = User.objects.create_user("clio")
    editors = Group.objects.get(name="editor")
    url = f"{PEOPLE}{other.pk}/change/"

    assert sent(desk, url, is_staff="on", groups=[str(editors.pk)]) == 302
    assert list(other.groups.all()) == [editors]
    assert sent(desk, f"{GROUPS}{editors.pk}/change/", name="editors") == 302


def test_a_superuser_does_all_of_it(beyond):
    client = Client()
    client.force_login(make_editor("zeus"))
    other = User.objects.create_user("hera")
    url = f"{PEOPLE}{other.pk}/change/"

    assert sent(client, url, is_superuser="on", user_permissions=[str(beyond.pk)]) == 302
    other.refresh_from_db()
    assert (other.is_superuser, other.user_permissions.get()) == (True, beyond)
