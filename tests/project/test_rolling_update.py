"""A new release, with migrations, takes the place of the one that serves; and back."""

import http.client
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode

import psycopg
import pytest

from tests.postgres import PostgresMissing, running_server
from tests.project.proxy import HOST, needs_nginx, nginx
from tests.project.test_rolling_restart import Node, load, more, restart_one_after_the_other
from tests.project.test_serve import ROOT, environment

pytestmark = needs_nginx
# nginx keeps a page for a second; what nobody has asked for before comes from the site each time.
ADDRESSES = (
    *("/", "/posts/hastings/", "/categories/", "/on/10-14/", "/feed.xml", "/categories/war/"),
    *("/posts/hastings/?n={}", "/healthz?n={}"),
)
LAST = sorted(path.stem for path in (ROOT / "posts/migrations").glob("[0-9]*.py"))[-1]
# Expand, fill, index: rows of these tables are read and written by both releases meanwhile.
MIGRATIONS = {
    "9001_moods": """
    dependencies = [("posts", "LAST")]
    operations = [
        migrations.CreateModel("Mood", [("id", models.BigAutoField(primary_key=True))]),
        migrations.AddField("post", "mood", models.CharField(max_length=9, db_default="calm")),
        migrations.AddField("category", "mood", models.CharField(max_length=9, db_default="calm")),
        migrations.AddField("category", "age", models.IntegerField(null=True)),
    ]""",
    "9002_ages": """
    dependencies = [("posts", "9001_moods")]
    operations = [
        migrations.RunSQL("UPDATE posts_category SET age = 1", migrations.RunSQL.noop)
    ]""",
    "9003_by_mood": """
    atomic = False
    dependencies = [("posts", "9002_ages")]
    operations = [
        AddIndexConcurrently("post", models.Index(fields=["mood"], name="posts_by_mood"))
    ]""",
}
HEAD = '''"""{name}"""
from django.db import migrations, models
from historyblog.online import AddIndexConcurrently


class Migration(migrations.Migration):'''
# Read and written by the new release alone.
COLUMNS = """
from django.db import models as _models

for _model in (Post, Category):
    _model.add_to_class("mood", _models.CharField(max_length=9, db_default="calm"))
Category.add_to_class("age", _models.IntegerField(null=True))
"""
CONTENT = """
from django.test import Client
from tests.factories import make_category, make_editor, make_post

make_post("Hastings", categories=[make_category()])
client = Client()
client.force_login(make_editor())
print(client.cookies["sessionid"].value)
"""
MIGRATE = """
from django.core.management import call_command

call_command("check_migrations")
call_command("migrate", verbosity=0)
"""


class Site:
    """Two processes behind nginx, and the database that both releases have."""

    def __init__(self, folder: Path, static: Path, url: str) -> None:
        self.folder, self._own = folder, {"DATABASE_URL": url, "STATIC_ROOT": str(static)}
        self.manage(ROOT, "migrate")
        self.session = self.manage(ROOT, "shell", "--no-imports", "--command", CONTENT).strip()
        self.nodes = [Node(folder, **self._own) for _ in range(2)]

    def manage(self, code: Path, *arguments: str) -> str:
        done = subprocess.run(
            [sys.executable, "manage.py", *arguments, "--verbosity", "0"],
            cwd=code,
            env=environment(self.folder, **self._own),
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout


@pytest.fixture
def url() -> Iterator[str]:
    try:
        with running_server() as server:
            yield server.url
    except PostgresMissing:
        pytest.skip("needs PostgreSQL")


@pytest.fixture
def new(tmp_path: Path) -> Path:
    """The code of here with three migrations more."""
    code = tmp_path / "new"
    for part in ("historyblog", "posts"):
        shutil.copytree(ROOT / part, code / part)
    for part in ("static", "templates"):
        (code / part).symlink_to(ROOT / part)
    # Python takes a script's real folder for its own.
    shutil.copy(ROOT / "manage.py", code)
    for name, body in MIGRATIONS.items():
        text = HEAD.format(name=name) + body.replace("LAST", LAST) + "\n"
        (code / f"posts/migrations/{name}.py").write_text(text)
    with (code / "posts/models/__init__.py").open("a") as models:
        models.write(COLUMNS)
    return code


@contextmanager
def writing(port: int, session: str) -> Iterator[list[int]]:
    """Store one category after the other, as the desk does; yields what each was answered."""
    answers: list[int] = []
    over = threading.Event()

    def write() -> None:
        while not over.wait(0.05):
            name = f"category-{len(answers)}"
            fields = {"name": name, "slug": name, "csrfmiddlewaretoken": 32 * "a"}
            headers = {
                "Host": HOST,
                "Cookie": f"sessionid={session}; csrftoken={32 * 'a'}",
                "Content-Type": "application/x-www-form-urlencoded",
            }
            client = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
            client.request("POST", "/admin/posts/category/add/", urlencode(fields), headers)
            answers.append(client.getresponse().status)
            client.close()

    thread = threading.Thread(target=write)
    thread.start()
    try:
        yield answers
    finally:
        over.set()
        thread.join()


def update_and_back(site: Site, new: Path, *, clients: int, between: int) -> int:
    """Return how many requests were answered, all of them well."""
    with (
        nginx(site.folder, *(node.port for node in site.nodes)) as port,
        writing(port, site.session) as written,
        load(port, clients, ADDRESSES) as answers,
    ):
        more(answers, between)
        site.manage(new, "shell", "--no-imports", "--command", MIGRATE)
        more(answers, between)
        for code in (new, ROOT):
            for node in site.nodes:
                node.code = code
            restart_one_after_the_other(site.nodes, answers, between)
    assert (set(answers), set(written)) == ({200}, {302})
    return answers.total() + len(written)


@pytest.fixture
def site(tmp_path: Path, collected: Path, url: str) -> Iterator[Site]:
    made = Site(tmp_path, collected, url)
    yield made
    assert [node.stop() for node in made.nodes] == [0, 0]


def rows(url: str, statement: str) -> list[tuple[object, ...]]:
    with psycopg.connect(url) as connection:
        return connection.execute(statement).fetchall()


def test_a_release_with_migrations_takes_over_and_gives_back_under_load(site, new, url):
    """Processes of the old one go on, and start again, on the database of the new."""
    number = update_and_back(site, new, clients=2, between=20)

    assert number > 200
    told = "The database is of a newer release, and fits: posts.9001_moods, posts.9002_ages"
    assert [told in node.log.read_text() for node in site.nodes] == [True, True]
    # The index was built while all that went on, and what was there was filled.
    valid = "SELECT indisvalid FROM pg_index WHERE indexrelid = 'posts_by_mood'::regclass"
    assert rows(url, valid) == [(True,)]
    assert rows(url, "SELECT age, mood FROM posts_category WHERE name = 'War'") == [(1, "calm")]


@pytest.mark.long
def test_of_fifty_thousand_requests_none_fails_while_a_release_takes_over(site, new):
    number = update_and_back(site, new, clients=16, between=4200)
    print(f"{number} requests, 0 failed")
    assert number >= 50_000
