"""A small site with a row of every table that a backup has, and processes that work on it."""

from datetime import UTC, date, datetime, timedelta

from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group, Permission, User
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.utils import timezone

from posts.editorial import autosave, previewing, save, workflow
from posts.editorial.snapshot_io import snapshot_of
from posts.models import (
    Note,
    Notice,
    NoticePreference,
    OutboxMessage,
    Place,
    Post,
    Presence,
    Source,
)
from tests.archives.test_content_version import replace_text
from tests.archives.world import make_world
from tests.factories import make_editor, make_post

ODD = "Ünïcode “quotes” \u2028 <b>&amp;</b> 𒀀 עברית \\u0041 %s %% 'x' \"y\""


def fill() -> None:
    """Every table gets a row; one that no line here fills is missed by the round trip."""
    post, by = make_world(), make_editor()
    writer = User.objects.create_user("thucydides", email="t@example.org")
    writer.groups.add(Group.objects.get(name="author"))
    writer.user_permissions.add(Permission.objects.order_by("pk").first())
    make_post(ODD[:60], description=ODD, story=f"{ODD}\n\n" + "Long. " * 5000, tags=["Ünïcode"])
    make_post("Ides", event_input="15 March 44 BC", publish_at=datetime(2031, 1, 1, tzinfo=UTC))
    draft = save.create(replace_text(snapshot_of(post), "Secret"), by=by).post
    workflow.take(draft, workflow.Action.SUBMIT, by=by)
    live = Post.objects.get(pk=post.pk)
    copy = save.save(live, replace_text(snapshot_of(live), "Copy"), by=by, version=live.version)
    autosave.keep(live, [("story", ODD)], by=by, version=copy.version)
    previewing.open_link(draft, by=by)
    note = Note.objects.create(post=post, by=by, text=ODD)
    Note.objects.create(post=post, by=writer, text="Yes", answered=note)
    Notice.objects.create(recipient=writer, post=post, kind="published")
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
    OutboxMessage.objects.create(key="of no backup", to="t@example.org")
    Presence.objects.get_or_create(
        post=post, user=by, defaults={"seen_at": timezone.now() - timedelta(days=1)}
    )
    if connection.vendor == "postgresql":
        return
    connection.close()
