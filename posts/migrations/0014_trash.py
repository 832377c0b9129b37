"""Posts, dossiers and pictures can be set aside; of texts it is kept what they come back to.

What is in the trash is withdrawn. No row is in it yet, so there is nothing to validate.
"""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from historyblog.online import AddConstraintNotValid


def _fields(model: str) -> list[migrations.AddField]:
    who = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        blank=True,
        db_index=False,
        editable=False,
        null=True,
        on_delete=django.db.models.deletion.SET_NULL,
        related_name="+",
    )
    since = models.DateTimeField(blank=True, editable=False, null=True)
    return [
        migrations.AddField(model, "trashed_at", since),
        migrations.AddField(model, "trashed_by", who),
    ]


def _of_texts(model: str) -> list[migrations.AddField | AddConstraintNotValid]:
    status = models.CharField(blank=True, db_default="", default="", editable=False, max_length=9)
    is_withdrawn = models.CheckConstraint(
        condition=models.Q(("trashed_at", None), ("status", "withdrawn"), _connector="OR"),
        name=f"{model}_in_trash_is_withdrawn",
    )
    return [
        migrations.AddField(model, "trashed_status", status),
        AddConstraintNotValid(model, is_withdrawn),
    ]


class Migration(migrations.Migration):
    dependencies = [
        ("posts", "0013_dossiers_on_the_desk"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        *(_fields("dossier") + _fields("image") + _fields("post")),
        *(_of_texts("dossier") + _of_texts("post")),
    ]
