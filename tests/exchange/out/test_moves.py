"""Whole sites, moved by the two commands as an operator gives them."""

import json
import random
import re
import shutil
import signal
import sqlite3
import time
from collections.abc import Iterator
from fcntl import LOCK_EX, flock
from pathlib import Path

import psycopg
import pytest
from django.apps import apps
from django.db.migrations.loader import MigrationLoader

from historyblog.databases.locks import SERVED
from posts.exchange.out.backup import require_whole
from posts.exchange.out.backup_file import BackupError, open_backup
from posts.exchange.out.backup_rows import LEFT_OUT, Tables, backed_up, member_of
from posts.exchange.out.scratch import EveryStep
from tests.exchange.out.site import Site, contents, forge, manifest
from tests.postgres import PostgresMissing, running_postgres
from tests.project.test_serve import free_port, serving

pytestmark = pytest.mark.any_engine
SHELL = ("shell", "--verbosity", "0", "--command")
FILL = (*SHELL, "from tests.exchange.out.site import fill; fill()")
# What is made anew, by what it is made of; numbers of rows are its own.
DERIVED = {
    "entries": "SELECT archive, key, sort, post_id FROM posts_archiveentry ORDER BY 1, 2, 3, 4",
    "documents": "SELECT kind, object_id, version FROM posts_searchdocument ORDER BY 1, 2",
    "terms": "SELECT word FROM posts_searchterm ORDER BY word",
    "words": """SELECT object_id, title, bullets, story, sources FROM posts_search_words AS words
        JOIN posts_searchdocument AS document ON document.id = words.rowid ORDER BY kind, 1""",
}
LEFT = "SELECT (SELECT count(*) FROM posts_presence), (SELECT count(*) FROM posts_outboxmessage)"


def ask(site: Site, sql: str) -> list[tuple[object, ...]]:
    connection = sqlite3.connect(site.database)
    try:
        return connection.execute(sql).fetchall()
    finally:
        connection.close()


@pytest.fixture(scope="module")
def home(migrated: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Site, Path]:
    """A site with a row in every table, and its backup."""
    site = Site(tmp_path_factory.mktemp("sites") / "home")
    site.folder.mkdir()
    shutil.copy(migrated, site.database)
    assert site.run(*FILL) == (0, "")
    backup = site.folder.parent / "home.zip"
    status, told = site.run("backup", backup)
    assert (status, re.sub(r" \d+ ", " N ", told)) == (0, f"{backup}: N rows.\n")
    return site, backup


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    try:
        with running_postgres() as url:
            yield url
    except PostgresMissing:
        pytest.skip("needs PostgreSQL")


@pytest.mark.django_db
def test_every_table_is_in_it_or_known_to_be_left_out(home):
    rows = manifest(home[1])["rows"]
    labels = {model._meta.label_lower for model in apps.get_models(include_auto_created=True)}
    assert (set(rows) | set(LEFT_OUT), set(rows) & set(LEFT_OUT)) == (labels, set())
    assert [label for label, number in rows.items() if not number] == []


@pytest.mark.django_db
def test_a_site_on_sqlite_is_the_same_after_its_restore(home, tmp_path):
    site, backup = home
    other = Site(tmp_path / "other")
    status, told = other.run("restore", backup)
    assert (status, "rows are back" in told) == (0, True)

    assert other.run("backup", tmp_path / "other.zip")[0] == 0
    assert contents(tmp_path / "other.zip") == contents(backup)
    for name, sql in DERIVED.items():
        assert ask(other, sql) == ask(site, sql) != [], name
    assert (ask(site, LEFT), ask(other, LEFT)) == ([(1, 1)], [(0, 0)])
    pictures = {name for name in site.files() if name.startswith("media/images")}
    assert {name for name in other.files() if name.startswith("media/")} == pictures != set()
    assert other.run("check_media")[0] == 0


