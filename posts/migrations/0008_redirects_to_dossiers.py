"""Old addresses of dossiers: a changed one goes on leading to its page.

On the way back such addresses go, since nothing is left for them to lead to.
"""

from typing import Any

import django.db.models.deletion
from django.db import migrations, models


def forget(apps: Any, schema_editor: Any) -> None:
    apps.get_model("posts", "Redirect").objects.filter(dossier__isnull=False).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("posts", "0007_post_links"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="redirect",
            name="redirect_one_target",
        ),
        migrations.AddField(
            model_name="redirect",
            name="dossier",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="redirects",
                to="posts.dossier",
            ),
        ),
        migrations.AddConstraint(
            model_name="redirect",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("dossier__isnull", True), ("image__isnull", True), ("post__isnull", False)
                    ),
                    models.Q(
                        ("dossier__isnull", True), ("image__isnull", False), ("post__isnull", True)
                    ),
                    models.Q(
                        ("dossier__isnull", False), ("image__isnull", True), ("post__isnull", True)
                    ),
                    _connector="OR",
                ),
                name="redirect_one_target",
                violation_error_message="Choose one post, dossier or picture.",
            ),
        ),
        migrations.RunPython(migrations.RunPython.noop, forget),
    ]
