"""A save that the machine refuses: nothing is stored, and all that was typed comes back."""

import resource
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from html.parser import HTMLParser
from typing import Any

import psycopg
import pytest
from django.conf import settings as django_settings
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client

from posts.models import Category, Correction, Dossier, Image, Place, Post, Redirect, Source
from tests.admin.addresses import one_of_everything
from tests.admin.forms import shown, with_row
from tests.factories import make_editor, picture_bytes

pytestmark = pytest.mark.django_db(transaction=True)
TYPED = "  Typed <b>with</b> care & “quotes”,\r\nand in two lines  "
LINE = "Typed <b>with</b> care & “quotes”"
# Of each form of the desk that stores words: where it is, what is typed, what it changes.
FORMS: dict[str, tuple[str, dict[str, str], Any]] = {
    "a post": ("posts/post/1/change/", {"story": TYPED, "title": LINE}, Post),
    "a new post": ("posts/post/add/", {"title": LINE, "event_input": "1066", "story": TYPED}, Post),
    "a dossier": ("posts/dossier/1/change/", {"description": TYPED, "title": LINE}, Dossier),
    "a category": ("posts/category/1/change/", {"name": LINE}, Category),
    "a place": ("posts/place/1/change/", {"name": LINE}, Place),
    "a source": ("posts/source/1/change/", {"title": LINE}, Source),
    "a picture": ("posts/image/1/change/", {"alt": LINE}, Image),
    "a correction": ("posts/correction/1/change/", {"text": LINE}, Correction),
    "an old address": ("posts/redirect/1/change/", {"path": "/typed/"}, Redirect),
}


