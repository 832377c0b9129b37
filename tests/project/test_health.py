"""What a health checker is told, who asks a machine by its number and over plain http."""

import socket
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.db.backends.postgresql.base import DatabaseWrapper
from django.db.migrations.recorder import MigrationRecorder

from historyblog import env, health, optional_redis
from historyblog.settings import _database
from tests.project.test_serve import free_port


@pytest.fixture(autouse=True)
def fresh(monkeypatch) -> None:
    """An answer holds for a second, and so for the next test."""
    monkeypatch.setattr(health, "_readiness", health.Readiness())


@pytest.fixture
def strict(settings) -> None:
    settings.ALLOWED_HOSTS = ["history.example"]
    settings.SECURE_SSL_REDIRECT = True
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")


HOSTS = ["127.0.0.1:8000", "10.1.2.3", "evil.example", "a b", ""]


@pytest.mark.django_db
@pytest.mark.parametrize("host", HOSTS)
@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_a_probe_is_answered_whatever_its_host_and_without_https(
    client, strict, caplog, path, host
):
    answer = client.get(path, HTTP_HOST=host)

    told = {name: answer.headers[name] for name in ("Content-Type", "Cache-Control")}
    assert (answer.status_code, answer.content) == (200, b"ok\n")
    assert told == {"Content-Type": "text/plain; charset=utf-8", "Cache-Control": "no-store"}
    assert (answer.cookies, caplog.records) == ({}, [])


@pytest.mark.parametrize(
    "path", ["/", "/healthz/", "/healthz.txt", "/readyzz", "/Healthz", "//readyz"]
)
def test_no_other_address_is_answered_for_a_strangers_host(client, strict, path):
    over_https = {"HTTP_X_FORWARDED_PROTO": "https"}
    assert client.get(path, HTTP_HOST="evil.example", **over_https).status_code == 400
    assert client.get(path, HTTP_HOST="history.example").status_code == 301


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_a_probe_only_reads(client, path):
    refused = client.post(path, {"a": "b"})
    assert (refused.status_code, refused.headers["Allow"]) == (405, "GET, HEAD")


def test_a_process_lives_whatever_happens_to_all_else(client, strict):
    """Without the `db` mark a query would fail the test."""
    assert client.get("/healthz").status_code == 200


@pytest.mark.django_db(transaction=True)
def test_migrations_that_the_database_lacks_are_counted(client):
    rows = MigrationRecorder(connection).migration_qs.filter(app="taggit")
    rows.order_by("-pk").first().delete()

    answer = client.get("/readyz")

    assert (answer.status_code, answer.content) == (503, b"migrations: 1 not applied\n")


SECRET = "geheim"


def database_at(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("X", f"postgresql://clio:{SECRET}@{address}/history?connect_timeout=5")
    own = _database(env.database("X", ""))
    own["OPTIONS"].pop("pool", None)
    wrapper = DatabaseWrapper(connection.settings_dict | own, "x")
    wrapper.inc_thread_sharing()
    monkeypatch.setattr(health, "connection", wrapper)


@pytest.mark.any_engine
@pytest.mark.django_db
def test_a_database_that_refuses_is_named_without_its_address(client, monkeypatch, caplog):
    database_at(f"127.0.0.1:{free_port()}", monkeypatch)

    answer = client.get("/readyz")
    monkeypatch.setattr(health, "HOLDS_FOR", 0)
    client.get("/readyz")

    assert (answer.status_code, answer.content) == (503, b"database: does not answer\n")
    # Once, though it was asked twice.
    (line,) = caplog.messages
    assert ("Connection refused" in line, SECRET in caplog.text, "\n" in line) == (
        True,
        False,
        False,
    )


@pytest.mark.any_engine
@pytest.mark.django_db
def test_a_database_that_is_silent_is_asked_once_and_not_waited_for(client, monkeypatch):
    with socket.create_server(("127.0.0.1", 0)) as silent:
        database_at(f"127.0.0.1:{silent.getsockname()[1]}", monkeypatch)
        began = time.monotonic()
        with ThreadPoolExecutor(10) as many:
            answers = set(many.map(lambda _: client.get("/readyz").content, range(10)))
        taken = time.monotonic() - began
        silent.settimeout(0.1)
        silent.accept()[0].close()
        with pytest.raises(TimeoutError):
            silent.accept()
    assert (answers, taken < 2) == ({b"database: does not answer in time\n"}, True)


@pytest.mark.django_db
def test_a_cache_that_is_away_is_named_without_its_address(client, settings, monkeypatch, caplog):
    monkeypatch.setattr(optional_redis._Client, "asks_again_at", 0.0)
    settings.REDIS_URL = f"redis://:{SECRET}@127.0.0.1:{free_port()}/0"
    backend = {
        "BACKEND": "historyblog.optional_redis.OptionalRedis",
        "LOCATION": settings.REDIS_URL,
    }
    settings.CACHES = {"default": backend}
    monkeypatch.setattr(health, "_readiness", health.Readiness())
    monkeypatch.setattr(health, "LONGEST", 60)  # What is to be told is why, not that it took long.

    answer = client.get("/readyz")

    assert (answer.status_code, answer.content) == (503, b"cache: does not answer\n")
    assert SECRET not in caplog.text
