"""The commands of docs/operators.md, run as they stand there."""

import os
import re
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.postgres import PostgresMissing, running_postgres
from tests.smtp import mail_sink

ROOT = Path(__file__).resolve().parents[2]
GUIDE = (ROOT / "docs" / "operators.md").read_text()


def blocks(heading: str) -> list[str]:
    """Return the fenced commands below a heading of the guide, in their order."""
    section = GUIDE.partition(f"\n## {heading}\n")[2].partition("\n## ")[0]
    found = re.findall(r"^```\n(.*?)^```$", section, re.MULTILINE | re.DOTALL)
    assert found, heading
    return found


class Site:
    """A site's folder, where `git` and `make` only take notes."""

    def __init__(self, folder: Path, **environment: str) -> None:
        self.folder, self.notes = folder / "site", folder / "notes"
        self.folder.mkdir()
        (self.folder / "manage.py").symlink_to(ROOT / "manage.py")
        (self.folder / ".venv").symlink_to(sys.prefix)
        tools = folder / "tools"
        tools.mkdir()
        for name in ("git", "make"):
            (tools / name).write_text(f'#!/bin/sh\necho "{name} $*" >>{self.notes}\n')
            (tools / name).chmod(0o755)
        self.environment = {
            **os.environ,
            "PATH": f"{tools}:{os.environ['PATH']}",
            "DJANGO_SETTINGS_MODULE": "historyblog.settings",
            "SECRET_KEY": "k" * 60,
            "DATABASE_URL": f"sqlite:///{self.folder}/db.sqlite3",
            "MEDIA_ROOT": str(self.folder / "media"),
            **environment,
        }

    def run(self, commands: str, **environment: str) -> subprocess.CompletedProcess[str]:
        """Run lines as somebody types them who stops at the first that fails."""
        return subprocess.run(
            ["bash", "-ec", commands],
            cwd=self.folder,
            env=self.environment | environment,
            capture_output=True,
            text=True,
            input="secret\nsecret\n",
            start_new_session=True,
            check=False,
        )

    def succeed(self, commands: str, **environment: str) -> str:
        done = self.run(commands, **environment)
        assert done.returncode == 0, f"{commands}\n{done.stderr}"
        return done.stdout


@pytest.fixture(scope="module")
def server() -> Iterator[dict[str, str]]:
    try:
        with running_postgres() as url:
            (host,) = parse_qs(urlsplit(url).query)["host"]
            yield {"PGHOST": host, "PGUSER": "postgres"}
    except PostgresMissing:
        pytest.skip("needs PostgreSQL")


RENAME = "UPDATE posts_place SET name = 'Changed' WHERE slug = 'germany'"
NAMES = "SELECT slug, name FROM posts_place ORDER BY slug"
# What newer code may leave: a table that refers to an older one, and its migration.
NEWER = (
    "CREATE TABLE posts_newer (place_id bigint REFERENCES posts_place);"
    "INSERT INTO posts_newer SELECT id FROM posts_place;"
    "INSERT INTO django_migrations (app, name, applied) VALUES ('posts', '0099_newer', now())"
)

# A site of before the first migrations became one step.
OLDER = """
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from posts.exchange.out.scratch import EveryStep
executor = MigrationExecutor(connection)
executor.loader = EveryStep(connection)
executor.migrate([("posts", "0029_people_fill")])
"""


def test_a_postgresql_site_is_made_backed_up_upgraded_and_restored(server, tmp_path):
    """The backup is of the older tables, and put back after the upgrade and a change."""
    site = Site(tmp_path, **server)
    (create,), (_, back_up, _) = blocks("PostgreSQL"), blocks("Back up")
    (_, restore, _), (upgrade, roll_back) = blocks("Restore"), blocks("Upgrade")
    url = f"postgresql://historyblog@/historyblog?host={server['PGHOST']}"
    site.environment["DATABASE_URL"] = url

    def ask(sql: str) -> str:
        return site.succeed(f'psql --quiet -v ON_ERROR_STOP=1 -Atc "{sql}" "$DATABASE_URL"')

    site.succeed(create)
    site.succeed(f".venv/bin/python manage.py shell --verbosity 0 --command '{OLDER}'")
    site.succeed(back_up)
    before = ask(NAMES)

    site.succeed(upgrade)
    assert site.notes.read_text() == "git pull\nmake setup\nmake run\n"
    ask(RENAME)
    ask(NEWER)
    site.succeed(restore)

    assert ask(NAMES) == before != ""
    assert ask("SELECT to_regclass('posts_newer')") == "\n"
    site.succeed(upgrade)
    site.succeed(roll_back)
    assert ask(NAMES) == before


@pytest.mark.any_engine
@pytest.mark.django_db
def test_a_release_takes_the_place_of_the_one_before_and_gives_it_back(migrated, tmp_path):
    site = Site(tmp_path, DATABASE_URL=f"sqlite:///{tmp_path}/db.sqlite3")
    shutil.copy(migrated, tmp_path / "db.sqlite3")
    (tmp_path / ".env").touch()
    for name in ("v1", "v2"):
        shutil.copytree(site.folder, tmp_path / "releases" / name, symlinks=True)
    shutil.rmtree(site.folder)
    (tmp_path / "tools/systemctl").symlink_to(tmp_path / "tools/make")
    (tmp_path / "releases/v1/.env").symlink_to(tmp_path / ".env")

    for name, commands in zip(("v2", "v1"), blocks("Update without a gap"), strict=True):
        site.folder = tmp_path / "releases" / name
        site.succeed(commands.replace("/srv/historyblog", str(tmp_path)))
        assert (tmp_path / "site").readlink() == site.folder
        assert (site.folder / ".env").readlink() == tmp_path / ".env"
    restarted = "".join(f"make restart historyblog@{port}\n" for port in (8001, 8002))
    assert site.notes.read_text() == 2 * f"make setup\n{restarted}"


