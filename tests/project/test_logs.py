"""What the log and the mail to those who run the site say, and what they never say."""

import json
import logging
import shutil
import sqlite3
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from historyblog import logs, trace
from historyblog.error_mail import HOUR, MOST_AN_HOUR, QUIET, Throttle
from historyblog.trace import IN_ENVIRON, Trace, TraceRequests
from tests.factories import make_editor, make_post
from tests.project.test_serve import free_port, manage, serving
from tests.smtp import mail_sink

TOKEN = "a9f628b2ef744479a9f628b2ef744479"


def lines_of(file: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in file.read_text().splitlines() if line.startswith("{")]


def ask(port: int, path: str, **headers: str) -> tuple[int, str]:
    """Return the status of an answer and the id that it names."""
    asked = urllib.request.Request(f"http://127.0.0.1:{port}{path}", headers=headers)
    try:
        with urllib.request.urlopen(asked, timeout=30) as answer:
            return answer.status, answer.headers["X-Request-ID"]
    except urllib.error.HTTPError as error:
        return error.code, error.headers["X-Request-ID"]


@pytest.mark.any_engine
@pytest.mark.django_db
def test_a_fault_on_every_page_is_one_letter_and_each_request_a_line(migrated, collected, tmp_path):
    """Against the server itself, whose table of preview links is lost while it runs."""
    shutil.copy(migrated, tmp_path / "db.sqlite3")
    port = free_port()
    own = {"LOG_FORMAT": "json", "ACCESS_LOG": "anonymous", "TRUSTED_PROXIES": "127.0.0.1"}
    own["STATIC_ROOT"] = str(collected)
    with mail_sink() as sink:
        own |= {"ADMINS": "clio@example.org,urania@example.org", "EMAIL_URL": sink.url}
        with serving(tmp_path, port, **own):
            proxied = {"X-Request-ID": "of-the-proxy-1", "X-Forwarded-For": "192.0.2.77"}
            asked = [
                ask(port, "/healthz", **proxied),
                ask(port, f"/preview/{TOKEN}/?q=secret-query", Cookie="csrftoken=of-clio"),
                ask(port, "/healthz", **{"X-Request-ID": "no id\there"}),
            ]
            with sqlite3.connect(tmp_path / "db.sqlite3") as database:
                database.execute("ALTER TABLE posts_previewlink RENAME TO posts_lost")
            database.close()
            asked += [ask(port, f"/preview/{TOKEN}{number}/") for number in range(20)]
            (letter,) = sink.wait_for(1)
    assert [status for status, _ in asked] == [200, 404, 200, *[500] * 20]
    assert asked[0][1] == "of-the-proxy-1"
    assert len({name for _, name in asked}) == 23
    assert all(trace._SANE.fullmatch(name) for _, name in asked)

    lines = lines_of(tmp_path / "log")
    access = [line for line in lines if line["logger"] == "historyblog.access"]
    told = [(line["method"], line["path"], line["status"], line["request_id"]) for line in access]
    paths = ["/healthz", "/preview/***/", "/healthz", *["/preview/***/"] * 20]
    assert told == [
        ("GET", path, status, name) for path, (status, name) in zip(paths, asked, strict=True)
    ]
    assert [line["client"] for line in access[:2]] == ["192.0.2.0", "127.0.0.0"]
    errors = [line for line in lines if line["level"] == "ERROR"]
    assert [line["request_id"] for line in errors] == [name for _, name in asked[3:]]
    assert all("no such table: posts_previewlink" in line["traceback"] for line in errors)

    text = letter.get_content()
    assert letter["To"] == "clio@example.org, urania@example.org"
    assert letter["Subject"] == "[On This Day] Internal Server Error: /preview/***/"
    assert (f"Request {asked[3][1]}, user none" in text, "Traceback" in text) == (True, True)
    written = (tmp_path / "log").read_text() + text
    secrets = (TOKEN, "secret-query", "of-clio", "k" * 60, "192.0.2.77")
    assert [secret for secret in secrets if secret in written] == []


def record(message: str, *arguments: object, **more: Any) -> logging.LogRecord:
    return logging.LogRecord(
        "posts.x", logging.WARNING, "x.py", 1, message, arguments, **{"exc_info": None, **more}
    )


@pytest.fixture
def secretive(settings, monkeypatch) -> None:
    logs._secrets.cache_clear()
    settings.SECRET_KEY, settings.REDIS_URL = "sesame-open", "redis://:abracadabra@h/0"
    monkeypatch.setitem(settings.DATABASES["default"], "PASSWORD", "hocus-pocus")
    yield
    logs._secrets.cache_clear()


@pytest.mark.parametrize("page", ["/preview", "/follow/confirm", "/follow/unsubscribe"])
@pytest.mark.parametrize(
    "line", [logs.PlainLine("{name}{of_request}: {message}", style="{"), logs.JsonLine()]
)
def test_no_line_holds_a_secret_in_its_words_or_its_traceback(secretive, line, page):
    try:
        raise ValueError(f"sesame-open {page}/{TOKEN}/")
    except ValueError as error:
        told = line.format(
            record(
                "with %s",
                "hocus-pocus abracadabra",
                exc_info=(ValueError, error, error.__traceback__),
            )
        )
    assert "ValueError" in told
    assert [word for word in ("sesame", "hocus", "abracadabra", TOKEN) if word in told] == []


