import os
import subprocess
import sys
from pathlib import Path

import pytest

from historyblog import env
from historyblog.env import ConfigurationError, Database

ROOT = Path(__file__).resolve().parents[2]
# The last says where the run keeps what Python has compiled.
KEPT = ("PATH", "HOME", "PYTHONPYCACHEPREFIX")


ORIGINS = "https://example.org or https://*.example.org, with commas between"
REDIS = "redis://host:6379/0, unix:///run/redis.sock or empty"
CONTACTS = "mailto:security@example.org, https://example.org/security or empty"


@pytest.mark.parametrize(
    ("reader", "value", "message"),
    [
        (
            lambda: env.boolean("X", default=False),
            "yes",
            "X='yes' cannot be read. Accepted: True or False.",
        ),
        (
            lambda: env.boolean("X", default=False),
            "true",
            "X='true' cannot be read. Accepted: True or False.",
        ),
        (
            lambda: env.names("X", [], "a.org,b.org"),
            "a.org b.org",
            "X='a.org b.org' cannot be read. Accepted: a.org,b.org.",
        ),
        (
            lambda: env.origins("X"),
            "example.org",
            f"X='example.org' cannot be read. Accepted: {ORIGINS}.",
        ),
        (
            lambda: env.site_url("X", ""),
            "example.org",
            "X='example.org' cannot be read. Accepted: https://example.org, without a path.",
        ),
        *(
            (
                lambda: env.contact("X"),
                value,
                f"X={value!r} cannot be read. Accepted: {CONTACTS}.",
            )
            for value in (
                "security@example.org",
                "http://example.org/security",
                "mailto:security",
                "https:/security",
                "mailto:a@example.org b@example.org",
                "mailto:a@example.org\nPolicy: none",
            )
        ),
        *(
            (
                lambda: env.whole_number("X", default=64, most=4096),
                value,
                f"X={value!r} cannot be read. Accepted: a whole number from 0 to 4096.",
            )
            for value in ("64MB", "64.5", "-1", "4097", "9" * 20, "0x40", "\u0664", "1_000")
        ),
        (
            lambda: env.time_zone("X", "UTC"),
            "Paris",
            "X='Paris' cannot be read. Accepted: an IANA zone such as Europe/Paris or UTC.",
        ),
        (
            lambda: env.folder("X", Path("/")),
            "media",
            "X='media' cannot be read. Accepted: an absolute path such as /srv/historyblog/media.",
        ),
        (
            lambda: env.redis_url("X"),
            "localhost:6379",
            f"X='localhost:6379' cannot be read. Accepted: {REDIS}.",
        ),
    ],
)
def test_a_near_miss_is_refused_with_the_accepted_forms(monkeypatch, reader, value, message):
    monkeypatch.setenv("X", value)
    with pytest.raises(ConfigurationError) as caught:
        reader()
    assert str(caught.value) == message


@pytest.mark.parametrize(
    ("url", "database"),
    [
        ("sqlite:////srv/a b.sqlite3", Database("sqlite", "/srv/a b.sqlite3")),
        (
            "postgresql://clio:s%40crt@db.example:5433/history?sslmode=require",
            Database(
                "postgresql",
                "history",
                "clio",
                "s@crt",
                "db.example",
                "5433",
                {"sslmode": "require"},
            ),
        ),
        ("postgres:///history", Database("postgresql", "history")),
        (
            "postgresql://clio@/history?host=%2Frun%2Fpg",
            Database("postgresql", "history", "clio", options={"host": "/run/pg"}),
        ),
        (
            "postgresql://clio@a.example:5432,[2001:db8::7]:5433/history?target_session_attrs=primary",
            Database(
                *("postgresql", "history", "clio", "", "a.example,2001:db8::7", "5432,5433"),
                {"target_session_attrs": "primary"},
            ),
        ),
        (
            "postgresql://clio@a,b/history?target_session_attrs=read-write",
            Database(
                *("postgresql", "history", "clio", "", "a,b", ""),
                {"target_session_attrs": "read-write"},
            ),
        ),
    ],
)
def test_a_database_url_is_read(monkeypatch, url, database):
    monkeypatch.setenv("X", url)
    assert env.database("X", "") == database


@pytest.mark.parametrize(
    "url",
    [
        "sqlite://relative.sqlite3",
        "sqlite:///relative.sqlite3",
        "mysql://localhost/history",
        "postgresql://localhost",
        "postgresql://clio@localhost:port/history",
        "postgresql://clio@localhost:70000/history",
        "postgresql://clio@a,b/history",
        "postgresql://clio@a,b/history?target_session_attrs=any",
        "postgresql://clio@a,b:port/history?target_session_attrs=read-write",
        "postgresql://clio@/history?host=/a,/b",
        "/srv/db.sqlite3",
    ],
)
def test_another_database_url_is_refused(monkeypatch, url):
    monkeypatch.setenv("X", url)
    with pytest.raises(ConfigurationError) as caught:
        env.database("X", "")
    assert str(caught.value) == (
        f"X={url!r} cannot be read. "
        "Accepted: sqlite:////absolute/path, postgresql://user:password@host:5432/name or, of"
        " several hosts, postgresql://user:password@one:5432,other:5432/name"
        "?target_session_attrs=read-write."
    )