class Given(HTMLParser):
    """The fields of the form on the page, as a browser sends them."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.fields: dict[str, list[str]] = {}
        self._open = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        if tag == "textarea":
            self._open = str(found["name"])
            self.fields.setdefault(self._open, []).append("")
        elif tag == "input" and "value" in found and found["type"] != "radio":
            self.fields.setdefault(str(found["name"]), []).append(found["value"] or "")

    def handle_endtag(self, tag: str) -> None:
        self._open = "" if tag == "textarea" else self._open

    def handle_data(self, data: str) -> None:
        if self._open:
            self.fields[self._open][-1] += data

    def sent(self) -> dict[str, list[str]]:
        """A browser drops the first line end of a text area, and sends each as two characters."""
        return {
            name: [
                value.removeprefix("\n").replace("\r\n", "\n").replace("\n", "\r\n")
                for value in values
            ]
            for name, values in self.fields.items()
        }


@pytest.fixture
def desk() -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(make_editor())
    one_of_everything()
    for model in (Post, Dossier):  # of a public one, a copy would be changed
        model.objects.update(status=Post.Status.DRAFT)
    return client


@contextmanager
def another_writer(model: Any) -> Iterator[None]:
    """Somebody who holds what is to be written, and does not let go."""
    if connection.vendor == "sqlite":
        other: Any = sqlite3.connect(connection.settings_dict["NAME"], isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        impatience, patience = "PRAGMA busy_timeout = 100", "PRAGMA busy_timeout = 20000"
    else:
        given = connection.get_connection_params()
        names = ("dbname", "user", "host", "port")
        other = psycopg.connect(**{name: given[name] for name in names if name in given})
        other.execute(f"LOCK TABLE {model._meta.db_table} IN EXCLUSIVE MODE")
        impatience, patience = "SET lock_timeout = '100ms'", "SET lock_timeout = 0"
    with connection.cursor() as cursor:
        cursor.execute(impatience)
    try:
        yield
    finally:
        other.close()
        with connection.cursor() as cursor:
            cursor.execute(patience)


@contextmanager
def a_full_disk(model: Any) -> Iterator[None]:
    """SQLite may take no more pages; PostgreSQL says of each row what it says then."""
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            pages = cursor.execute("PRAGMA page_count").fetchone()[0]
            cursor.execute(f"PRAGMA max_page_count = {pages}")
            end = "PRAGMA max_page_count = 1073741823"
        else:
            cursor.execute(
                "CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE"
                " 'could not extend file' USING ERRCODE = 'disk_full'; END $$;"
                f"CREATE TRIGGER full_disk BEFORE INSERT OR UPDATE ON {table}"
                " FOR EACH ROW EXECUTE FUNCTION full_disk()"
            )
            end = "DROP FUNCTION full_disk CASCADE"
        try:
            yield
        finally:
            cursor.execute(end)


def stored(model: Any) -> list[Any]:
    return list(model.objects.order_by("pk").values())


@pytest.mark.engine
@pytest.mark.parametrize("form", FORMS)
def test_while_somebody_else_writes_the_text_comes_back(
    desk: Client, caplog: Any, form: str
) -> None:
    path, typed, model = FORMS[form]
    data = plain(shown(desk, f"/admin/{path}")) | typed
    before = stored(model)
    with another_writer(model):
        answer = desk.post(f"/admin/{path}", data)
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
    assert "The archive is busy just now." in answer.text
    assert all(word not in answer.text for word in ("Form token", "Event input", "prefix"))
    assert stored(model) == before
    assert all("Traceback" not in record.getMessage() for record in caplog.records)
    assert [record.exc_info for record in caplog.records] == [None]

    given = Given(answer.text).sent()
    assert {name: given[name] for name in typed} == {name: [text] for name, text in typed.items()}
    again = desk.post(f"/admin/{path}", given)
    assert (again.status_code, stored(model) == before) == (302, False)


def plain(data: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in data.items() if value is not None}


LARGE = "All that was typed, and much of it. " * 3_000


@pytest.mark.engine
@pytest.mark.parametrize(
    ("form", "field"),
    [
        *(("a post", "story"), ("a new post", "story"), ("a dossier", "sections-0-text")),
        ("a source", "kept_text"),
    ],
)
def test_on_a_full_disk_the_text_comes_back(
    desk: Client, caplog: Any, form: str, field: str
) -> None:
    path, typed, model = FORMS[form]
    data = plain(shown(desk, f"/admin/{path}")) | typed
    if form == "a dossier":
        data = with_row(data, "sections", heading="Before", position="1")
    data |= {field: LARGE}
    before = stored(model)
    with a_full_disk(model):
        answer = desk.post(f"/admin/{path}", data)
    assert answer.status_code == 507
    assert "The disk of this site takes no more." in answer.text
    assert stored(model) == before
    assert [record.exc_info for record in caplog.records] == [None]
    given = Given(answer.text).sent()
    assert given[field] == [LARGE]
    assert desk.post(f"/admin/{path}", given).status_code == 302


@pytest.mark.parametrize(
    ("path", "name"),
    [("posts/image/add/", "file"), ("posts/image/upload/", "files"), ("markdown/upload/", "image")],
)
def test_a_picture_that_the_disk_does_not_take_leaves_nothing(
    desk: Client, tmp_path: Any, path: str, name: str
) -> None:
    before = stored(Image)
    picture = picture_bytes(colour="blue")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    form = plain(shown(desk, f"/admin/{path}")) if name == "file" else {}
    file = SimpleUploadedFile("a.png", picture, "image/png")
    data = form | {name: file, "alt": "A field at dawn"}
    resource.setrlimit(resource.RLIMIT_FSIZE, (len(picture) // 2, hard))
    try:
        answer = desk.post(f"/admin/{path}", data, headers={"Sec-Fetch-Dest": "empty"})
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert (answer.status_code, answer.headers["Content-Type"]) == (
        507,
        "text/plain; charset=utf-8",
    )
    assert answer.text.startswith("The disk of this site takes no more.")
    assert stored(Image) == before
    files = [file for file in django_settings.MEDIA_ROOT.rglob("*") if file.is_file()]
    assert [file for file in files if file.stat().st_size <= len(picture) // 2] == []


def test_a_password_is_never_given_back(desk: Client) -> None:
    root = User.objects.create_superuser("root")
    typed = {"usable_password": "true", "password1": "fa1l0fTr0y!", "password2": "fa1l0fTr0y!"}
    desk.force_login(root)
    with another_writer(User):
        answer = desk.post(f"/admin/auth/user/{root.pk}/password/", typed)
    assert (answer.status_code, "fa1l0fTr0y!" in answer.text) == (503, False)


def test_a_form_from_elsewhere_is_given_back_to_nobody(desk: Client) -> None:
    strict = Client(enforce_csrf_checks=True, raise_request_exception=False)
    strict.cookies = desk.cookies
    with another_writer(Post):
        answer = strict.post("/admin/posts/post/1/change/", {"story": "foreign words"})
    assert (answer.status_code, "foreign words" in answer.text) == (403, False)