def test_a_line_of_json_is_one_whatever_is_in_it():
    said = logs.JsonLine().format(record("a\nb \ud800 %s", {"c": 1}))
    assert ("\n" in said, json.loads(said)["message"]) == (False, "a\nb \ud800 {'c': 1}")


@pytest.mark.parametrize(
    "given", ["", "short", "a" * 65, "has space", "line\nbreak", "é" * 10, "<script>"]
)
def test_an_id_that_could_be_anything_is_replaced(given):
    made = Trace(given).id
    assert (made == given, len(made), Trace(given).id == made) == (False, 16, False)


@pytest.mark.parametrize("given", ["12345678", "3f1c9c5e-8f2b-4d7e-9a3b-000000000000", "a.b_c-d1"])
def test_an_id_of_a_proxy_is_kept(given):
    assert Trace(given).id == given


@pytest.mark.django_db
def test_lines_within_a_request_name_it_and_who_is_signed_in():
    editor, told = make_editor("clio"), []

    def view(request: HttpRequest) -> HttpResponse:
        request._cached_user = editor
        told.append(json.loads(logs.JsonLine().format(record("within"))))
        told.append(
            logs.PlainLine("{name}{of_request}: {message}", style="{").format(record("within"))
        )
        return HttpResponse()

    request = RequestFactory().get("/", **{IN_ENVIRON: (own := Trace())})
    TraceRequests(view)(request)

    assert (told[0]["request_id"], told[0]["user"]) == (own.id, editor.pk)
    assert told[1] == f"posts.x [{own.id}]: within"


@pytest.mark.django_db
@pytest.mark.parametrize(("limit", "number"), [(1, 1), (0, 0), (10_000, 0)])
def test_a_slow_statement_is_logged_without_its_values(settings, caplog, limit, number):
    settings.SLOW_STATEMENT_MS = limit
    slow = {
        "sqlite": "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 90000)"
        " SELECT max(i), %s FROM n",
        "postgresql": "SELECT pg_sleep(0.02), %s",
    }[connection.vendor]

    def view(request: HttpRequest) -> HttpResponse:
        with connection.cursor() as cursor:
            cursor.execute(slow, ["a secret value"])
        return HttpResponse()

    TraceRequests(view)(RequestFactory().get("/"))

    lines = [line for line in caplog.messages if line.startswith("Slow statement, ")]
    assert (len(lines), "secret" in caplog.text) == (number, False)
    assert all(line.endswith(f"ms: {slow}") for line in lines)


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/", "/posts/hastings/", "/categories/", "/admin/"])
def test_only_the_staff_is_told_what_a_page_has_cost(path):
    make_post("Hastings")
    told = {}
    for name, user in {
        "editor": make_editor(),
        "reader": User.objects.create_user("reader"),
        "nobody": None,
    }.items():
        client = Client()
        if user:
            client.force_login(user)
        told[name] = client.get(path).headers.get("Server-Timing", "")
    assert (told["reader"], told["nobody"]) == ("", "")
    total, seconds, number = told["editor"].split(";")[1:]
    assert (total.endswith(", db"), seconds.startswith("dur=")) == (True, True)
    assert (number.startswith('desc="'), number.endswith(' statements"')) == (True, True)


def test_a_kind_of_error_is_told_once_in_a_while_and_no_process_writes_more_than_a_few():
    throttle = Throttle()
    assert [throttle.untold_before("a", now) for now in (0, 1, QUIET - 1)] == [0, None, None]
    assert [throttle.untold_before(kind, QUIET) for kind in "ab"] == [2, 0]
    kinds = [throttle.untold_before(str(number), QUIET + 1) for number in range(20)]
    assert kinds == [0] * (MOST_AN_HOUR - 3) + [None] * (20 - MOST_AN_HOUR + 3)
    assert throttle.untold_before("z", QUIET + HOUR + 2) == 13


@pytest.mark.any_engine
def test_a_command_that_fails_waits_for_its_letter(tmp_path):
    with mail_sink() as sink:
        own = {"ADMINS": "clio@example.org", "EMAIL_URL": sink.url}
        say = "import logging; logging.getLogger('x').error('one %s', 'line\\nand another')"
        manage(tmp_path, "shell", "--no-imports", "--verbosity", "0", "-c", say, **own)
        (letter,) = sink.letters
    assert (letter["Subject"], letter["From"]) == (
        "[On This Day] one line and another",
        "historyblog@localhost",
    )


@pytest.mark.any_engine
def test_mail_that_cannot_be_sent_is_a_line(tmp_path):
    own = {"ADMINS": "clio@example.org", "EMAIL_URL": f"smtp://127.0.0.1:{free_port()}"}
    say = "import logging; logging.getLogger('x').error('broken')"
    done = manage(tmp_path, "shell", "--no-imports", "--verbosity", "0", "-c", say, **own)
    told = [line.partition(" ")[2].partition(" ")[2] for line in done.stderr.splitlines()]
    reason = "An error could not be told by mail: [Errno 111] Connection refused"
    assert told == ["ERROR x: broken", f"WARNING historyblog.error_mail: {reason}"]