@pytest.mark.django_db
def test_a_site_moves_to_postgresql(home, server, tmp_path):
    """An empty database becomes the site; a full one is emptied when it is said twice.

    Its backup is the same as the one before, and so is the way back to SQLite.
    """
    site, backup = home
    moved = Site(tmp_path / "moved", server)
    shown = moved.folder / "media" / "images" / "of-the-old-site.png"
    shown.parent.mkdir(parents=True)
    shown.touch()
    status, told = moved.run("restore", backup)
    assert (status, "MEDIA_ROOT" in told, shown.exists()) == (1, True, True)
    shown.unlink()
    assert moved.run("restore", backup)[0] == 0
    assert moved.run("backup", tmp_path / "moved.zip")[0] == 0
    assert contents(tmp_path / "moved.zip") == contents(backup)
    for told in ("format", "migrations", "rows"):
        assert manifest(tmp_path / "moved.zip")[told] == manifest(backup)[told]
    with psycopg.connect(server) as connection:
        for name in ("entries", "documents", "terms"):
            rows = connection.execute(DERIVED[name]).fetchall()
            assert sorted(rows) == sorted(ask(site, DERIVED[name])), name
        assert connection.execute(LEFT).fetchall() == [(0, 0)]

    assert moved.run(*SHELL, "from tests.factories import make_post; make_post('New')")[0] == 0
    status, told = moved.run("restore", backup)
    assert (status, "--replace" in told) == (1, True)
    with serving(moved.folder, free_port(), DATABASE_URL=server, DEBUG="True"):
        time.sleep(2)  # nobody asks it for anything
        status, told = moved.run("restore", backup, "--replace")
    assert (status, told) == (
        1,
        "CommandError: A server has this database open. Stop all of them first.\n",
    )
    assert moved.run("backup", tmp_path / "new.zip")[0] == 0
    assert b'"title": "New"' in contents(tmp_path / "new.zip")["rows/posts.post.jsonl"]
    assert moved.run("restore", backup, "--replace")[0] == 0
    assert moved.run("backup", tmp_path / "again.zip")[0] == 0
    assert contents(tmp_path / "again.zip") == contents(backup)


def as_it_was(model, rows):
    """Return the lines of a table as a model had them that lacked some columns.

    What hangs on a page of the site was not there before there were any.
    """
    fields = [*model._meta.fields, *model._meta.many_to_many]
    columns = {name for field in fields for name in (field.name, field.attname)}
    told = map(json.loads, rows.splitlines())
    kept = [row for row in told if "page_id" in columns or not row.get("page_id")]
    return [{name: value for name, value in row.items() if name in columns} for row in kept]


@pytest.mark.django_db
def test_a_backup_of_an_older_release_is_brought_up(home, tmp_path):
    """As the release before proposed places and links between stories made it."""
    graph = EveryStep(None)
    others = [node for node in graph.graph.leaf_nodes() if node[0] != "posts"]
    last = ("posts", "0016_trash_of_pictures")
    was = graph.project_state([last, *others]).apps
    models = {member_of(label): was.get_model(label) for label in backed_up(was)}
    tables = {member_of(label) for label in backed_up() if label not in backed_up(was)}

    def older(told, members):
        steps = [name for app, name in graph.graph.forwards_plan(last) if app == "posts"]
        told["migrations"]["posts"] = steps
        for member, model in models.items():
            rows = as_it_was(model, members[member])
            lines = (json.dumps(row, ensure_ascii=False) for row in rows)
            members[member] = "".join(f"{line}\n" for line in lines).encode()
        for table in tables:
            del members[table], told["files"][table]

    (tmp_path / "a.zip").write_bytes(home[1].read_bytes())
    other = Site(tmp_path / "other")
    status, told = other.run("restore", forge(tmp_path / "a.zip", older))
    assert status == 0, told
    assert other.run("backup", tmp_path / "b.zip")[0] == 0
    before, after = contents(home[1]), contents(tmp_path / "b.zip")
    grown = {"rows/contenttypes.contenttype.jsonl", "rows/auth.permission.jsonl"}
    same = models.keys() - grown
    assert [
        n for n in same if as_it_was(models[n], before[n]) != as_it_was(models[n], after[n])
    ] == []
    assert [n for n in tables if after[n]] == []
    assert [n for n in before.keys() - models.keys() - tables if before[n] != after[n]] == []


@pytest.mark.django_db
def test_a_backup_with_all_that_a_migration_replaces_is_of_this_release(home, tmp_path):
    def replaced(told, members):
        loader = MigrationLoader(None)
        told["migrations"]["posts"] = [
            old
            for name in told["migrations"]["posts"]
            for _, old in loader.graph.nodes["posts", name].replaces or [("posts", name)]
        ]

    (tmp_path / "a.zip").write_bytes(home[1].read_bytes())
    with open_backup(home[1], "") as one, open_backup(forge(tmp_path / "a.zip", replaced), "") as b:
        was, now = Tables(one), Tables(b)

    assert b.manifest["migrations"] != one.manifest["migrations"]
    assert (now.migrations, now.targets, now.is_older) == (was.migrations, was.targets, False)


