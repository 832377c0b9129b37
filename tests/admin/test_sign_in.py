import logging
from ipaddress import ip_network
from urllib.parse import quote

import pytest
from axes.models import AccessAttempt
from django.conf import settings as configured
from django.contrib.auth.models import User
from django.test import Client, RequestFactory
from pytest_django import Settings

from historyblog.sign_in import client_address, client_network
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


PROXIES = ["127.0.0.1/32", "::1/128", "10.0.0.0/8"]


@pytest.mark.parametrize(
    ("remote", "forwarded", "client"),
    [
        ("192.0.2.7", None, "192.0.2.7"),
        ("192.0.2.7", "198.51.100.1", "192.0.2.7"),
        ("127.0.0.1", "198.51.100.1", "198.51.100.1"),
        ("127.0.0.1", "203.0.113.9, 198.51.100.1", "198.51.100.1"),
        ("127.0.0.1", "203.0.113.9,198.51.100.1,10.1.2.3", "198.51.100.1"),
        ("::1", "2001:db8::7", "2001:db8::7"),
        ("::ffff:127.0.0.1", "198.51.100.1", "198.51.100.1"),
        ("::ffff:192.0.2.7", "198.51.100.1", "192.0.2.7"),
        ("127.0.0.1", "10.1.2.3", "10.1.2.3"),
        ("127.0.0.1", "fe80::1% for 'clio'", "127.0.0.1"),
        ("127.0.0.1", "198.51.100.1:4711", "127.0.0.1"),
        ("127.0.0.1", "unknown", "127.0.0.1"),
        ("127.0.0.1", "198.51.100.1, <script>", "127.0.0.1"),
        ("127.0.0.1", "", "127.0.0.1"),
        ("127.0.0.1", None, "127.0.0.1"),
    ],
)
def test_the_client_is_whom_the_first_trusted_proxy_names(settings, remote, forwarded, client):
    settings.TRUSTED_PROXIES = [ip_network(proxy) for proxy in PROXIES]
    extra = {} if forwarded is None else {"HTTP_X_FORWARDED_FOR": forwarded}
    assert client_address(RequestFactory().get("/", REMOTE_ADDR=remote, **extra)) == client


def test_without_a_trusted_proxy_nobody_names_another(settings):
    settings.TRUSTED_PROXIES = []
    extra = {"HTTP_X_FORWARDED_FOR": "198.51.100.1"}
    assert client_address(RequestFactory().get("/", REMOTE_ADDR="127.0.0.1", **extra)) == (
        "127.0.0.1"
    )


def fail(client: Client, name: str, address: str) -> int:
    data = {"username": name, "password": "wrong"}
    return client.post(LOGIN, data, REMOTE_ADDR=address).status_code


@pytest.mark.django_db
def test_behind_a_proxy_only_who_fails_is_locked_out(client, throttled, settings):
    settings.TRUSTED_PROXIES = [ip_network("127.0.0.1/32")]
    make_editor("clio")
    for _ in range(configured.AXES_FAILURE_LIMIT):
        sign_in(client, "wrong", HTTP_X_FORWARDED_FOR="203.0.113.9, 192.0.2.7")
    spoofed = "198.51.100.1, 192.0.2.7"
    assert sign_in(client, "a long passphrase", HTTP_X_FORWARDED_FOR=spoofed) == 429
    assert sign_in(client, "a long passphrase", HTTP_X_FORWARDED_FOR="198.51.100.1") == 302


@pytest.mark.django_db
def test_one_address_cannot_try_many_names(client, throttled, settings):
    """Nor does a name of its own that signs in between bring it new tries."""
    settings.FAILURES_PER_ADDRESS = 5
    make_editor("clio")
    tries = [fail(client, f"reader {number}", "192.0.2.7") for number in range(4)]
    assert sign_in(client, "a long passphrase", REMOTE_ADDR="192.0.2.7") == 302
    client.logout()
    tries += [fail(client, f"reader {number}", "192.0.2.7") for number in range(4, 6)]
    assert tries == [200, 200, 200, 200, 429, 429]
    assert sign_in(client, "a long passphrase", REMOTE_ADDR="192.0.2.7") == 429
    assert sign_in(client, "a long passphrase", REMOTE_ADDR="192.0.2.8") == 302


@pytest.mark.django_db
def test_many_addresses_cannot_try_one_name(client, throttled, settings):
    settings.FAILURES_PER_NAME = 5
    make_editor("clio")
    tries = [fail(client, "clio", f"192.0.2.{number}") for number in range(6)]
    assert tries == [200, 200, 200, 200, 429, 429]
    assert sign_in(client, "a long passphrase", REMOTE_ADDR="192.0.2.99") == 429


@pytest.mark.django_db
def test_one_address_cannot_lock_a_name_for_others(client, throttled, settings):
    settings.FAILURES_PER_NAME = configured.AXES_FAILURE_LIMIT + 1
    make_editor("clio")
    for _ in range(configured.AXES_FAILURE_LIMIT + 5):
        fail(client, "clio", "192.0.2.7")
    assert sign_in(client, "a long passphrase", REMOTE_ADDR="192.0.2.8") == 302


