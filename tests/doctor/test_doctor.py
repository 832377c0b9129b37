"""Each check of the doctor, with the thing itself broken."""

import json
import os
import shutil
import stat
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from importlib.metadata import version
from io import StringIO
from pathlib import Path

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone
from pytest_django import Settings

from historyblog.mail import MailServer
from posts import doctor
from posts.doctor import CHECKS, Finding, Health, diagnose, machine
from posts.exchange.out.backup import make_daily
from posts.exchange.out.scratch import working_on
from posts.models import ArchiveEntry, ContentVersion, OutboxMessage, Post, Redirect
from tests.factories import make_image, make_post
from tests.media import path_of
from tests.project.test_serve import free_port, manage
from tests.smtp import mail_sink

pytestmark = pytest.mark.django_db
PINS = ("django", "pillow", "granian")


@pytest.fixture
def healthy(settings: Settings, tmp_path: Path) -> Settings:
    """A site of which the doctor has nothing to say but that nobody is written to."""
    (tmp_path / "backups").mkdir()
    pins = "".join(f"{name}=={version(name)} \\\n    --hash=x\n" for name in PINS)
    (tmp_path / "requirements.txt").write_text(pins)
    (tmp_path / "pyproject.toml").write_text('[project]\nname = "h"\nversion = "1"\n')
    settings.BASE_DIR, settings.BACKUP_DIR = tmp_path, tmp_path / "backups"
    settings.ADMINS = ["clio@example.org"]
    return settings


def faults(check: str) -> list[tuple[str, Health]]:
    return [(found.text, found.health) for found in doctor._found(check, CHECKS[check])]


def one(check: str) -> tuple[str, Health]:
    (found,) = faults(check)
    return found


def test_a_healthy_site_is_fine(healthy, monkeypatch):
    make_post("Hastings", hero=make_image("red"))
    healthy.BACKUP_DIR = None
    expected = dict.fromkeys(CHECKS, Health.FINE) | {"backup": Health.WARNING}
    with mail_sink() as sink:
        mail_to(healthy, sink.url)
        found = list(diagnose())
    assert {each.check: each.health for each in found} == expected
    assert [each.check for each in found] == list(CHECKS)


def mail_to(settings: Settings, url: str) -> None:
    port = int(url.rpartition(":")[2])
    settings.SENDS_MAIL, settings.MAILERS = (
        True,
        {"default": MailServer("127.0.0.1", port).as_mailer()},
    )


@pytest.mark.any_engine
def test_the_command_says_it_in_words_in_json_and_by_its_exit_status(healthy, monkeypatch):
    def run(*options: str) -> tuple[int, str]:
        out = StringIO()
        try:
            call_command("doctor", *options, stdout=out)
        except SystemExit as ended:
            return int(str(ended.code)), out.getvalue()
        return 0, out.getvalue()

    def with_faults(*found: Finding) -> None:
        monkeypatch.setattr("posts.management.commands.doctor.diagnose", lambda: iter(found))

    fine, warned = Finding("disk", Health.FINE), Finding("mail", Health.WARNING, "No.", "Do.")
    broken = replace(warned, health=Health.BROKEN)
    for found, status, name in ((fine, 0, "fine"), (warned, 3, "warning"), (broken, 1, "broken")):
        with_faults(fine, found)
        told = run("--json")
        assert (told[0], json.loads(told[1])["health"]) == (status, name)
        assert json.loads(told[1])["checks"][1] == found.as_json()
    with_faults(fine, warned)
    lines = run()[1].split("\n")
    assert [line.split() for line in lines] == [
        *(["fine", "disk"], ["warning", "mail", "No."], ["→", "Do."], []),
    ]


@pytest.mark.any_engine
def test_a_database_that_is_away_is_told_and_the_rest_looked_at(tmp_path):
    done = manage(tmp_path, "doctor", "--json", DATABASE_URL="postgresql://u@127.0.0.1:1/none")
    found = {each["check"]: each for each in json.loads(done.stdout)["checks"]}
    assert (done.returncode, found["database"]["health"]) == (1, "broken")
    assert "127.0.0.1" in found["database"]["text"]
    left_out = [name for name, each in found.items() if each["health"] == "left_out"]
    assert (found["disk"]["health"], left_out) == ("fine", list(CHECKS)[-6:])


