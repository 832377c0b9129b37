import io
import json
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError

from posts.models import Post
from tests.exchange.sites import OWN_SEED, write_picture, write_post

ROOT = Path(__file__).resolve().parents[2]


def run(path: Path, *options: str) -> tuple[int, str]:
    """Return the exit code and what was printed; a refusal of the whole run raises."""
    out = io.StringIO()
    try:
        call_command(
            "import_posts", "jekyll", str(path), *options, stdout=out, stderr=io.StringIO()
        )
    except SystemExit as end:
        return int(end.code or 0), out.getvalue()
    return 0, out.getvalue()


def test_without_write_nothing_is_stored_and_the_report_says_what_would_be(db, tmp_path):
    write_post(tmp_path, "2025-05-27-a.md", "event_date: 14 October 1066")
    write_post(tmp_path, "2025-05-28-b.md", "mood: good\nevent_date: 1066", "![x](/no.png)")
    write_post(tmp_path, "./about.md")
    write_picture(tmp_path, "a.png")
    (tmp_path / "style.css").touch()
    dry, wet = tmp_path.parent / "dry.json", tmp_path.parent / "wet.json"

    code, printed = run(tmp_path, "--site", "example.org", "--report", str(dry))
    assert code == 0
    assert printed == (
        "created    a  14 October 1066  jekyll:example.org:_posts/2025-05-27-a.md\n"
        "created    b  1066  jekyll:example.org:_posts/2025-05-28-b.md\n"
        "    _posts/2025-05-28-b.md:6: There is no picture “/no.png”. [missing_picture]\n"
        "created    about  jekyll:example.org:about.md\n"
        "What readers would notice:\n"
        "       1  missing_picture\n"
        "Remarks, each with the first place:\n"
        "       1  “mood” is kept with the post and not shown. [unknown_field] "
        "jekyll:example.org:_posts/2025-05-28-b.md:3\n"
        "files: 2 posts, 1 pages, 1 pictures, 1 .css\n"
        "pictures: 1 found, 0 taken, 0 refused, 1 unused\n"
        "addresses: 4 found, 3 taken, 0 left_out, 0 refused, 1 not_needed\n"
        "3 read, 3 created, 0 updated, 0 unchanged, 0 refused, 1 warned\n"
        "Nothing was written. Run it again with --write to store this.\n"
    )
    assert not Post.objects.exists()
    assert run(tmp_path, "--site", "example.org", "--write", "--report", str(wet))[0] == 0
    assert dry.read_bytes() == wet.read_bytes()
    assert Post.objects.count() == 2


def test_counts_add_up_and_a_refusal_names_file_line_and_reason(db, tmp_path):
    write_post(tmp_path, "2025-05-27-a.md")
    run(tmp_path, "--write")
    write_post(tmp_path, "2025-05-28-b.md")
    write_post(tmp_path, "2025-05-29-c.md", "event_date: soon")
    report = tmp_path / "r.json"
    code, printed = run(tmp_path, "--write", "--report", str(report))

    assert code == 3
    assert f"refused    jekyll:{tmp_path.name}:_posts/2025-05-29-c.md\n" in printed
    assert "    _posts/2025-05-29-c.md:3: soon: " in printed
    counts = json.loads(report.read_text())["counts"]
    assert counts == {
        "read": 3,
        "created": 1,
        "updated": 0,
        "unchanged": 1,
        "refused": 1,
        "warned": 0,
    }


@pytest.mark.parametrize("seed", range(20))
def test_what_is_read_is_always_the_sum_of_what_became_of_it(db, tmp_path, seed):
    choose = random.Random(seed)
    fronts = [
        "",
        "event_date: soon",
        "permalink: /same/",
        "guid: x",
        "image: /no.png",
        "slug: s",
        "a: [1",
    ]
    for run_number in range(2):
        for number in range(12):
            name = f"2025-05-{10 + number}-{choose.choice('abc')}.md"
            write_post(tmp_path, name, choose.choice(fronts), choose.choice(["One.", "Two."]))
        report = tmp_path / "r.json"
        write = [["--write"], []][run_number * choose.randrange(2)]
        run(tmp_path, *write, "--report", str(report))
        found = json.loads(report.read_text())
        results = [found["counts"][n] for n in ("created", "updated", "unchanged", "refused")]
        assert found["counts"]["read"] == sum(results) == len(found["items"])


@pytest.mark.parametrize(
    ("path", "message"),
    [("nowhere", "There is nothing at"), (".", "There are no posts in")],
)
def test_nothing_to_read_ends_with_the_reason(db, tmp_path, path, message):
    with pytest.raises(CommandError, match=message) as caught:
        run(tmp_path / path)
    assert caught.value.returncode == 1


def test_an_unknown_zone_ends_with_the_accepted_form(db, tmp_path):
    write_post(tmp_path)
    with pytest.raises(
        CommandError, match=r"“Mars/Rim” is no time zone: write Europe/Paris or UTC\."
    ):
        run(tmp_path, "--timezone", "Mars/Rim")


def test_a_report_that_cannot_be_written_is_told_before_any_work(db, tmp_path):
    write_post(tmp_path)
    with pytest.raises(CommandError, match="The report cannot be written to"):
        run(tmp_path, "--write", "--report", str(tmp_path / "no" / "r.json"))
    assert not Post.objects.exists()


def test_a_database_that_is_down_is_told_without_a_trace(db, tmp_path, monkeypatch):
    write_post(tmp_path)

    def down(*args, **kwargs):
        raise OperationalError("connection refused")

    monkeypatch.setattr("posts.exchange.load.Earlier.pop", down)
    with pytest.raises(CommandError, match=r"The database does not answer: connection refused\."):
        run(tmp_path, "--write")


