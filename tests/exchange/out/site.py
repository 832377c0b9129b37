"""A small site with a row of every table that a backup has, and processes that work on it."""

import hashlib
import json
import subprocess
import sys
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group, Permission, User
from django.contrib.contenttypes.models import ContentType
from django.utils import timezone

from posts.editorial import autosave, previewing, save, workflow
from posts.editorial.snapshot_io import snapshot_of
from posts.exchange.out.backup_file import MANIFEST, seal
from posts.models import (
    FormCount,
    ImportRun,
    Note,
    Notice,
    NoticePreference,
    OutboxMessage,
    Place,
    Post,
    Presence,
    Source,
    Subscription,
)
from tests.archives.test_content_version import replace_text
from tests.archives.world import make_world
from tests.factories import make_editor, make_post
from tests.project.test_serve import ROOT, environment, manage

ODD = "Ünïcode “quotes” \u2028 <b>&amp;</b> 𒀀 עברית \\u0041 %s %% 'x' \"y\""


def fill() -> None:
    """Every table gets a row; one that no line here fills is missed by the round trip."""
    post, by = make_world(), make_editor()
    writer = User.objects.create_user("thucydides", email="t@example.org")
    writer.groups.add(Group.objects.get(name="author"))
    writer.user_permissions.add(Permission.objects.order_by("pk").first())
    make_post(ODD[:60], description=ODD, story=f"{ODD}\n\n" + "Long. " * 5000, tags=["Ünïcode"])
    make_post(
        "Ides",
        story=f"As [before]({post.get_absolute_url()}).",
        event_input="15 March 44 BC",
        publish_at=datetime(2031, 1, 1, tzinfo=UTC),
    )
    draft = save.create(replace_text(snapshot_of(post), "Secret"), by=by).post
    workflow.take(draft, workflow.Action.SUBMIT, by=by)
    live = Post.objects.get(pk=post.pk)
    copy = save.save(live, replace_text(snapshot_of(live), "Copy"), by=by, version=live.version)
    autosave.keep(live, [("story", ODD)], by=by, version=copy.version)
    previewing.open_link(draft, by=by)
    note = Note.objects.create(post=post, by=by, text=ODD)
    Note.objects.create(post=post, by=writer, text="Yes", answered=note)
    Notice.objects.create(recipient=writer, post=post, kind="published")
    ImportRun.objects.create(kind="jekyll", source=ODD[:60], told={"items": [ODD, None, 1.5]})
    NoticePreference.objects.create(person=writer, by_mail=False)
    LogEntry.objects.create(
        user=by, action_flag=1, content_type=ContentType.objects.get_for_model(Post), object_id="1"
    )
    Place.objects.get(slug="france").successors.add(Place.objects.get(slug="germany"))
    Source.objects.create(title="Annals II", accessed=date(1999, 12, 31))
    Post._base_manager.filter(pk=post.pk).update(
        updated_at=datetime(2026, 1, 2, 3, 4, 5, 678901, tzinfo=UTC),
        import_fields={"b": [1, 2.5, None, ODD], "a": {"z": True, "aa": "x"}},
    )
    post.letters.create(name=ODD[:60], text=ODD, email="reader@example.org")
    FormCount.objects.create(form="letter", bucket=1, begun_at=timezone.now())
    OutboxMessage.objects.create(key="of no backup", to="t@example.org")
    reader = {"address": "r@example.org", "token": "a" * 32, "zone": "Asia/Kathmandu"}
    Subscription.objects.create(**reader, place=Place.objects.get(slug="france"), weekday=6)
    Presence.objects.get_or_create(
        post=post, user=by, defaults={"seen_at": timezone.now() - timedelta(days=1)}
    )


@dataclass
class Site:
    """A site of its own in a folder; its database is an SQLite file there, unless `url` says so."""

    folder: Path
    url: str = ""

    @property
    def database(self) -> Path:
        return self.folder / "db.sqlite3"

    @property
    def settings(self) -> dict[str, str]:
        return {"DATABASE_URL": self.url} if self.url else {}

    def run(self, *command: object, **changes: str) -> tuple[int, str]:
        """Return exit status and what was said, of it all."""
        self.folder.mkdir(exist_ok=True)
        done = manage(self.folder, *map(str, command), **(self.settings | changes))
        return done.returncode, done.stdout + done.stderr

    def start(self, *command: object) -> subprocess.Popen[bytes]:
        self.folder.mkdir(exist_ok=True)
        return subprocess.Popen(
            [sys.executable, "manage.py", *map(str, command)],
            cwd=ROOT,
            env=environment(self.folder, **self.settings),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def files(self) -> dict[str, bytes]:
        """Return what lies in the folder, but for the empty files that locks are."""
        paths = (path for path in self.folder.rglob("*") if path.is_file())
        return {
            path.relative_to(self.folder).as_posix(): path.read_bytes()
            for path in paths
            if path.suffix not in (".due", ".served")
        }


def contents(backup: Path) -> dict[str, bytes]:
    """Return the members of a backup but its manifest."""
    with zipfile.ZipFile(backup) as archive:
        return {name: archive.read(name) for name in archive.namelist() if name != MANIFEST}


def manifest(backup: Path) -> dict[str, Any]:
    with zipfile.ZipFile(backup) as archive:
        return dict(json.loads(archive.read(MANIFEST)))


def forge(backup: Path, change: Callable[[dict[str, Any], dict[str, bytes]], None]) -> Path:
    """Write another backup with a good seal; `change` has manifest and files.

    Sizes and digests follow the files, unless the manifest lacks them or they say "kept".
    """
    told, members = manifest(backup), contents(backup)
    change(told, members)
    for name, data in members.items():
        about = told["files"].get(name, {"kept": True})
        if "kept" not in about:
            about |= {"size": len(data), "sha256": hashlib.sha256(data).hexdigest()}
    forged = backup.with_name("forged.zip")
    with forged.open("w+b") as stream:
        with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, data in members.items():
                archive.writestr(name, data)
            archive.writestr(MANIFEST, json.dumps(told))
            archive.comment = f"historyblog sha256 {64 * '0'}".encode()
        seal(stream, "")
    return forged
