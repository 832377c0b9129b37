import shutil
import sqlite3
import subprocess
import sys
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import connection

from posts.exchange.out import backup as module
from posts.exchange.out.backup import make_backup
from posts.exchange.out.backup_file import BackupError
from posts.exchange.out.restore import restore
from posts.exchange.out.scratch import working_on
from posts.models import Post
from tests.exchange.out.site import contents
from tests.exchange.out.test_damage import backup, site
from tests.factories import make_image, make_post
from tests.media import path_of

__all__ = ["backup", "site"]
LEAVE_A_LOG = """
import os, sqlite3, sys
database = sqlite3.connect(sys.argv[1])
database.execute("PRAGMA journal_mode=WAL")
database.execute("UPDATE posts_post SET title = 'In the log'")
database.commit()
os._exit(0)
"""
DAYS = [datetime(2026, 2, day, 12, tzinfo=UTC) for day in (26, 27, 28)]


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if path.is_file())


@pytest.mark.django_db(transaction=True)
def test_it_tells_of_one_moment_and_holds_up_no_save(tmp_path):
    """A save while it runs is stored at once, and is not in it."""
    posts = [make_post(f"Story {number}") for number in range(3)]
    other, told = connection.copy("default"), []

    def save(number: int) -> None:
        if not told:
            with other.cursor() as cursor:
                cursor.execute("UPDATE posts_post SET title = 'Later'")
        told.append(number)

    made = make_backup(tmp_path / "a.zip", tell=save)
    other.close()
    assert set(Post.objects.values_list("title", flat=True)) == {"Later"}
    stored = contents(made.path)["rows/posts.post.jsonl"].decode()
    assert (stored.count("Later"), stored.count('"title": "Story ')) == (0, len(posts))
    assert (made.path.stat().st_mode & 0o777, names(tmp_path)) == (0o600, ["a.zip"])


@pytest.mark.any_engine
@pytest.mark.django_db
def test_older_ones_go_once_the_new_one_is_whole(site, tmp_path, settings, monkeypatch):
    settings.TIME_ZONE = "UTC"
    for name in ("site-notes.zip", "other-2026-02-01.zip", "site-2026-02-01.zip.txt"):
        (tmp_path / name).touch()
    others = names(tmp_path)
    pattern = tmp_path / "site-%Y-%m-%d.zip"
    with working_on(site.database):
        for day in DAYS:
            with time_machine.travel(day, tick=False):
                made = make_backup(pattern, keep=2)
        assert [path.name for path in made.removed] == ["site-2026-02-26.zip"]
        kept = ["site-2026-02-27.zip", "site-2026-02-28.zip"]
        assert names(tmp_path) == sorted([*others, *kept])

        def fail(*_: object) -> None:
            raise OSError(28, "No space left on device")

        monkeypatch.setattr(module, "seal", fail)
        with (
            time_machine.travel(datetime(2026, 3, 1, tzinfo=UTC)),
            pytest.raises(OSError, match="space"),
        ):
            make_backup(pattern, keep=1)
    assert names(tmp_path) == sorted([*others, *kept])


@pytest.mark.any_engine
@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "keep", "said"),
    [
        ("site.zip", 3, "not site.zip, but site-%Y-%m-%d.zip"),
        ("site-%Y.zip", 0, "Keep one at least"),
        ("there.zip", None, "is there already"),
        ("busy.zip", None, "Another run is writing"),
    ],
)
def test_what_would_harm_another_is_refused(tmp_path, name, keep, said):
    (tmp_path / "there.zip").write_bytes(b"precious")
    busy = (tmp_path / "busy.zip.part").open("w")
    module._lock(busy, tmp_path / "busy.zip.part")
    with busy, pytest.raises(BackupError, match=said):
        make_backup(tmp_path / name, keep=keep)
    assert names(tmp_path) == ["busy.zip.part", "there.zip"]
    assert (tmp_path / "there.zip").read_bytes() == b"precious"