@pytest.mark.any_engine
@pytest.mark.django_db
def test_an_sqlite_site_is_backed_up_and_restored_with_its_pictures(migrated, tmp_path):
    site = Site(tmp_path)
    database, picture = site.folder / "db.sqlite3", site.folder / "media" / "a b.jpg"
    shutil.copy(migrated, database)
    for path in (picture, site.folder / "media" / "renditions" / "small.webp"):
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(b"a picture")
    (save, _, save_pictures), (restore, _, restore_pictures) = blocks("Back up"), blocks("Restore")
    site.succeed(save + save_pictures)
    with sqlite3.connect(database) as changed:
        before = changed.execute(NAMES).fetchall()
        changed.execute(RENAME)
    changed.close()
    shutil.rmtree(picture.parent)

    site.succeed(restore + restore_pictures)

    restored = sqlite3.connect(database)
    assert restored.execute(NAMES).fetchall() == before
    restored.close()
    assert [path.name for path in picture.parent.iterdir()] == ["a b.jpg"]


@pytest.mark.any_engine
@pytest.mark.django_db
def test_a_site_is_backed_up_in_one_file_and_put_back(migrated, tmp_path):
    site = Site(tmp_path)
    database = site.folder / "db.sqlite3"
    shutil.copy(migrated, database)
    (site.folder / "backups").mkdir()
    save, put_back = blocks("A backup in one file")
    assert "each compared" in site.succeed(save)
    with sqlite3.connect(database) as changed:
        before = changed.execute(NAMES).fetchall()
        changed.execute(RENAME)
    changed.close()
    site.succeed(put_back)
    restored = sqlite3.connect(database)
    assert restored.execute(NAMES).fetchall() == before
    restored.close()
    (look,) = blocks("Doctor")
    assert site.run(look).returncode == 3


@pytest.mark.parametrize("block", range(3), ids=["SQLite", "PostgreSQL", "pictures"])
def test_a_backup_in_the_wrong_place_fails_and_says_so(tmp_path, block):
    """In a folder without the site, and without its environment."""
    site = Site(tmp_path)
    done = site.run(blocks("Back up")[block], DATABASE_URL="", MEDIA_ROOT="")
    assert (done.returncode != 0, done.stderr != "") == (True, True)
    assert not list(site.folder.glob("backup.*"))


def test_a_restore_without_its_backup_leaves_the_database(server, tmp_path):
    site = Site(tmp_path, **server)
    (site.folder / "db.sqlite3").write_text("as it was")
    sqlite, postgresql, _ = blocks("Restore")
    assert site.run(sqlite).returncode == 1
    assert (site.folder / "db.sqlite3").read_text() == "as it was"
    site.succeed("createdb historyblog || true")
    assert site.run(postgresql).returncode == 1
    assert "historyblog" in site.succeed("psql -Atc 'SELECT datname FROM pg_database' postgres")
    site.succeed("dropdb historyblog")


def test_pictures_are_found_without_a_setting(tmp_path):
    site = Site(tmp_path)
    (site.folder / "media").mkdir()
    (site.folder / "media" / "a.jpg").write_bytes(b"a picture")
    site.succeed(blocks("Back up")[2], MEDIA_ROOT="")
    assert "./a.jpg" in site.succeed("tar -tzf media.tar.gz")


def test_a_database_that_is_empty_is_no_backup(tmp_path):
    site = Site(tmp_path)
    (site.folder / "db.sqlite3").touch()
    done = site.run(blocks("Back up")[0])
    assert (done.returncode, "no such table" in done.stderr) == (1, True)


def test_a_value_that_the_shell_has_cut_stops_every_command(tmp_path):
    """As one is typed without quotes, and loaded by the guide's own line."""
    site = Site(tmp_path)
    load = next(line for line in blocks("Install")[0].splitlines() if ". ./.env" in line)
    (site.folder / ".env").write_text("DATABASE_URL=postgresql://u@/db?host=/run&port=5433\n")
    for command in ("migrate", "check"):
        done = site.run(f"{load}\n.venv/bin/python manage.py {command}", DATABASE_URL="")
        assert (done.returncode, done.stdout) == (1, "")
        assert done.stderr.endswith(
            ".env:1: DATABASE_URL holds '&' outside of quotes, where a shell cuts the value."
            " Write DATABASE_URL='…'\n"
        )


def test_a_trial_letter_is_sent(tmp_path):
    site = Site(tmp_path)
    with mail_sink() as sink:
        _, trial = blocks("Watch it")
        site.succeed(trial, ADMINS="clio@example.org", EMAIL_URL=sink.url)
        assert [letter["Subject"] for letter in sink.letters] == ["[On This Day] A trial"]


def test_every_file_that_is_copied_is_there():
    keep, restart = blocks("Keep it running")
    named = re.findall(r"deploy/\S+", keep)
    assert {ROOT / name for name in named} <= set((ROOT / "deploy").iterdir())
    assert len(named) == 4
    assert subprocess.run(["bash", "-n", "-c", keep + restart], check=False).returncode == 0
