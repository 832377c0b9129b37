"""Fills the archives of authors, and the days on which others than the author checked a story."""

from typing import Any

from django.db import migrations
from django.utils import timezone

FILL = """INSERT INTO posts_archiveentry (archive, "key", sort, post_id, publish_at)
SELECT 8, author_id, COALESCE(event_sort, 2147483647), id, publish_at
FROM posts_post WHERE status = 'approved' AND author_id IS NOT NULL"""
EMPTY = "DELETE FROM posts_archiveentry WHERE archive = 8"


def add_days(apps: Any, schema_editor: Any) -> None:
    steps = apps.get_model("posts", "Transition").objects.filter(post__isnull=False)
    told = steps.order_by("post", "id").values_list("post", "action", "at", "by", "post__author")
    days, in_review = {}, None
    for post, action, at, by, author in told.iterator():
        if action in ("publish", "schedule") and in_review == post and by not in (None, author):
            days[post] = timezone.localdate(at)
        in_review = post if action == "submit" else None
    posts = apps.get_model("posts", "Post").objects
    for post, day in days.items():
        posts.filter(pk=post).update(checked_on=day)


class Migration(migrations.Migration):
    dependencies = [("posts", "0028_people")]

    operations = [
        migrations.RunSQL(FILL, EMPTY),
        migrations.RunPython(add_days, migrations.RunPython.noop),
    ]