@pytest.mark.any_engine
@pytest.mark.django_db
def test_a_picture_whose_file_is_lost_is_named_and_the_rest_is_saved(site, tmp_path):
    with working_on(site.database):
        lost, kept = make_image("red"), make_image("blue")
        path_of(lost.file.name).unlink()
        out, told = StringIO(), StringIO()
        with pytest.raises(SystemExit) as ended:
            call_command("backup", tmp_path / "a.zip", stdout=out, stderr=told)
    assert (ended.value.code, lost.file.name in told.getvalue()) == (3, True)
    found = [name for name in contents(tmp_path / "a.zip") if name.startswith("media/")]
    assert found == [f"media/{kept.file.name}"]


@pytest.mark.any_engine
@pytest.mark.django_db
def test_progress_is_told_on_a_terminal_alone(site, tmp_path):
    texts = []
    for is_terminal in (True, False):
        out = StringIO()
        out.isatty = lambda is_terminal=is_terminal: is_terminal
        with working_on(site.database):
            call_command("backup", tmp_path / f"{is_terminal}.zip", "--verify", stdout=out)
        texts.append(out.getvalue())
    assert (texts[0].count("\r"), texts[1].count("\r")) == (texts[0].count("\x1b[K"), 0)
    assert texts[0].count("\r") > 4
    assert texts[1].splitlines()[-1].endswith("rows, each compared.")


@pytest.mark.any_engine
@pytest.mark.django_db
def test_the_log_of_the_old_database_is_not_read_into_the_new(site, backup):
    """As an operator's own tool may have left it, still open or killed."""
    left = subprocess.run([sys.executable, "-c", LEAVE_A_LOG, site.database], check=True)
    assert (left.returncode, Path(f"{site.database}-wal").stat().st_size > 0) == (0, True)
    with working_on(site.database):
        connection.close()
        restore(backup, replace=True)
    assert [name for name in site.files() if name.endswith(("-wal", "-shm", "-journal"))] == []
    with working_on(site.database):
        assert Post.objects.get().title == "Hastings"


@pytest.mark.any_engine
@pytest.mark.django_db
def test_a_database_that_is_beyond_reading_is_replaced(site, backup):
    site.database.write_bytes(b"not a database at all" * 1000)
    with working_on(site.database):
        kept = restore(backup, replace=True).kept
        assert Post.objects.get().title == "Hastings"
    assert Path(kept[0]).read_bytes().startswith(b"not a database")


@pytest.mark.any_engine
@pytest.mark.django_db
def test_who_writes_to_the_database_meanwhile_is_waited_for_and_then_named(
    site, backup, monkeypatch
):
    connect = sqlite3.connect  # Half a second does for the five of an operator.
    monkeypatch.setattr(
        sqlite3, "connect", lambda *place, **more: connect(*place, **more | {"timeout": 0.5})
    )
    with sqlite3.connect(site.database) as writer:
        writer.execute("BEGIN IMMEDIATE")
        before = site.database.read_bytes()
        with working_on(site.database), pytest.raises(BackupError, match="is locked"):
            restore(backup, replace=True)
        assert site.database.read_bytes() == before
    writer.close()
    assert not list(site.folder.glob("*.part*"))
    assert len(list((site.folder / "media").glob("images*"))) == 1


@pytest.mark.any_engine
@pytest.mark.django_db
def test_a_database_of_another_release_is_not_backed_up(site, tmp_path):
    with sqlite3.connect(site.database) as changed:
        changed.execute("DELETE FROM django_migrations WHERE name LIKE '0038_%'")
    changed.close()
    with working_on(site.database), pytest.raises(CommandError, match="other tables than this"):
        call_command("backup", tmp_path / "a.zip")
    assert names(tmp_path) == []


@pytest.mark.any_engine
@pytest.mark.django_db
def test_due_makes_one_a_day_and_keeps_as_many_as_wanted(site, tmp_path, settings):
    settings.TIME_ZONE, settings.BACKUP_KEEP = "UTC", 2
    settings.BACKUP_DIR = tmp_path / "backups"
    settings.BACKUP_DIR.mkdir()
    told = []
    with working_on(site.database):
        for day in sorted(2 * DAYS):
            with time_machine.travel(day, tick=False):
                told.append(module.make_daily())
    assert told == [1, 0, 1, 0, 1, 0]
    assert names(settings.BACKUP_DIR) == [f"historyblog-2026-02-{day}.zip" for day in (27, 28)]
    shutil.rmtree(settings.BACKUP_DIR)
