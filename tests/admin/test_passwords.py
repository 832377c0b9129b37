"""A new password by mail, and invitations: nobody learns who has an account."""

import re

import pytest
import time_machine
from django.contrib.auth.models import Group, User
from django.test import Client
from pytest_django import Settings

from posts.models import OutboxMessage
from tests.admin.forms import shown
from tests.editorial.newsroom import make_person

pytestmark = pytest.mark.django_db
FORGOTTEN, ADD = "/admin/password/", "/admin/auth/user/add/"
NEW = "a passphrase that is new"


@pytest.fixture(autouse=True)
def _mail(settings: Settings) -> None:
    settings.SENDS_MAIL = True


def address_in(message: OutboxMessage) -> str:
    (path,) = re.findall(r"http://127\.0\.0\.1:8000(/admin/password/\S+)", message.text)
    return str(path)


def choose(path: str) -> User | None:
    """Follow the address of a letter, choose a password, and return who can sign in by it."""
    client = Client()
    form = client.get(path, follow=True)
    client.post(form.request["PATH_INFO"], {"new_password1": NEW, "new_password2": NEW})
    return next((user for user in User.objects.all() if user.check_password(NEW)), None)


def test_who_forgot_a_password_chooses_another_once(client: Client) -> None:
    ann = make_person("author", "ann", email="Ann@example.org")
    client.post(FORGOTTEN, {"email": "ann@EXAMPLE.org"})
    message = OutboxMessage.objects.get()
    assert (message.to, message.subject) == ("Ann@example.org", "[On This Day] A new password")
    path = address_in(message)
    assert choose(path) == ann
    assert "was invalid" in Client().get(path, follow=True).text


@pytest.mark.parametrize("email", ["ann@example.org", "nobody@example.org", "left@example.org"])
def test_the_answer_is_the_same_whoever_asks(client: Client, email: str) -> None:
    make_person("author", "ann", email="ann@example.org")
    make_person("author", "left", email="left@example.org", is_active=False)
    User.objects.create_user("reader", email="reader@example.org")
    answer = client.post(FORGOTTEN, {"email": email}, follow=True)
    assert answer.redirect_chain == [(f"{FORGOTTEN}sent/", 302)]
    assert email not in answer.text
    assert OutboxMessage.objects.count() == (1 if email.startswith("ann") else 0)


def test_one_letter_at_most_goes_out_in_ten_minutes(client: Client) -> None:
    make_person("author", "ann", email="ann@example.org")
    for minute in (0, 1, 9, 10):
        with time_machine.travel(f"2027-03-01T12:{minute:02}:00Z", tick=False):
            client.post(FORGOTTEN, {"email": "ann@example.org"})
    assert OutboxMessage.objects.count() == 2


def test_the_sign_in_page_leads_there(client: Client) -> None:
    assert f'href="{FORGOTTEN}"' in client.get("/admin/login/").text


def test_a_site_without_mail_says_who_can_help(client: Client, settings: Settings) -> None:
    settings.SENDS_MAIL = False
    page = client.get(FORGOTTEN).text
    assert "This site sends no mail" in page
    assert 'type="email"' not in page


def invited(**more: str) -> Client:
    client = Client()
    client.force_login(make_person("administrator", "pericles"))
    author = Group.objects.get(name="author").pk
    data = {"username": "ann", "email": "ann@example.org", "groups": [str(author)]}
    counts = {"profile-TOTAL_FORMS": 0, "profile-INITIAL_FORMS": 0}
    client.post(ADD, {**data, **counts, **more})
    return client


def test_an_invited_person_chooses_a_password_and_has_the_role() -> None:
    invited()
    ann = User.objects.get(username="ann")
    assert (ann.is_staff, ann.has_usable_password()) == (True, False)
    assert [group.name for group in ann.groups.all()] == ["author"]
    message = OutboxMessage.objects.get()
    assert (message.to, message.subject) == ("ann@example.org", "[On This Day] Your invitation")
    assert choose(address_in(message)) == ann


def test_without_mail_the_administrator_is_given_the_address(settings: Settings) -> None:
    settings.SENDS_MAIL = False
    client = invited()
    page = client.get("/admin/auth/user/").text
    assert re.search(r"Give ann this address.*/admin/password/", page)


@pytest.mark.parametrize(("name", "value"), [("email", ""), ("username", "PERICLES")])
def test_what_an_invitation_needs_is_said(name: str, value: str) -> None:
    invited(**{name: value})
    assert not User.objects.filter(username__in=["ann", "PERICLES"]).exists()
    assert not OutboxMessage.objects.exists()


def test_roles_are_told_in_a_line_each() -> None:
    client = invited()
    ann = User.objects.get(username="ann")
    page = client.get(f"/admin/auth/user/{ann.pk}/change/").text
    assert "Author: writes drafts and sends them to review" in page
    assert [str(ann.groups.get().pk)] == shown(client, f"/admin/auth/user/{ann.pk}/change/")[
        "groups"
    ]


def test_who_leaves_is_let_in_no_more() -> None:
    client = invited()
    ann, zeus = User.objects.get(username="ann"), User.objects.create_superuser("zeus")
    keys = [str(ann.pk), str(zeus.pk), str(User.objects.get(username="pericles").pk)]
    client.post("/admin/auth/user/", {"action": "deactivate", "_selected_action": keys})
    active = User.objects.filter(is_active=True).order_by("username")
    assert [user.username for user in active] == ["pericles", "zeus"]
