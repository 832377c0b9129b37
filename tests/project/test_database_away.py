"""The server as `make run` starts it, while its database is stopped, frozen, locked or gone."""

import re
import shutil
import sqlite3
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest

from tests.postgres import PostgresMissing, Server, running_server
from tests.project.test_serve import free_port, manage, serving, wait_until

PAGES = ["/", "/timeline/", "/search/?q=fall", "/admin/", "/nothing/", "/posts/none/"]
TOKEN = 32 * "b"
READERS = 12  # three times the threads of the server


@dataclass
class Answer:
    status: int
    retry_after: str
    text: str
    seconds: float


@dataclass
class Site:
    folder: Path
    port: int

    def ask(self, path: str, data: dict[str, str] | None = None) -> Answer:
        """Ask as somebody with a session, which the desk looks up; POST `data` if there is any."""
        body = urlencode(data | {"csrfmiddlewaretoken": TOKEN}).encode() if data else None
        asked = urllib.request.Request(f"http://127.0.0.1:{self.port}{path}", body)
        asked.add_header("Cookie", f"sessionid={32 * 'a'}; csrftoken={TOKEN}")
        began = time.monotonic()
        try:
            with urllib.request.urlopen(asked, timeout=30) as found:
                status, headers, body = found.status, found.headers, found.read()
        except urllib.error.HTTPError as error:
            status, headers, body = error.code, error.headers, error.read()
        took = time.monotonic() - began
        return Answer(status, headers.get("Retry-After", ""), body.decode(), took)

    def log(self) -> str:
        return (self.folder / "log").read_text()


@contextmanager
def site(folder: Path, static: Path, **changes: str) -> Iterator[Site]:
    port = free_port()
    with serving(folder, port, STATIC_ROOT=str(static), **changes):
        yield Site(folder, port)


@pytest.fixture(scope="module")
def database() -> Iterator[Server]:
    try:
        with running_server() as server:
            yield server
    except PostgresMissing:
        pytest.skip("needs PostgreSQL")


@pytest.fixture(scope="module")
def on_postgres(
    database: Server, collected: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Site]:
    folder, url = tmp_path_factory.mktemp("site"), database.url
    assert manage(folder, "migrate", "--verbosity", "0", DATABASE_URL=url).returncode == 0
    with site(folder, collected, DATABASE_URL=url) as served:
        yield served


@pytest.fixture(scope="module")
def on_sqlite(
    migrated: Path, collected: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("site")
    shutil.copy(migrated, folder / "db.sqlite3")
    with site(folder, collected) as served:
        yield served


def assert_says_so(site: Site) -> None:
    """Twelve readers at once, a page each: none of them waits, nor the files of the page."""
    with ThreadPoolExecutor(READERS) as readers:
        found = list(readers.map(site.ask, READERS // len(PAGES) * PAGES))
    assert {(answer.status, answer.retry_after) for answer in found} == {(503, "10")}
    assert max(answer.seconds for answer in found) < 5
    page = found[0].text
    assert "The archive cannot be reached just now." in page
    for address in re.findall(r'/static/css/base[^"]*', page):
        assert site.ask(address).status == 200
    for text in ("A story <i>half</i> told", "& another"):
        sent = site.ask("/admin/posts/post/add/", {"title": "Troy", "story": text})
        assert (sent.status, f"\n{escape(text)}</textarea>" in sent.text) == (503, True)
    feed = site.ask("/feed.xml")
    assert (feed.status, "<" in feed.text) == (503, False)


def assert_comes_back(site: Site) -> None:
    wait_until(lambda: site.ask("/").status == 200)
    with ThreadPoolExecutor(READERS) as readers:
        found = readers.map(site.ask, READERS * ["/timeline/"])
        assert {answer.status for answer in found} == {200}


@pytest.mark.parametrize(
    ("away", "back"),
    [(Server.stop, Server.start), (Server.freeze, Server.thaw)],
    ids=["stopped", "frozen"],
)
def test_every_page_says_that_postgresql_is_away(
    on_postgres: Site,
    database: Server,
    away: Callable[[Server], None],
    back: Callable[[Server], None],
) -> None:
    assert on_postgres.ask("/").status == 200
    told = on_postgres.log()
    away(database)
    try:
        assert_says_so(on_postgres)
    finally:
        back(database)
    assert_comes_back(on_postgres)
    lines = on_postgres.log().removeprefix(told)
    assert (lines.count("The database is away: "), lines.count("answers again")) == (1, 1), lines
    assert "Traceback" not in lines


@contextmanager
def locked(file: Path) -> Iterator[None]:
    other = sqlite3.connect(file, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    try:
        yield
    finally:
        other.close()


@contextmanager
def gone(file: Path) -> Iterator[None]:
    file.rename(file.with_suffix(".away"))
    try:
        yield
    finally:
        assert not file.exists()  # and no new one, empty, in its place
        file.with_suffix(".away").rename(file)


@pytest.mark.django_db
@pytest.mark.any_engine
@pytest.mark.parametrize("away", [locked, gone])
def test_every_page_says_that_sqlite_is_away(on_sqlite: Site, away: Callable[[Path], Any]) -> None:
    assert on_sqlite.ask("/").status == 200
    told = on_sqlite.log()
    with away(on_sqlite.folder / "db.sqlite3"):
        assert_says_so(on_sqlite)
    assert_comes_back(on_sqlite)
    lines = on_sqlite.log().removeprefix(told)
    assert (lines.count("The database is away: "), lines.count("answers again")) == (1, 1), lines
    assert "Traceback" not in lines


@pytest.mark.django_db
@pytest.mark.any_engine
def test_a_file_that_takes_the_place_of_another_is_served_at_once(on_sqlite: Site) -> None:
    """Every thread has a connection to the old one, which is there still for who has it open."""
    file = on_sqlite.folder / "db.sqlite3"
    other = shutil.copy(file, on_sqlite.folder / "restored.sqlite3")
    with sqlite3.connect(other) as restored:
        values = {"name": "Restored", "slug": "restored", "sign": "", "description": ""}
        names = [row[1] for row in restored.execute("PRAGMA table_info(posts_category)")]
        assert values.keys() <= set(names), names
        restored.execute(
            f"INSERT INTO posts_category ({', '.join(values)}) VALUES (?, ?, ?, ?)",
            [*values.values()],
        )
    restored.close()

    def statuses() -> set[int]:
        with ThreadPoolExecutor(READERS) as readers:
            found = readers.map(on_sqlite.ask, READERS * ["/categories/restored/"])
            return {answer.status for answer in found}

    assert statuses() == {404}
    Path(other).replace(file)
    assert statuses() == {200}
