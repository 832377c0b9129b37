"""`scripts/check_migrations.sh` in clones with tags, without, and cut short."""

import shutil
import subprocess
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from posts.exchange.out.scratch import EveryStep
from tests.project.test_serve import ROOT, environment

BREAKS = '''"""Tells a story's mood."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("posts", "{last}")]
    operations = [
        migrations.AddField("post", "mood", models.CharField(default="calm", max_length=9))
    ]
'''
LAST = sorted(path.stem for path in (ROOT / "posts/migrations").glob("[0-9]*.py"))[-1]
REFUSED = (
    "9998_mood: Add field mood to post: the running release inserts rows without it, and NOT NULL"
    " refuses them. Give it a db_default, or add it with null=True, fill it, and require it a"
    " release on.\n"
    "CommandError: The release that runs while they are applied would break or wait.\n"
)
ALONE = (
    "Neither a tag nor a parent commit is here: each migration is held to the one before it alone."
    " For all of it: git fetch --unshallow --tags\n"
)


class Clone:
    """A repository with this code in its first commit."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def git(self, *words: str) -> str:
        own = ("-c", "user.name=Clio", "-c", "user.email=clio@blog.test", "-c", "commit.gpgsign=no")
        command = ["git", "-C", self.folder, *own, *words]
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout

    def commit(self, name: str = "", text: str = "") -> None:
        if name:
            (self.folder / "posts/migrations" / name).write_text(text)
        self.git("add", "--all")
        self.git("commit", "--allow-empty", "--quiet", "--message", "Work")

    def check(self) -> tuple[int, str, str]:
        done = subprocess.run(
            [self.folder / "scripts/check_migrations.sh"],
            capture_output=True,
            text=True,
            check=False,
            env=environment(Path("/nowhere")),
        )
        return done.returncode, done.stdout, done.stderr


@pytest.fixture
def clone(tmp_path: Path) -> Clone:
    made = Clone(tmp_path / "site")
    for part in ("historyblog", "posts", "scripts", "templates"):
        shutil.copytree(ROOT / part, made.folder / part)
    for name in ("manage.py", ".gitignore"):
        shutil.copy(ROOT / name, made.folder)
    (made.folder / ".venv").symlink_to(ROOT / ".venv")
    made.git("init", "--quiet")
    (made.folder / ".git/info/exclude").write_text(".venv\n")
    made.commit()
    return made


def test_before_the_first_tag_the_parent_commit_is_what_runs(clone):
    clone.commit("9998_mood.py", BREAKS.format(last=LAST))
    told = "No tag is here: migrations new since the parent commit are held to that.\n"
    assert clone.check() == (1, told, REFUSED)


def test_the_newest_tag_is_what_runs(clone):
    """Its successors are held to it however long ago they came, and its own stay as they are."""
    text = BREAKS.format(last=LAST).replace('default="calm"', 'db_default="calm"')
    told = "Migrations new since v1 are held to it.\n"
    clone.git("tag", "v1")
    clone.commit("9998_mood.py", text)
    forget = text.replace(LAST, "9998_mood").replace(
        'AddField("post", "mood", models.CharField(db_default="calm", max_length=9))',
        'RunSQL("ALTER TABLE posts_post DROP COLUMN closing_question", migrations.RunSQL.noop)',
    )
    clone.commit("9999_question.py", forget)
    code, out, error = clone.check()
    assert (code, out) == (1, told)
    assert error.startswith(
        "9999_question: Raw SQL operation: the running release reads and writes"
    )

    (clone.folder / "posts/migrations/9999_question.py").unlink()
    assert clone.check() == (0, told, "")
    clone.git("tag", "v2")
    clone.commit("9998_mood.py", f"{text}# Changed\n")
    changed = "posts/migrations/9998_mood.py: changed since v2, and databases have it as it was."
    assert clone.check() == (1, told.replace("v1", "v2"), f"{changed} Write another.\n")


def test_a_clone_without_history_says_so_and_examines_what_is_there(clone):
    clone.commit("9998_mood.py", BREAKS.format(last=LAST))
    # What `git clone --depth=1` writes: from this commit on there is nothing.
    clone.git("tag", "v1", "HEAD^")
    (clone.folder / ".git/shallow").write_text(clone.git("rev-parse", "HEAD"))
    assert clone.check() == (1, "", ALONE + REFUSED)
    (clone.folder / "posts/migrations/9998_mood.py").unlink()
    assert clone.check() == (0, "", ALONE)


def test_a_migration_of_the_running_release_that_is_gone_is_named():
    with pytest.raises(CommandError, match=r"^0099_gone: databases have it, and it is not here"):
        call_command("check_migrations", "--files", "--running", "0001_squashed_0037", "0099_gone")


def test_what_replaces_the_migrations_of_the_running_release_counts_as_there():
    """A release of before the first 37 were made one step for new databases."""
    graph = EveryStep(None).graph
    running = [name for app, name in graph.forwards_plan(("posts", LAST)) if app == "posts"]
    assert len(running) >= 37
    call_command("check_migrations", "--files", "--running", *running)


@pytest.mark.django_db
def test_an_operator_is_told_whether_the_site_can_run_meanwhile():
    assert examined(lacked=[]) == "0 migrations examined.\n"
    newest = ["0006_transparent_pictures", "0007_dossier_language"]
    assert examined(lacked=newest) == "2 migrations examined.\n"
    why = "^posts.0005_content_version stops the site: It is older than updates while the site runs"
    with pytest.raises(CommandError, match=why):
        examined(lacked=["0005_content_version"])
    MigrationRecorder(connection).migration_qs.all().delete()
    assert examined(lacked=[]) == "The database is empty: nothing runs on it.\n"


def examined(lacked: list[str]) -> str:
    MigrationRecorder(connection).migration_qs.filter(app="posts", name__in=lacked).delete()
    told = StringIO()
    call_command("check_migrations", stdout=told)
    return told.getvalue()
