import io
import os
import time
from datetime import timedelta

import pytest
from axes.models import AccessAttempt, AccessLog
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection
from django.utils import timezone

from historyblog.databases import locks
from posts.editorial import autosave, previewing
from posts.images.files import write
from posts.images.renditions import make_all
from posts.management.commands import due
from posts.models import (
    ArchiveEntry,
    Autosave,
    Image,
    Notice,
    OutboxMessage,
    Post,
    Presence,
    PreviewLink,
)
from tests.commands.test_check_media import picture
from tests.factories import make_editor, make_post
from tests.media import path_of

pytestmark = pytest.mark.django_db
MONTH = timedelta(days=30, minutes=1)
DONE = (
    "expired sessions: done\nold sign-ins: {}\nclosed preview links: {}\n"
    "texts that nobody saved: {}\npeople who left a form: {}\n"
    "counts of readers’ forms: 0\nletters put by: 0\n"
    "deleted for good from the trash: 0\nfiles of no picture: {}\n"
    "posts behind in archives and search: {}\n"
    "subscriptions never confirmed: 0\nnotices of letters: 0\n"
    "mail in doubt, not sent again: 0\n"
    "stories to be mailed: 0\n"
    "mail: 0\nfeeds of which the hub was told: 0\n"
    "mail that has gone out: 0\nnotices that were seen: 0\n"
    "backup of the day: 0\n"
)


def run() -> tuple[int, str]:
    out = io.StringIO()
    try:
        call_command("due", stdout=out)
    except CommandError as error:
        return error.returncode, f"{out.getvalue()}{error}"
    return 0, out.getvalue()


def add_session(until: timedelta) -> None:
    session = SessionStore()
    session.set_expiry(until)
    session.save()


def add_sign_ins(at: timedelta) -> None:
    """A sign-in and a refused one, so long ago."""
    for row in (AccessAttempt.objects.create(failures_since_start=1), AccessLog.objects.create()):
        type(row).objects.filter(pk=row.pk).update(attempt_time=timezone.now() - at)


def add_link(post: Post, **changes: object) -> None:
    link = previewing.open_link(post, by=make_editor(f"editor-{time.monotonic_ns()}"))
    PreviewLink.objects.filter(pk=link.pk).update(**changes)


def test_what_has_expired_goes_and_all_else_stays():
    now, post = timezone.now(), make_post("Hastings")
    for until in (timedelta(hours=-1), timedelta(hours=1)):
        add_session(until)
    for at in (MONTH, MONTH - timedelta(minutes=2), timedelta()):
        add_sign_ins(at)
    add_link(post, expires_at=now - MONTH)
    add_link(post, revoked_at=now - MONTH)
    add_link(post, expires_at=now - timedelta(days=29))
    add_link(post)
    for number, seconds in enumerate((46, 0)):
        seen = now - timedelta(seconds=seconds)
        Presence.objects.create(post=post, user=make_editor(f"clio-{number}"), seen_at=seen)

    editor = make_editor()
    for age in (MONTH, MONTH - timedelta(minutes=2)):
        token = autosave.new_token()
        autosave.keep(Post(), [], by=editor, version=None, token=token)
        Autosave.objects.filter(token=token).update(saved_at=now - age)

    assert run() == (0, DONE.format(2, 2, 1, 1, 0, 0))

    left = (Session, AccessAttempt, AccessLog, PreviewLink, Autosave, Presence)
    assert [model.objects.count() for model in left] == [1, 2, 2, 2, 1, 1]
    assert run() == (0, DONE.format(0, 0, 0, 0, 0, 0))


def test_what_was_mailed_and_seen_goes_after_a_month():
    states, days = ("sent", "refused", "waiting"), (29, 31)
    rows = [(state, timezone.now() - timedelta(days=day)) for state in states for day in days]
    for number, (state, at) in enumerate(rows):
        OutboxMessage.objects.create(key=number, to="a@example.org", state=state, created_at=at)
    post, editor = make_post("Hastings", status="review"), make_editor("clio")
    for kind in ("published", "asked"):
        for seen in (*(at for _, at in rows[:2]), None):
            Notice.objects.create(recipient=editor, post=post, kind=kind, seen_at=seen)

    assert "mail that has gone out: 2\nnotices that were seen: 1\n" in run()[1]

    left = OutboxMessage.objects.order_by("pk").values_list("key", flat=True)
    assert list(left) == ["0", "2", "4", "5"]
    assert Notice.objects.filter(kind="asked").count() == 3
    Post.objects.filter(pk=post.pk).update(status="approved")
    assert "notices that were seen: 1\n" in run()[1]


def test_only_files_that_nobody_has_had_for_a_month_go():
    kept, late, _ = picture("red"), picture("green"), picture("blue")
    make_all(Image.objects.all())
    Image.objects.exclude(pk=kept.pk).delete()
    write("images/aa/stray.txt", b"x")
    for path in path_of("").rglob("*"):
        young = late.content_hash in str(path)
        then = time.time() - (MONTH.total_seconds() - 120 * young)
        os.utime(path, (then, then))
    files = {path for path in path_of("").rglob("*") if path.is_file()}
    ours = (kept.content_hash, late.content_hash)
    expected = {path for path in files if any(each in str(path) for each in ours)}

    status, text = run()

    assert (status, text) == (0, DONE.format(0, 0, 0, 0, len(files - expected), 0))
    assert {path for path in path_of("").rglob("*") if path.is_file()} == expected
    assert len(files - expected) > 2


def test_posts_that_lag_behind_are_brought_up():
    posts = [make_post(title) for title in ("Hastings", "Fulford")]
    stood = ArchiveEntry.objects.count()
    ArchiveEntry.objects.filter(post=posts[0]).delete()
    Post.objects.model._base_manager.filter(pk=posts[0].pk).update(version=99)

    assert run() == (0, DONE.format(0, 0, 0, 0, 0, 1))
    assert ArchiveEntry.objects.count() == stood
    assert run() == (0, DONE.format(0, 0, 0, 0, 0, 0))


@pytest.mark.parametrize("error", [DatabaseError("no such table"), OSError(28, "No space left")])
def test_a_step_that_fails_is_named_and_the_others_are_done(monkeypatch, caplog, error):
    def fail() -> int:
        raise error

    monkeypatch.setitem(due.STEPS, "closed preview links", fail)
    add_sign_ins(MONTH)
    add_session(timedelta(hours=-1))

    status, text = run()

    done = DONE.replace("closed preview links: {}\n", "").format(2, 0, 0, 0, 0)
    assert (status, text) == (1, f"{done}Not done: closed preview links.")
    assert Session.objects.count() == 0
    (line,) = caplog.records
    assert (line.levelname, line.getMessage()) == ("ERROR", "Not done: closed preview links")
    assert line.exc_info is not None
    assert line.exc_info[1] is error


def test_a_second_run_leaves_the_first_alone():
    """On PostgreSQL the first one is another connection, as of another machine."""
    other = connection.copy("default")
    original = locks.connection
    try:
        locks.connection = other
        with locks.alone(locks.DUE) as is_alone:
            locks.connection = original
            assert (is_alone, run()) == (True, (0, "Another run is under way.\n"))
            locks.connection = other
    finally:
        locks.connection = original
        other.close()
    assert run()[0] == 0