@pytest.mark.django_db
def test_the_log_names_address_and_name(client, throttled, caplog):
    """In one line each, whatever was typed as a name."""
    names = ["clio", "a\nSign-in failed from 198.51.100.1 for 'b'", "n" * 200]
    with caplog.at_level(logging.WARNING):
        for name in names:
            fail(client, name, "192.0.2.7")
        for _ in range(configured.AXES_FAILURE_LIMIT):
            fail(client, "thalia", "2001:db8::7")
    lines = [record.getMessage() for record in caplog.records if "Sign-in" in record.getMessage()]
    assert lines[:3] == [
        "Sign-in failed from 192.0.2.7 for 'clio'",
        "Sign-in failed from 192.0.2.7 for \"a\\nSign-in failed from 198.51.100.1 for 'b'\"",
        f"Sign-in failed from 192.0.2.7 for '{'n' * 150}'",
    ]
    assert lines[-1] == "Sign-in locked from 2001:db8::7 for 'thalia'"
    assert len(lines) == 3 + configured.AXES_FAILURE_LIMIT


@pytest.mark.django_db
@pytest.mark.parametrize("origin", ["https://testserver", "https://desk.example", "null"])
def test_a_form_of_another_address_is_told_the_setting(origin):
    """As of a site behind https whose SITE_URL begins with http."""
    client = Client(enforce_csrf_checks=True)
    answer = client.post(LOGIN, {"username": "clio"}, HTTP_ORIGIN=origin)
    page = answer.content.decode()
    assert answer.status_code == 403
    assert "set SITE_URL to the address that stands in the browser" in page
    assert "keeps no cookies" not in page


@pytest.mark.django_db
def test_a_form_without_its_cookie_is_told_of_cookies():
    answer = Client(enforce_csrf_checks=True).post(LOGIN, {"username": "clio"})
    assert "keeps no cookies" in answer.content.decode()
    assert "SITE_URL" not in answer.content.decode()


@pytest.mark.engine
@pytest.mark.django_db
@pytest.mark.parametrize("kind", ["username", "agent", "accept", "path"])
@pytest.mark.parametrize(
    "text",
    ["e" + 250_000 * "\u0301", "a\0b", "<script>alert(1)</script>", "\u202e" * 300, "", " \n"],
    ids=["marks", "NUL", "markup", "turned", "nothing", "blank"],
)
def test_whatever_a_stranger_sends_is_kept_short_and_shown(
    throttled: None, kind: str, text: str
) -> None:
    client, desk = Client(), Client()
    desk.force_login(User.objects.create_superuser("root"))
    sent = {"agent": "HTTP_USER_AGENT", "accept": "HTTP_ACCEPT"}
    extra = {sent[kind]: text} if kind in sent else {}
    name = text if kind == "username" else "clio"
    path = f"{LOGIN}?next={quote(text)}" if kind == "path" else LOGIN
    for _ in range(2):
        answer = client.post(path, {"username": name, "password": "wrong"}, **extra)
        assert answer.status_code == 200
    for attempt in AccessAttempt.objects.all():
        assert max(map(len, (attempt.username, attempt.user_agent, attempt.path_info))) <= 255
        page = desk.get(f"/admin/axes/accessattempt/{attempt.pk}/change/")
        assert (page.status_code, len(page.content) < 60_000) == (200, True)
    listed = desk.get("/admin/axes/accessattempt/")
    assert (listed.status_code, len(listed.content) < 60_000) == (200, True)
    assert "<script>alert" not in listed.text


@pytest.mark.engine
@pytest.mark.django_db
@pytest.mark.parametrize(
    "query",
    [
        *("attempt_time__year=99999999999", "attempt_time__month=99", "q=%00", "p=" + 30 * "9"),
        *("locked_out=%00", "path_info=%00", "attempt_time__gte=99999-01-01", "o=9.9"),
    ],
)
def test_its_list_forgives_what_no_database_compares(throttled: None, query: str) -> None:
    desk = Client()
    desk.force_login(User.objects.create_superuser("root"))
    assert desk.get(f"/admin/axes/accessattempt/?{query}").status_code in {200, 302}


@pytest.mark.parametrize(
    ("remote", "counted"),
    [
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"),
        ("2001:db8:1:2:ffff:ffff:ffff:ffff", "2001:db8:1:2::"),
        ("2001:db8:1:3::1", "2001:db8:1:3::"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("192.0.2.7", "192.0.2.7"),
        ("", ""),
    ],
)
def test_failures_are_counted_under_the_network_of_an_ipv6_address(
    remote: str, counted: str
) -> None:
    assert client_network(RequestFactory().get("/", REMOTE_ADDR=remote)) == counted


@pytest.mark.django_db
def test_many_addresses_of_one_network_are_one(client: Client, throttled: None) -> None:
    make_editor("clio")
    for number in range(configured.AXES_FAILURE_LIMIT):
        sign_in(client, "wrong", REMOTE_ADDR=f"2001:db8:1:2::{number:x}")
    password = "a long passphrase"
    assert sign_in(client, password, REMOTE_ADDR="2001:db8:1:2:aaaa::1") == 429
    assert sign_in(client, password, REMOTE_ADDR="2001:db8:1:3::1") == 302