def test_the_zone_given_decides(db, tmp_path):
    write_post(tmp_path, "2025-05-27-a.md", "date: 2025-05-27 00:30 +02:00")
    run(tmp_path, "--write", "--timezone", "Europe/Paris")
    assert [r.path for r in Post.objects.get().redirects.all()] == ["/2025/05/27/a.html"]


def test_a_terminal_shows_how_far_it_is_and_a_pipe_does_not(db, tmp_path):
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    write_post(tmp_path)
    for stream, expected in ((Terminal(), True), (io.StringIO(), False)):
        call_command("import_posts", "jekyll", str(tmp_path), stdout=io.StringIO(), stderr=stream)
        assert ("1/1" in stream.getvalue()) is expected


# Whole processes, each on a database of its own.


def environment(database: Path) -> dict[str, str]:
    return {
        **os.environ,
        "DATABASE_URL": f"sqlite:///{database}",
        "MEDIA_ROOT": str(database.parent / "media"),
        "SECRET_KEY": "for tests only, and longer than the fifty characters asked for",
        "PYTHONUNBUFFERED": "1",
        "DJANGO_SETTINGS_MODULE": "historyblog.settings",
    }


def process(database: Path, *arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "manage.py", "import_posts", "jekyll", *arguments],
        cwd=ROOT,
        env=environment(database),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


OF_POST = "JOIN posts_post p ON p.id ="
CATEGORIES = "posts_category c JOIN posts_post_categories x ON c.id = x.category_id"
TAGS = "taggit_tag t JOIN taggit_taggeditem i ON t.id = i.tag_id"
QUERIES = [
    f"{query} ORDER BY 1, 2"
    for query in (
        "SELECT slug, title, story, status, import_ref, imported_version, version FROM posts_post",
        f"SELECT p.slug, b.label, b.text FROM posts_bullet b {OF_POST} b.post_id",
        f"SELECT p.slug, r.path FROM posts_redirect r {OF_POST} r.post_id",
        f"SELECT p.slug, c.name FROM {CATEGORIES} {OF_POST} x.post_id",
        f"SELECT p.slug, t.name FROM {TAGS} {OF_POST} i.object_id",
    )
]


def content(database: Path) -> list[list[tuple[object, ...]]]:
    connection = sqlite3.connect(database)
    try:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        return [connection.execute(query).fetchall() for query in QUERIES]
    finally:
        connection.close()


def kill_often(folder: Path, migrated: Path, *, posts: int, kills: int, seed: int) -> None:
    """Kill runs at chosen moments; each post is whole or absent, and the last run finishes."""
    choose = random.Random(seed)
    for number in range(posts):
        write_post(
            folder / "site",
            f"{2000 + number // 28}-05-{number % 28 + 1:02}-s{number % 7}.md",
            f"categories: war c{number % 5}\ntags: [one, t{number % 3}]",
            f"TLDR\n- **A**: {number}\n- **B**: {number}\n\nStory {number}.",
        )
    whole, broken = folder / "whole.sqlite3", folder / "broken.sqlite3"
    shutil.copy(migrated, whole)
    shutil.copy(migrated, broken)
    assert process(whole, str(folder / "site"), "--write").wait() == 0
    for _ in range(kills):
        with process(broken, str(folder / "site"), "--write") as running:
            assert running.stdout
            seen = [running.stdout.readline() for _ in range(choose.randrange(1, posts))]
            running.send_signal(signal.SIGKILL)
        told = {line.split()[1] for line in seen if line.startswith("created")}
        stored, bullets, *_ = content(broken)
        slugs = {row[0] for row in stored}
        assert told <= slugs
        assert sorted(row[0] for row in bullets) == sorted([*slugs, *slugs])
    assert process(broken, str(folder / "site"), "--write").wait() == 0
    assert content(broken) == content(whole)


def test_killed_anywhere_a_run_again_finishes(migrated, tmp_path):
    kill_often(tmp_path, migrated, posts=30, kills=2, seed=1)


@pytest.mark.long
@pytest.mark.parametrize("seed", range(10))
def test_killed_again_and_again_a_run_again_finishes(migrated, tmp_path, seed):
    kill_often(tmp_path, migrated, posts=300, kills=25, seed=seed)


@pytest.mark.parametrize(
    ("prepare", "code", "message"),
    [
        ("refused", 3, ""),
        ("tables", 1, "The database does not answer: no such table"),
        ("database", 1, "The database does not answer: unable to open database file"),
    ],
)
def test_the_exit_code_tells_a_script_what_happened(migrated, tmp_path, prepare, code, message):
    database = tmp_path / "db.sqlite3"
    if prepare not in ("tables", "database"):
        shutil.copy(migrated, database)
    site = tmp_path / "site"
    write_post(site, front="event_date: soon" if prepare == "refused" else "")
    running = process(tmp_path / "no" / "db" if prepare == "database" else database, str(site))
    _, errors = running.communicate()

    assert running.returncode == code, errors
    assert message in errors
    assert "Traceback" not in errors


def test_the_own_seed_comes_in_from_the_command_line(migrated, tmp_path):
    database = tmp_path / "db.sqlite3"
    shutil.copy(migrated, database)
    running = process(database, str(OWN_SEED), "--write")
    printed, _ = running.communicate()
    assert running.returncode == 0
    assert printed.startswith("created  ")
    assert "1 read, 1 created" in printed
