import pytest
from django.conf import settings as configured
from django.test import Client
from pytest_django import Settings

from tests.factories import make_editor

LOGIN = "/admin/login/"


@pytest.fixture
def throttled(settings: Settings) -> None:
    """The rest of the suite signs in without asking how often."""
    settings.AXES_ENABLED = True


def sign_in(client: Client, password: str, **extra: str) -> int:
    data = {"username": "clio", "password": password}
    return client.post(LOGIN, data, **extra).status_code


@pytest.mark.django_db
def test_after_too_many_wrong_passwords_even_the_right_one_is_refused(
    client: Client, throttled: None
) -> None:
    make_editor("clio")
    tries = [sign_in(client, "wrong") for _ in range(configured.AXES_FAILURE_LIMIT)]
    assert tries == [200] * (configured.AXES_FAILURE_LIMIT - 1) + [429]
    assert sign_in(client, "a long passphrase") == 429
    assert client.get("/admin/").status_code == 302


@pytest.mark.django_db
def test_another_address_is_not_locked_out_with_it(client: Client, throttled: None) -> None:
    make_editor("clio")
    for _ in range(configured.AXES_FAILURE_LIMIT):
        sign_in(client, "wrong")
    assert sign_in(client, "a long passphrase", REMOTE_ADDR="192.0.2.7") == 302


@pytest.mark.django_db
def test_whoever_is_locked_out_is_told_for_how_long(client: Client, throttled: None) -> None:
    for _ in range(configured.AXES_FAILURE_LIMIT):
        response = client.post(LOGIN, {"username": "clio", "password": "wrong"})
    assert "admin/locked_out.html" in [template.name for template in response.templates]
    assert "Try again in a quarter of an hour" in response.content.decode()
