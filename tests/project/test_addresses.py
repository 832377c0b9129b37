"""Which spellings of hosts, origins, networks and servers a setting takes."""

import pytest

from historyblog import env
from historyblog.env import ConfigurationError

REDIS = "redis://host:6379/0, unix:///run/redis.sock or empty"


@pytest.mark.parametrize(
    "value",
    [
        *("*", ".*", "*.example.org", "..example.org", "."),
        *("https://example.org", "//example.org", "example.org/", "example.org/desk"),
        *("example.org:443", "127.0.0.1:8000", "[::1]:8000", "::1", "[::1", "[127.0.0.1]"),
        *("bücher.example", "a_b.example", "-a.example", "u@example.org", "a.org,https://b.org"),
        *("a.org;b.org", ","),
    ],
)
def test_a_host_is_a_name_and_nothing_else(monkeypatch, value):
    monkeypatch.setenv("X", value)
    with pytest.raises(ConfigurationError) as caught:
        env.hosts("X", [])
    assert str(caught.value) == (
        f"X={value.rpartition(',')[2] or value!r} cannot be read. "
        "Accepted: example.org,www.example.org or .example.org for all below it, 192.0.2.7, "
        "[2001:db8::7]; without scheme, port and *."
    )


@pytest.mark.parametrize(
    ("value", "hosts"),
    [
        ("example.org, WWW.Example.org,", ["example.org", "www.example.org"]),
        (".example.org,localhost", [".example.org", "localhost"]),
        ("192.0.2.7,[2001:db8::7]", ["192.0.2.7", "[2001:db8::7]"]),
        ("xn--bcher-kva.example,a-b.c4", ["xn--bcher-kva.example", "a-b.c4"]),
        ("", ["default.example"]),
    ],
)
def test_hosts_are_read(monkeypatch, value, hosts):
    monkeypatch.setenv("X", value)
    assert env.hosts("X", ["default.example"]) == hosts


NO_ORIGINS = [
    *("https://example.org#top", "https://example.org#", "https://example.org?", "https:/a.org"),
    *("https://example.org?a=b", "https://example.org/blog", "HTTPS://example.org"),
    *("https://example.org:99999", "https://example.org:0", "https://example.org:"),
    *("https://example.org:80a", "https://clio@example.org", "https://exa mple.org"),
    *("https://?", "https://:443", "https://[::1", "https://::1", "https://bücher.example"),
    *("ftp://example.org", "https://*", "https://example..org"),
]


@pytest.mark.parametrize("value", NO_ORIGINS)
def test_an_origin_is_scheme_host_and_port(monkeypatch, value):
    monkeypatch.setenv("X", value)
    accepted = "https://example.org, without a path"
    with pytest.raises(ConfigurationError) as caught:
        env.site_url("X", "")
    assert str(caught.value) == f"X={value!r} cannot be read. Accepted: {accepted}."
    with pytest.raises(ConfigurationError):
        env.origins("X")


@pytest.mark.parametrize(
    "value",
    ["https://example.org", "http://127.0.0.1:8000", "https://[2001:db8::1]:8443", "http://a:1"],
)
def test_an_origin_is_read(monkeypatch, value):
    monkeypatch.setenv("X", f"{value}")
    assert (env.site_url("X", ""), env.origins("X")) == (value, [value])


@pytest.mark.parametrize("reader", [lambda: env.site_url("X", ""), lambda: env.origins("X")])
def test_a_password_in_an_address_is_refused_and_not_shown(monkeypatch, reader):
    monkeypatch.setenv("X", "https://clio:geheim@example.org")
    with pytest.raises(ConfigurationError, match=r"X='https://clio:\*\*\*@example\.org' cannot"):
        reader()


@pytest.mark.parametrize(
    "value",
    [
        *("redis://", "redis:///0", "redis://localhost:99999/0", "redis://localhost:port/0"),
        *(
            "redis://localhost:6379/zero",
            "redis://local host",
            "redis://host:0",
            "http://localhost",
            "unix:redis",
        ),
    ],
)
def test_another_address_of_redis_is_refused(monkeypatch, value):
    monkeypatch.setenv("X", value)
    with pytest.raises(ConfigurationError) as caught:
        env.redis_url("X")
    assert str(caught.value) == f"X={value!r} cannot be read. Accepted: {REDIS}."


@pytest.mark.parametrize(
    "value",
    [
        *("", "redis://localhost", "redis://127.0.0.1:6379/0", "rediss://:s%40crt@r.example:1/2"),
        *(
            "unix:///run/redis.sock?db=1",
            "redis://clio:a:b@[::1]:6379",
            "redis://my_redis:6379",
            "redis://h/0?health=1",
        ),
    ],
)
def test_an_address_of_redis_is_read(monkeypatch, value):
    monkeypatch.setenv("X", value)
    assert env.redis_url("X") == value


def test_origins_below_a_name_are_read(monkeypatch):
    monkeypatch.setenv("X", "https://*.example.org")
    assert env.origins("X") == ["https://*.example.org"]


@pytest.mark.parametrize(
    "value",
    [
        *("localhost", "proxy.example", "127.0.0.1:8000", "[::1]", "10.0.0.1/8", "10.0.0.0/33"),
        *("*", "0.0.0.0/0", "::/0", "127.0.0.1 ::1", "127.0.0.1,x", "300.1.1.1", "True"),
    ],
)
def test_a_network_is_one_of_addresses(monkeypatch, value):
    monkeypatch.setenv("X", value)
    with pytest.raises(ConfigurationError, match=r"Accepted: 127\.0\.0\.1,::1 or 10\.0\.0\.0/8"):
        env.networks("X")


def test_networks_are_read(monkeypatch):
    monkeypatch.setenv("X", "127.0.0.1, ::1,10.0.0.0/8")
    assert [str(network) for network in env.networks("X")] == [
        *("127.0.0.1/32", "::1/128", "10.0.0.0/8")
    ]


def test_an_ipv6_site_is_an_allowed_host(monkeypatch):
    assert env.host_of("https://[2001:db8::1]:8000") == "[2001:db8::1]"
