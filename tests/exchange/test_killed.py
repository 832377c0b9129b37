"""An import that was killed at any moment, and run again."""

import random
import shutil
import signal
import sqlite3
import time
from contextlib import closing
from pathlib import Path

import pytest

from tests.exchange.out.site import Site
from tests.exchange.sites import write_picture, write_post

IMPORT = ("import_posts", "jekyll")
POST = "JOIN posts_post AS post ON post.id ="
# What there is by what it is made of: numbers of rows, and moments, are those of a run.
ROWS = (
    "SELECT import_ref, slug, title, story, status, version, imported_version FROM posts_post",
    f"SELECT import_ref, path FROM posts_redirect AS old {POST} old.post_id",
    "SELECT path, content_hash FROM posts_redirect JOIN posts_image AS im ON im.id = image_id",
    f"SELECT import_ref, archive, entry.sort FROM posts_archiveentry AS entry {POST} entry.post_id",
    f"""SELECT import_ref, document.version FROM posts_searchdocument AS document
        {POST} document.object_id AND document.kind = 'post'""",
    "SELECT word FROM posts_searchterm",
    "SELECT name FROM taggit_tag",
    "SELECT name FROM posts_category",
)


def all_of(site: Site) -> list[list[tuple[object, ...]]]:
    with closing(sqlite3.connect(site.database)) as connection:
        found = [sorted(connection.execute(statement).fetchall()) for statement in ROWS]
    files = sorted((path.name,) for path in (site.folder / "media").rglob("*.*"))
    return [*found, files]


@pytest.mark.any_engine
@pytest.mark.django_db
@pytest.mark.parametrize("number", [1, pytest.param(100, marks=pytest.mark.long)])
def test_it_ends_as_one_that_nobody_stopped(migrated: Path, tmp_path: Path, number: int) -> None:
    old, chosen = tmp_path / "old", random.Random(1066)
    for n in range(30):
        write_post(old, f"2025-05-{n % 28 + 1:02}-a-{n}.md", f"tags: t{n % 9}\nimage: /{n}.png")
        write_picture(old, f"{n}.png", colour=f"#0000{n:02x}")

    def new(name: str) -> Site:
        site = Site(tmp_path / name)
        site.folder.mkdir()
        shutil.copy(migrated, site.database)
        return site

    whole, began = new("whole"), time.monotonic()
    assert whole.run(*IMPORT, old, "--write")[0] == 0
    seconds, expected = time.monotonic() - began, all_of(whole)
    assert [len(rows) for rows in expected[:3]] == [30, 30, 30]
    for _ in range(number):
        site = new("killed")
        process = site.start(*IMPORT, old, "--write")
        time.sleep(chosen.uniform(0.3, 1) * seconds)
        process.send_signal(chosen.choice([signal.SIGKILL, signal.SIGTERM, signal.SIGINT]))
        process.wait()
        assert site.run(*IMPORT, old, "--write")[0] == 0
        assert all_of(site) == expected
        shutil.rmtree(site.folder)
