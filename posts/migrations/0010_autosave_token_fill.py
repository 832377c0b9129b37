"""Gives each unsaved text the token of a form that has none: that of its post.

Backwards keeps the latest text of each person on each post, which is all there was room for.
"""

from typing import Any

from django.db import migrations
from django.db.models import F, Value
from django.db.models.fields import CharField
from django.db.models.functions import Cast, Coalesce, Concat


def fill(apps: Any, schema_editor: Any) -> None:
    post = Coalesce(Cast(F("post_id"), CharField()), Value("new"))
    rows = apps.get_model("posts", "Autosave").objects.filter(token="")
    rows.update(token=Concat(Value("post-"), post))


def keep_the_latest(apps: Any, schema_editor: Any) -> None:
    seen = set()
    rows = apps.get_model("posts", "Autosave").objects.order_by("-saved_at", "-id")
    for row in rows.only("user_id", "post_id"):
        if (row.user_id, row.post_id) in seen:
            row.delete()
        seen.add((row.user_id, row.post_id))


class Migration(migrations.Migration):
    dependencies = [("posts", "0009_autosave_token")]

    operations = [migrations.RunPython(fill, keep_the_latest)]
