"""Whatever is sent to the desk, by whatever form, is answered without a failure of ours."""

from pathlib import Path
from typing import Any
from urllib.parse import quote_from_bytes

import pytest
from django.contrib.auth.models import User
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.admin.addresses import TABLE, one_of_everything
from tests.admin.forms import data_of, has_form
from tests.multipart import form as multipart
from tests.multipart import named

# What pages without a form of Django's read.
NAMES = (
    *("action", "_selected_action", "target", "into", "version", "note", "days", "title", "q"),
    *("content", "event_input", "alt", "publish_at_0", "publish_at_1", "date", "text", "post"),
)
FORGED = {
    "NUL": "\0",
    "half a pair": "\ud800",
    "a long number": 5_000 * "9",
    "a large number": "99999999999999999999",
    "less than nothing": "-1",
    "other digits": "²١",
    "a line end": "\n",
}
FILE_NAMES = ("n" * 5_000, "国" * 100, "\x01", "..")
# Deleting a post asks each of the twenty tables that know of it.
MOST_QUERIES = 58
LEFT_OUT = {"logout", "password_change", "password_change_done", "login"}
PAGES = [(name, path) for name, path in TABLE if name not in LEFT_OUT]
SOME = {name for name, _ in PAGES[::6]}


@pytest.fixture(scope="module")
def stored(module_db: Path) -> User:
    one_of_everything()
    return User.objects.create_superuser("root")


@pytest.fixture
def desk(db: None, stored: User) -> Client:
    client = Client()
    client.force_login(stored)
    return client


def sent_by(desk: Client, path: str) -> list[tuple[str, str]]:
    """Return the fields of the form at `path`; those of no form, where there is none."""
    answer = desk.get(path)
    if not has_form(answer):
        return [(name, "1") for name in NAMES]
    data = data_of(answer)
    return [
        (name, str(each))
        for name, value in data.items()
        for each in (value if isinstance(value, list) else [value])
        if value is not None
    ]


def body_of(fields: list[tuple[str, str]]) -> dict[str, Any]:
    """Return a form in bytes that need not be letters."""
    body = "&".join(
        f"{name}={quote_from_bytes(value.encode('utf-8', 'surrogatepass'))}"
        for name, value in fields
    )
    return {"data": body, "content_type": "application/x-www-form-urlencoded"}


def post(desk: Client, path: str, form: dict[str, Any]) -> int:
    """Return the status of a form that was sent; put back what it did."""
    undo = transaction.savepoint_create()
    with CaptureQueriesContext(connection) as found:
        answer = desk.post(path, **form)
    transaction.savepoint_rollback(undo)
    assert len(found) <= MOST_QUERIES, (path, len(found))
    return answer.status_code


def misshapen(fields: list[tuple[str, str]], *, files: bool) -> dict[str, dict[str, Any]]:
    """Return forms that no browser makes of `fields`; all pages read files alike."""
    counted = [pair for pair in fields if not pair[0].endswith("_FORMS")]
    found = {
        "without its counts": body_of(counted),
        "everything twice": body_of([*fields, *fields]),
        "nothing": body_of([]),
    }
    if files:
        sent = [named(name, field) for name in FILE_NAMES for field in ("file", "files", "image")]
        found |= {
            "with files": multipart(fields, *sent),
            "with many": multipart(fields, *(34 * sent)),
            "with a nameless": multipart(fields, ""),
        }
    return found


@pytest.mark.sample(36)
@pytest.mark.parametrize(("name", "path"), PAGES, ids=[name for name, _ in PAGES])
def test_a_forged_form_is_answered_without_a_failure(desk: Client, name: str, path: str) -> None:
    fields = sent_by(desk, path)
    forms: dict[str, list[tuple[str, str]]] = {
        kind: [(field, text) for field, _ in fields] for kind, text in FORGED.items()
    }
    bodies = {kind: body_of(form) for kind, form in forms.items()}
    if connection.vendor == "sqlite":  # of what else is wrong with a form no engine hears
        files = any(word in name for word in ("image", "upload")) or name in SOME
        bodies |= misshapen(fields, files=files)
    statuses = {kind: post(desk, path, body) for kind, body in bodies.items()}
    assert {kind: status for kind, status in statuses.items() if status >= 500} == {}
