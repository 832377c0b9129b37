"""What is not as it was written is refused whole, and the site stays as it is."""

import random
import re
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from pytest_django import Settings

from posts.exchange.out import backup as backup_module
from posts.exchange.out import restore as restore_module
from posts.exchange.out import scratch
from posts.exchange.out.backup import make_backup, verify
from posts.exchange.out.backup_file import BackupError
from posts.exchange.out.restore import restore
from posts.exchange.out.scratch import working_on
from posts.models import Post
from tests.exchange.out.site import Site, forge
from tests.factories import make_image, make_post

pytestmark = [pytest.mark.any_engine, pytest.mark.django_db]


@pytest.fixture
def site(
    migrated: Path, tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> Site:
    """A site; new tables come from its file. Those of `test_moves` are made by migrations."""

    def make_tables(*asked: Any) -> None:
        connection.ensure_connection()
        with closing(sqlite3.connect(migrated)) as made:
            made.backup(connection.connection)
        scratch.empty()

    for user in (backup_module, restore_module):
        monkeypatch.setattr(user, "migrate_to", make_tables)
    site = Site(tmp_path / "site")
    site.folder.mkdir()
    shutil.copy(migrated, site.database)
    settings.MEDIA_ROOT = site.folder / "media"
    return site


@pytest.fixture
def backup(site: Site, tmp_path: Path) -> Path:
    with working_on(site.database):
        make_post("Hastings", hero=make_image("red"), story="Long. " * 3000)
        make_image("blue")
        return make_backup(tmp_path / "site.zip").path


def refusal(file: Path, site: Site) -> str:
    """Return why it is not restored; nothing of the site may be another then."""
    before = site.files()
    with working_on(site.database), pytest.raises(BackupError) as refused:
        restore(file, replace=True)
    assert site.files() == before
    return str(refused.value)


@pytest.mark.parametrize("number", [30, pytest.param(200, marks=pytest.mark.long)])
def test_one_bit_one_cut_or_two_places_swapped(site, backup, tmp_path, number):
    whole, chosen, damaged = backup.read_bytes(), random.Random(1066), tmp_path / "damaged.zip"

    def flipped() -> bytes:
        at = chosen.randrange(len(whole))
        return whole[:at] + bytes([whole[at] ^ 1 << chosen.randrange(8)]) + whole[at + 1 :]

    def cut() -> bytes:
        return whole[: chosen.randrange(len(whole))]

    def swapped() -> bytes:
        a, b, c = sorted(chosen.sample(range(len(whole)), 3))
        return whole[:a] + whole[b:c] + whole[a:b] + whole[c:]

    for number_ in range(number):
        damaged.write_bytes((flipped, cut, swapped)[number_ % 3]())
        assert re.search(r"is damaged|is no backup", refusal(damaged, site))
    with working_on(site.database):
        restore(backup, replace=True)
        assert Post.objects.get().title == "Hastings"


POSTS = "rows/posts.post.jsonl"


def newer(told: dict[str, Any], files: dict[str, bytes]) -> None:
    told["migrations"]["posts"].append("0099_newer")


def other_format(told: dict[str, Any], files: dict[str, bytes]) -> None:
    told["format"] = 2


def unknown_table(told: dict[str, Any], files: dict[str, bytes]) -> None:
    told["files"]["rows/posts.spy.jsonl"], files["rows/posts.spy.jsonl"] = {}, b""


def missing_table(told: dict[str, Any], files: dict[str, bytes]) -> None:
    del told["files"][POSTS], files[POSTS]


def left_out_table(told: dict[str, Any], files: dict[str, bytes]) -> None:
    name = "rows/sessions.session.jsonl"
    told["files"][name], files[name] = {}, b""


def unknown_column(told: dict[str, Any], files: dict[str, bytes]) -> None:
    files[POSTS] = files[POSTS].replace(b'{"', b'{"spy": 1, "', 1)


def missing_column(told: dict[str, Any], files: dict[str, bytes]) -> None:
    files[POSTS] = files[POSTS].replace(b'"slug": "hastings", ', b"")


def broken_line(told: dict[str, Any], files: dict[str, bytes]) -> None:
    files[POSTS] = files[POSTS][:-9]


def no_json(told: dict[str, Any], files: dict[str, bytes]) -> None:
    files[POSTS] = b"{'title': 1}\n"


def no_date(told: dict[str, Any], files: dict[str, bytes]) -> None:
    files[POSTS] = re.sub(rb'"created_at": "[^"]*"', b'"created_at": "soon"', files[POSTS])


def twice_the_row(told: dict[str, Any], files: dict[str, bytes]) -> None:
    files[POSTS] *= 2


def without_its_picture_row(told: dict[str, Any], files: dict[str, bytes]) -> None:
    files["rows/posts.image.jsonl"] = b""


def slips_out(told: dict[str, Any], files: dict[str, bytes]) -> None:
    told["files"]["media/../../evil.png"], files["media/../../evil.png"] = {}, b"x"


def slips_by_backslash(told: dict[str, Any], files: dict[str, bytes]) -> None:
    told["files"]["media/images/..\\evil.png"], files["media/images/..\\evil.png"] = {}, b"x"


def at_the_root(told: dict[str, Any], files: dict[str, bytes]) -> None:
    told["files"]["/etc/evil.png"], files["/etc/evil.png"] = {}, b"x"


def not_in_the_manifest(told: dict[str, Any], files: dict[str, bytes]) -> None:
    files["media/images/ab/abc.png"] = b"x"


def pictures_swapped(told: dict[str, Any], files: dict[str, bytes]) -> None:
    one, two = (name for name in files if name.startswith("media/"))
    size = min(len(files[one]), len(files[two]))
    files[one], files[two] = files[two][:size], files[one][:size]
    for name in (one, two):
        told["files"][name] |= {"size": size, "kept": True}


def another_size(told: dict[str, Any], files: dict[str, bytes]) -> None:
    told["files"][POSTS] |= {"size": 7, "kept": True}


def zeros(told: dict[str, Any], files: dict[str, bytes]) -> None:
    files["media/images/ab/abc.png"] = bytes(50_000_000)
    told["files"]["media/images/ab/abc.png"] = {}


FORGED: list[tuple[Callable[[dict[str, Any], dict[str, bytes]], None], str]] = [
    (newer, "is of a newer release, or another: this one does not know posts.0099_newer"),
    (other_format, "is a backup of format 2; this release reads 1"),
    (unknown_table, "has, and no release knows, rows/posts.spy.jsonl"),
    (missing_table, "lacks rows/posts.post.jsonl"),
    (left_out_table, "has, and no release knows, rows/sessions.session.jsonl"),
    (unknown_column, "it has other columns than its table: spy"),
    (missing_column, "it has other columns than its table: slug"),
    (broken_line, "has a line without an end"),
    (no_json, "rows/posts.post.jsonl: a row cannot be stored: Expecting property name"),
    (no_date, "rows/posts.post.jsonl: a row cannot be stored: ['“soon” value has an invalid"),
    (twice_the_row, "rows/posts.post.jsonl: a row cannot be stored: UNIQUE constraint failed"),
    (without_its_picture_row, "rows do not fit together"),
    (slips_out, "no backup has a file named 'media/../../evil.png'"),
    (slips_by_backslash, "no backup has a file named"),
    (at_the_root, "no backup has a file named '/etc/evil.png'"),
    (not_in_the_manifest, "its files are not those of its manifest.json"),
    (pictures_swapped, "is not what was written"),
    (another_size, "has another size than manifest.json says"),
    (zeros, "that is no site"),
]


@pytest.mark.parametrize(
    ("change", "said"), FORGED, ids=lambda value: getattr(value, "__name__", "")
)
def test_a_forged_one_with_a_good_seal(site, backup, change, said):
    assert said in refusal(forge(backup, change), site)
    assert {path.name for path in backup.parent.iterdir()} == {"site", "site.zip", "forged.zip"}


@pytest.mark.parametrize(
    ("made", "read", "said"),
    [
        ("", "one", "was made without BACKUP_KEY"),
        ("one", "", "was made with a BACKUP_KEY"),
        ("one", "two", "damaged or made with another BACKUP_KEY"),
    ],
)
def test_the_key_says_who_may_have_made_it(site, tmp_path, settings, made, read, said):
    settings.BACKUP_KEY = made
    with working_on(site.database):
        file = make_backup(tmp_path / "keyed.zip").path
    settings.BACKUP_KEY = read
    assert said in refusal(file, site)
    settings.BACKUP_KEY = made
    assert verify(file) > 0