@pytest.mark.parametrize(
    ("url", "engine"),
    [
        ("sqlite:////srv/a.sqlite3", "postgresql"),
        ("postgresql://b/history", "sqlite3"),
        ("b/history", "postgresql"),
    ],
)
def test_a_replica_is_a_postgresql_of_a_postgresql(monkeypatch, url, engine):
    monkeypatch.setenv("X", url)
    with pytest.raises(ConfigurationError, match=r"cannot be read\. Accepted: "):
        env.replica("X", f"django.db.backends.{engine}")
    monkeypatch.setenv("X", "postgresql://b/history")
    assert env.replica("X", "x.postgresql") == Database("postgresql", "history", host="b")
    monkeypatch.setenv("X", "")
    assert env.replica("X", "x.postgresql") is None


def test_a_password_is_never_shown(monkeypatch):
    monkeypatch.setenv("X", "mysql://clio:geheim@localhost/history")
    with pytest.raises(ConfigurationError) as caught:
        env.database("X", "")
    assert "geheim" not in str(caught.value)
    assert "geheim" not in repr(Database("postgresql", "history", "clio", "geheim"))


@pytest.mark.parametrize("value", ["", "mailto:a@example.org", "https://example.org/security"])
def test_a_contact_is_an_address_or_nothing(monkeypatch, value):
    monkeypatch.setenv("X", value)
    assert env.contact("X") == value


def python(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    clean = {name: os.environ[name] for name in KEPT if name in os.environ}
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT,
        env=clean | environment,
        capture_output=True,
        text=True,
        check=False,
    )


def manage(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return python("manage.py", *arguments, **environment)


def told_by_settings(code: str, **environment: str) -> str:
    """Return what `code` prints of `settings`, which are read without loading the whole site."""
    own = {"DJANGO_SETTINGS_MODULE": "historyblog.settings", "SECRET_KEY": "k" * 60}
    code = f"from django.conf import settings; {code}"
    return python("-c", code, **own, **environment).stdout


def test_a_value_that_cannot_be_read_stops_the_start():
    done = manage("check", DEBUG="maybe")
    assert (done.returncode, done.stderr) == (
        1,
        "DEBUG='maybe' cannot be read. Accepted: True or False.\n",
    )


def test_without_a_secret_key_only_debug_mode_on_this_machine_starts():
    production = manage("check")
    outside = manage("check", DEBUG="True", ALLOWED_HOSTS="history.example")
    here = manage("check", DEBUG="True")
    assert (production.returncode, outside.returncode, here.returncode) == (1, 1, 0)
    assert production.stderr.startswith(
        "SECRET_KEY='' cannot be read. Accepted: a long random text;"
    )


HERE = ["localhost", "127.0.0.1", "[::1]"]


@pytest.mark.parametrize(
    ("environment", "hosts"),
    [
        ({"SITE_URL": "https://history.example"}, ["history.example"]),
        ({"SITE_URL": "http://[2001:db8::7]"}, ["[2001:db8::7]"]),
        ({"SITE_URL": "https://history.example", "ALLOWED_HOSTS": "a.example"}, ["a.example"]),
        ({"SITE_URL": "https://history.example", "DEBUG": "True"}, ["history.example", *HERE]),
        ({"SITE_URL": "http://localhost:9000"}, ["localhost", *HERE]),
        ({}, ["127.0.0.1", *HERE]),
    ],
)
def test_names_of_this_machine_are_taken_where_the_site_lives_here(environment, hosts):
    assert told_by_settings("print(settings.ALLOWED_HOSTS)", **environment) == f"{hosts}\n"


SETTINGS = (
    "SECURE_SSL_REDIRECT SECURE_HSTS_SECONDS SESSION_COOKIE_NAME CSRF_COOKIE_NAME "
    "SESSION_COOKIE_SECURE CSRF_COOKIE_SECURE"
)


def security_settings(site_url: str) -> str:
    code = f"print(*(getattr(settings, name) for name in {SETTINGS.split()!r}))"
    return told_by_settings(code, SITE_URL=site_url)


def test_an_https_site_gets_secure_cookies_hsts_and_the_redirect():
    assert security_settings("https://history.example") == (
        "True 31536000 __Host-sessionid __Host-csrftoken True True\n"
    )
    assert security_settings("http://127.0.0.1:8000") == (
        "False 0 sessionid csrftoken False False\n"
    )


def test_the_deployment_check_is_clean_for_an_https_site():
    key = "Zq3-" * 15 + "unlike"
    done = manage(
        "check",
        "--deploy",
        "--fail-level",
        "WARNING",
        SECRET_KEY=key,
        SITE_URL="https://history.example",
    )
    assert (done.returncode, done.stdout) == (
        0,
        "System check identified no issues (2 silenced).\n",
    )


@pytest.mark.parametrize(("value", "number"), [("", 64), (" 0 ", 0), ("4096", 4096), ("007", 7)])
def test_a_whole_number_is_read(monkeypatch, value, number):
    monkeypatch.setenv("X", value)
    assert env.whole_number("X", default=64, most=4096) == number