def test_a_check_that_fails_itself_silences_no_other(healthy, monkeypatch):
    def fail() -> list[object]:
        raise RuntimeError("no such thing")

    monkeypatch.setitem(CHECKS, "pictures", fail)
    assert one("pictures") == ("could not be looked at: no such thing", Health.BROKEN)


@pytest.mark.any_engine
@pytest.mark.parametrize(
    ("name", "has", "is_known"),
    [
        ("Python", (3, 12, 1), True),
        ("Python", (3, 12, 2), False),
        ("PostgreSQL", (14, 3), True),
        ("PostgreSQL", (14, 4), False),
    ],
)
def test_versions_with_known_faults(name, has, is_known):
    assert len(list(machine._known_faults(name, has))) == is_known


@pytest.mark.any_engine
def test_packages_of_other_versions(healthy):
    pins = healthy.BASE_DIR / "requirements.txt"
    pins.write_text(pins.read_text().replace(f"django=={version('django')}", "django==4.2.1"))
    text, health = one("versions")
    assert (f"django {version('django')} for 4.2.1" in text, health) == (True, Health.WARNING)


def test_migrations_that_are_missing_or_unknown(healthy):
    recorder = MigrationRecorder(connection)
    recorder.record_applied("posts", "0099_newer")
    assert one("database") == ("It is of a newer release: posts.0099_newer.", Health.WARNING)
    recorder.record_unapplied("posts", "0099_newer")
    recorder.record_unapplied("posts", "0038_announced")
    assert one("database") == ("It lacks 1 migrations of this release.", Health.BROKEN)


@pytest.mark.any_engine
def test_debug_before_strangers_and_secrets_that_all_can_read(healthy):
    assert faults("settings") == []
    (healthy.BASE_DIR / ".env").write_text("SECRET_KEY=x\n")
    (healthy.BASE_DIR / ".env").chmod(0o644)
    text, health = one("settings")
    assert ("and its secrets" in text, health) == (True, Health.WARNING)
    (healthy.BASE_DIR / ".env").chmod(stat.S_IRUSR)
    healthy.DEBUG, healthy.SITE_HOST, healthy.LIVES_HERE = True, "example.org", True
    assert one("settings")[1] is Health.BROKEN
    healthy.DEBUG, healthy.LIVES_HERE, healthy.SECRET_KEY = False, False, "short"
    texts = [text for text, _ in faults("settings")]
    assert [text for text in texts if text.startswith("security.W009")] != []


@pytest.mark.any_engine
def test_a_proxy_that_is_not_trusted(healthy):
    assert faults("proxy") == []
    healthy.HTTPS, healthy.TRUSTED_PROXIES = True, []
    assert one("proxy")[1] is Health.WARNING


@pytest.mark.any_engine
def test_redis_that_is_away(healthy):
    place = f"redis://127.0.0.1:{free_port()}/0"
    healthy.CACHES = {
        "default": {"BACKEND": "historyblog.optional_redis.OptionalRedis", "LOCATION": place}
    }
    text, health = one("cache")
    assert (text.startswith("REDIS_URL: "), health) == (True, Health.WARNING)


@pytest.mark.any_engine
def test_mail_that_nobody_takes_or_nobody_gets(healthy):
    healthy.ADMINS = []
    assert [health for _, health in faults("mail")] == 2 * [Health.WARNING]
    healthy.ADMINS = ["clio@example.org"]
    mail_to(healthy, f"smtp://127.0.0.1:{free_port()}")
    text, health = one("mail")
    assert (text.startswith("EMAIL_URL: "), health) == (True, Health.BROKEN)


@pytest.mark.any_engine
def test_a_disk_that_is_full_or_takes_nothing(healthy, monkeypatch):
    healthy.BACKUP_DIR = healthy.BASE_DIR / "not" / "there yet"
    assert faults("disk") == []
    assert not healthy.BACKUP_DIR.parent.exists()
    (healthy.BASE_DIR / "file").touch()
    healthy.BACKUP_DIR = healthy.BASE_DIR / "file" / "below"
    text, health = one("disk")
    assert (text.startswith("BACKUP_DIR="), health) == (True, Health.BROKEN)
    healthy.BACKUP_DIR = None
    for name, health in (("LITTLE", Health.WARNING), ("NOTHING", Health.BROKEN)):
        monkeypatch.setattr(machine, name, 10**18)
        assert {found for _, found in faults("disk")} == {health}


