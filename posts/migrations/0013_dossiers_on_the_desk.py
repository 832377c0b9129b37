"""Keeps of dossiers what is kept of posts: versions, steps, changes, unsaved texts, presence."""

from typing import Any

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def forget_dossiers(apps: Any, schema_editor: Any) -> None:
    """Take away, on the way back, what the tables will have no place for."""
    for name in ("Autosave", "Presence", "Revision", "Transition", "WorkingCopy"):
        rows = apps.get_model("posts", name)._default_manager
        rows.filter(dossier__isnull=False).delete()
        if name == "Autosave":
            rows.filter(noun="dossier").delete()
    schema_editor.connection.check_constraints()


class Migration(migrations.Migration):
    stops_the_site = (
        "An older release would take what is typed into a new dossier for the text of a new post."
    )
    dependencies = [
        ("posts", "0012_notices_and_outbox"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="autosave",
            name="dossier",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="autosaves",
                to="posts.dossier",
            ),
        ),
        migrations.AddField(
            model_name="autosave",
            name="noun",
            field=models.CharField(db_default="post", max_length=7),
        ),
        migrations.AddField(
            model_name="dossier",
            name="version",
            field=models.PositiveIntegerField(db_default=1, default=1),
        ),
        migrations.AddField(
            model_name="presence",
            name="dossier",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="presences",
                to="posts.dossier",
            ),
        ),
        migrations.AddField(
            model_name="revision",
            name="dossier",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="revisions",
                to="posts.dossier",
            ),
        ),
        migrations.AddField(
            model_name="transition",
            name="dossier",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="transitions",
                to="posts.dossier",
            ),
        ),
        migrations.AddField(
            model_name="workingcopy",
            name="dossier",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="working_copy",
                to="posts.dossier",
            ),
        ),
        migrations.AlterField(
            model_name="presence",
            name="post",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="presences",
                to="posts.post",
            ),
        ),
        migrations.AlterField(
            model_name="revision",
            name="post",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="revisions",
                to="posts.post",
            ),
        ),
        migrations.AlterField(
            model_name="transition",
            name="post",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="transitions",
                to="posts.post",
            ),
        ),
        migrations.AlterField(
            model_name="workingcopy",
            name="post",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="working_copy",
                to="posts.post",
            ),
        ),
        migrations.AddConstraint(
            model_name="presence",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("dossier__isnull", False), ("post__isnull", True)),
                    models.Q(("dossier__isnull", True), ("post__isnull", False)),
                    _connector="OR",
                ),
                name="presence_belongs_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="presence",
            constraint=models.UniqueConstraint(
                fields=("user", "dossier"), name="presence_once_on_dossier"
            ),
        ),
        migrations.AddConstraint(
            model_name="revision",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("dossier__isnull", False), ("post__isnull", True)),
                    models.Q(("dossier__isnull", True), ("post__isnull", False)),
                    _connector="OR",
                ),
                name="revision_belongs_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="revision",
            constraint=models.UniqueConstraint(
                fields=("dossier", "version"), name="revision_once_of_dossier"
            ),
        ),
        migrations.AddConstraint(
            model_name="transition",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("dossier__isnull", False), ("post__isnull", True)),
                    models.Q(("dossier__isnull", True), ("post__isnull", False)),
                    _connector="OR",
                ),
                name="transition_belongs_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="workingcopy",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("dossier__isnull", False), ("post__isnull", True)),
                    models.Q(("dossier__isnull", True), ("post__isnull", False)),
                    _connector="OR",
                ),
                name="workingcopy_belongs_once",
            ),
        ),
        migrations.RunPython(migrations.RunPython.noop, forget_dossiers),
    ]
