import logging

import pytest
from django.core.exceptions import MiddlewareNotUsed
from django.http import HttpResponse
from django.test import RequestFactory

from historyblog.middleware import LoopbackOnly, ResponseHeaders
from historyblog.secret import generated_key


def test_with_a_generated_key_only_this_machine_is_answered(settings):
    settings.KEY_IS_GENERATED = True
    answer = LoopbackOnly(lambda request: HttpResponse("hello"))
    found = {
        address: answer(RequestFactory().get("/", REMOTE_ADDR=address)).status_code
        for address in ("127.0.0.1", "::1", "", "192.0.2.7", "2001:db8::7")
    }
    assert found == {"127.0.0.1": 200, "::1": 200, "": 200, "192.0.2.7": 403, "2001:db8::7": 403}


def test_with_a_key_of_its_own_the_guard_is_gone(settings):
    settings.KEY_IS_GENERATED = False
    with pytest.raises(MiddlewareNotUsed):
        LoopbackOnly(lambda request: HttpResponse())


def test_a_view_keeps_its_own_resource_policy():
    own = HttpResponse(headers={"Cross-Origin-Resource-Policy": "cross-origin"})
    assert ResponseHeaders(lambda request: own)(RequestFactory().get("/")).headers[
        "Cross-Origin-Resource-Policy"
    ] == ("cross-origin")


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/", "/nothing-here/", "/admin/login/", "/categories/"])
def test_every_page_carries_the_security_headers(client, path):
    headers = client.get(path).headers
    policy = headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self';")
    assert "unsafe" not in policy
    assert {
        name: headers[name]
        for name in (
            "Cross-Origin-Opener-Policy",
            "Cross-Origin-Resource-Policy",
            "Referrer-Policy",
            "X-Content-Type-Options",
            "X-Frame-Options",
        )
    } == {
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Referrer-Policy": "strict-origin-when-cross-origin",
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
    }
    assert "camera=()" in headers["Permissions-Policy"]


def test_the_generated_key_is_kept_and_private(tmp_path):
    path = tmp_path / "var" / "secret_key"
    key = generated_key(path)
    assert (len(key) >= 50, generated_key(path), path.stat().st_mode & 0o777) == (True, key, 0o600)
    assert [entry.name for entry in path.parent.iterdir()] == ["secret_key"]


@pytest.mark.parametrize("host", ["evil.example", "", "a b", "x" * 5000, "evil.example:port"])
def test_a_strangers_host_is_a_plain_400_and_one_short_line(client, caplog, settings, host):
    """An empty one is what a request of HTTP/1.0 without the header comes in with."""
    settings.ALLOWED_HOSTS = ["history.example"]
    answer = client.get("/", HTTP_HOST=host)
    assert (answer.status_code, len(answer.content) < 300) == (400, True)
    (record,) = caplog.records
    line = logging.Formatter().format(record)
    assert line.startswith(f"Invalid HTTP_HOST header: {host!r}"[:300])
    assert (line.count("\n"), len(line) <= 300) == (0, True)