@pytest.mark.any_engine
def test_a_backup_that_is_missing_old_or_damaged(healthy, migrated, tmp_path):
    assert one("backup") == (f"There is none in {healthy.BACKUP_DIR}.", Health.BROKEN)
    shutil.copy(migrated, tmp_path / "db.sqlite3")
    with working_on(tmp_path / "db.sqlite3"):
        assert make_daily() == 1
    assert faults("backup") == []
    (file,) = healthy.BACKUP_DIR.iterdir()
    then = time.time() - 5 * 86400
    os.utime(file, (then, then))
    assert one("backup") == (f"The last one, {file}, is 5 days old.", Health.WARNING)
    os.utime(file)
    with file.open("r+b") as stream:
        stream.seek(500)
        byte = stream.read(1)
        stream.seek(500)
        stream.write(bytes([byte[0] ^ 1]))
    text, health = one("backup")
    assert ("is damaged" in text, health) == (True, Health.BROKEN)
    healthy.BACKUP_DIR = None
    assert one("backup")[1] is Health.WARNING


def test_a_timer_that_does_not_run(healthy):
    session = SessionStore()
    session.save()
    now = timezone.now()
    Session.objects.update(expire_date=now - timedelta(hours=23))
    OutboxMessage.objects.create(key="1", to="a@example.org", due_at=now - timedelta(hours=23))
    assert faults("timer") == []
    Session.objects.update(expire_date=now - timedelta(hours=25))
    OutboxMessage.objects.update(due_at=now - timedelta(hours=25))
    assert [health for _, health in faults("timer")] == 2 * [Health.WARNING]


def test_a_hub_that_was_not_told_for_hours(healthy):
    healthy.WEBSUB_HUB = f"http://127.0.0.1:{free_port()}/"
    make_post("Hastings", publish_at=(before := timezone.now() - timedelta(hours=3)))
    assert faults("hub") == []
    ContentVersion.objects.update(changed_at=before)
    assert one("hub")[1] is Health.WARNING


def lose_a_picture() -> str:
    image = make_image("red")
    path_of(image.file.name).unlink()
    return f"Files that pictures need are lost: {image.file.name}."


def fall_behind() -> str:
    post = make_post("Hastings")
    Post._base_manager.filter(pk=post.pk).update(version=9)
    return "1 posts are behind in archives and search."


def lose_its_entries() -> str:
    ArchiveEntry.objects.filter(post=make_post("Hastings")).delete()
    return "1 posts stand in no archive."


def lead_in_a_circle() -> str:
    for path in ("/a/", "/b/", "/c/"):
        Redirect.objects.create(path=path, to_path="/elsewhere/")
    for path, to in (("/a/", "/b/"), ("/b/", "/c/"), ("/c/", "/b/")):
        Redirect._base_manager.filter(path=path).update(to_path=to)
    return "They lead in a circle: /b/ → /c/ → /b/."


@pytest.mark.parametrize(
    ("check", "break_it"),
    [
        ("pictures", lose_a_picture),
        ("archives and search", fall_behind),
        ("archives and search", lose_its_entries),
        ("old addresses", lead_in_a_circle),
    ],
)
def test_what_no_longer_fits_together(healthy, check: str, break_it: Callable[[], str]):
    make_post("Fulford", hero=make_image("blue"))
    Redirect.objects.create(path="/old/", to_path="/elsewhere/")
    assert faults(check) == []
    expected = break_it()
    assert one(check) == (expected, Health.BROKEN)


def test_posts_whose_time_has_come(healthy):
    past, ahead = timezone.now() - timedelta(hours=1), timezone.now() + timedelta(hours=1)
    make_post("Later", status="review", publish_at=ahead)
    assert faults("posts that readers miss") == []
    make_post("Overdue", status="review", publish_at=past)
    assert one("posts that readers miss") == (
        "Their time has come and nobody has approved them: Overdue.",
        Health.WARNING,
    )
