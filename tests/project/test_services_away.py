"""What commands and pages do when a service beside the site is away, or is another one."""

import subprocess
import sys
import time
from collections.abc import Iterator
from io import StringIO
from urllib.parse import quote

import pytest
from django.core.cache import caches
from django.core.management import CommandError, call_command

from historyblog import cache, optional_redis
from tests.factories import make_post
from tests.postgres import PostgresMissing, running_postgres
from tests.project.test_serve import free_port, manage


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    try:
        with running_postgres() as url:
            yield url
    except PostgresMissing:
        pytest.skip("needs PostgreSQL")


def test_a_database_that_refuses_is_named_in_one_line_with_its_reason(server, tmp_path):
    nowhere, port = tmp_path / "none" / "db.sqlite3", free_port()
    text = tmp_path / "notes.txt"
    text.write_text("no database, and longer than a header of one " * 20)
    reasons = {
        f"postgresql://clio@127.0.0.1:{port}/history": f"port {port} failed: Connection refused",
        server.replace("postgres@", "clio@"): 'FATAL: role "clio" does not exist',
        server.replace("@/postgres", "@/history"): 'FATAL: database "history" does not exist',
        f"postgresql://clio@/history?host={quote(str(tmp_path))}": "No such file or directory",
        f"{server}&sslmod=require": 'invalid connection option "sslmod"',
        f"sqlite:///{nowhere}": f"{nowhere}: unable to open database file",
        f"sqlite:///{text}": f"{text}: file is not a database",
    }
    for number, (url, reason) in enumerate(reasons.items()):
        command = ("migrate", "serve", "reindex")[number % 3]
        begun = time.monotonic()
        done = manage(tmp_path, command, DATABASE_URL=url)
        assert time.monotonic() - begun < 10
        assert (done.returncode, done.stderr.count("\n")) == (1, 1), done.stderr
        assert done.stderr.startswith("The database does not answer: "), done.stderr
        assert done.stderr.endswith(f"{reason}. Check DATABASE_URL.\n"), done.stderr


def test_a_mistake_in_a_command_keeps_its_traceback(tmp_path):
    done = manage(tmp_path, "shell", "-c", "from posts.models import Post; Post.objects.count()")
    assert "Traceback" in done.stderr
    assert "no such table" in done.stderr


@pytest.fixture
def no_redis(settings, monkeypatch) -> Iterator[str]:
    url = f"redis://127.0.0.1:{free_port()}/0"
    monkeypatch.setattr(optional_redis._Client, "asks_again_at", 0.0)
    kept = settings.CACHES
    settings.CACHES = {
        "default": {"BACKEND": "historyblog.optional_redis.OptionalRedis", "LOCATION": url}
    }
    yield url
    settings.CACHES = kept


@pytest.mark.django_db
@pytest.mark.any_engine
@pytest.mark.parametrize(
    "path",
    ["/timeline/", "/map/", "/search/?q=fall", "/sitemap.xml", "/", "/posts/{slug}/cover.png"],
)
def test_pages_answer_without_redis_and_say_so_once(client, no_redis, caplog, path):
    post = make_post("The fall", status="approved")
    begun = time.monotonic()
    assert client.get(path.format(slug=post.slug), follow=True).status_code == 200
    assert time.monotonic() - begun < 5
    told = [record.getMessage() for record in caplog.records if "REDIS_URL" in record.msg]
    assert len(told) <= 1
    assert all("Connection refused" in line for line in told)


def test_nothing_is_found_and_nothing_fails_without_redis(no_redis):
    own = caches["default"]
    own.set("a", 1)
    own.set_many({"a": 1, "b": 2})
    own.delete_many(["a"])
    own.clear()
    assert (own.get("a", 2), own.add("b", 1), own.get_or_set("c", lambda: 3)) == (2, False, 3)
    assert (own.get_many(["a"]), own.has_key("a"), own.delete("a"), "a" in own) == (
        *({}, False, False, False),
    )
    with pytest.raises(ValueError, match="not found"):
        own.incr("a")
    assert "Connection refused" in cache.complaint()


def test_a_redis_that_is_silent_is_not_waited_for(no_redis, monkeypatch):
    script = "import socket, time; s = socket.create_server(('127.0.0.1', 0)); "
    script += "print(s.getsockname()[1], flush=True); time.sleep(60)"
    silent = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True)
    try:
        assert silent.stdout is not None
        port = silent.stdout.readline().strip()
        own = optional_redis.OptionalRedis(f"redis://127.0.0.1:{port}/0", {})
        begun = time.monotonic()
        assert [own.get("a", number) for number in range(20)] == list(range(20))
        assert time.monotonic() - begun < 3
    finally:
        silent.kill()
        silent.communicate()


@pytest.mark.django_db
def test_the_server_tells_that_redis_is_away(no_redis, settings, monkeypatch):
    started: list[tuple[str, ...]] = []
    monkeypatch.setattr("historyblog.server.main", lambda *words, log_config: started.append(words))
    monkeypatch.setenv("SERVER_THREADS", "4")
    settings.DEBUG, settings.IS_SERVER, told = True, True, StringIO()
    call_command("serve", "--port", str(free_port()), stdout=StringIO(), stderr=told)
    assert told.getvalue().startswith("REDIS_URL: Error 111 connecting to 127.0.0.1:")
    assert len(started) == 1


@pytest.mark.django_db
def test_the_server_does_not_start_without_a_place_for_pictures(settings, tmp_path):
    (tmp_path / "file").touch()
    settings.DEBUG, settings.IS_SERVER, settings.MEDIA_ROOT = True, True, tmp_path / "file"
    with pytest.raises(CommandError, match=r"MEDIA_ROOT='.*/file' cannot be written"):
        call_command("serve", "--port", str(free_port()))