@pytest.mark.django_db
def test_a_site_that_is_served_or_used_is_not_replaced_unasked(home, tmp_path):
    site, backup = home
    other = Site(tmp_path / "other")
    shutil.copytree(site.folder, other.folder)
    with serving(other.folder, free_port(), DEBUG="True"):
        before = other.files()
        assert other.run("restore", backup, "--replace") == (
            1,
            "CommandError: A server has this database open. Stop all of them first.\n",
        )
        assert other.files() == before
    status, told = other.run("restore", backup)
    assert (status, "--replace" in told) == (1, True)
    old = other.database.read_bytes()

    status, told = other.run("restore", backup, "--replace")
    assert status == 0
    kept = [Path(place.rstrip(".")) for place in re.findall(r"before is in (\S+)", told)]
    assert [place.is_dir() for place in kept] == [False, True]
    assert kept[0].read_bytes() == old
    names = {path.name for path in kept[1].rglob("*.png")}
    assert names == {path.name for path in (other.folder / "media/images").rglob("*.png")} != set()


@pytest.mark.django_db
def test_no_server_starts_while_one_is_restored(home, server, tmp_path):
    site, moved = home[0], Site(tmp_path / "moved", server)
    with psycopg.connect(server) as connection:
        connection.execute("SELECT pg_advisory_lock(%s)", [SERVED.number])
        with Path(f"{site.database}.served").open("w") as file:
            flock(file, LOCK_EX)
            for each in (site, moved):
                status, told = each.run("serve", "--port", free_port(), DEBUG="True")
                assert (status, "a backup is being restored" in told) == (1, True), told


@pytest.mark.django_db
@pytest.mark.parametrize("number", [2, pytest.param(40, marks=pytest.mark.long)])
def test_a_backup_that_is_killed_leaves_none_by_its_name(home, tmp_path, number):
    site, chosen = home[0], random.Random(7)
    file = tmp_path / "killed.zip"
    for _ in range(number):
        process = site.start("backup", file)
        time.sleep(chosen.uniform(0.5, 2.5))
        process.send_signal(chosen.choice([signal.SIGKILL, signal.SIGTERM, signal.SIGINT]))
        process.wait()
        if file.exists():
            require_whole(file)
            file.unlink()
    (tmp_path / "killed.zip.part").touch()
    (tmp_path / "killed.zip.part.sqlite3").touch()
    assert site.run("backup", file)[0] == 0
    assert [path.name for path in tmp_path.iterdir()] == ["killed.zip"]
    assert contents(file) == contents(home[1])


@pytest.mark.django_db
@pytest.mark.parametrize("number", [2, pytest.param(40, marks=pytest.mark.long)])
def test_a_restore_that_is_killed_leaves_one_site_or_the_other(home, tmp_path, number):
    site, backup = home
    chosen, other = random.Random(7), Site(tmp_path / "other")
    other.folder.mkdir()
    titles = "SELECT title FROM posts_post ORDER BY title"
    shutil.copy(site.database, other.database)
    with sqlite3.connect(other.database) as connection:
        connection.execute("UPDATE posts_post SET title = 'Before ' || id")
    connection.close()
    both = (ask(other, titles), ask(site, titles))
    for _ in range(number):
        process = other.start("restore", backup, "--replace")
        time.sleep(chosen.uniform(0.5, 5))
        process.send_signal(chosen.choice([signal.SIGKILL, signal.SIGTERM]))
        process.wait()
        assert ask(other, titles) in both
    assert other.run("restore", backup, "--replace")[0] == 0
    assert ask(other, titles) == both[1]
    assert other.run("check_media")[0] == 0
    assert not list(other.folder.glob("*.part*"))


@pytest.mark.django_db
def test_who_stops_it_by_hand_is_told_so(home, tmp_path):
    process = home[0].start("backup", tmp_path / "a.zip", "--verify")
    while not list(tmp_path.glob("*.part*")) and process.poll() is None:
        time.sleep(0.01)
    process.send_signal(signal.SIGINT)
    assert process.wait() in (130, 0)
    with pytest.raises((BackupError, FileNotFoundError)):
        require_whole(tmp_path / "a.zip.part")
    assert not list(tmp_path.glob("*.part*"))
