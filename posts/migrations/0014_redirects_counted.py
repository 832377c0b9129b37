"""Old addresses of categories, places and tags, and of pages that no row has; how often followed.

On the way back such addresses go, since nothing is left for them to lead to.
"""

from typing import Any

import django.db.models.deletion
import django.db.models.functions.text
import django.db.models.lookups
from django.db import migrations, models

OLDER = ("post", "dossier", "image")
TARGETS = (*OLDER, "category", "place", "tag")


def one_of(names: tuple[str, ...], **more: str) -> models.Q:
    """Return the condition that exactly one of these columns is set."""
    rows = [models.Q(**more, **{f"{name}__isnull": name != one for name in names}) for one in names]
    return models.Q(*rows, _connector=models.Q.OR)


def forget(apps: Any, schema_editor: Any) -> None:
    rows = apps.get_model("posts", "Redirect").objects
    rows.filter(**{f"{name}__isnull": True for name in OLDER}).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("posts", "0013_fill_picture_uses"),
        ("taggit", "0006_rename_taggeditem_content_type_object_id_taggit_tagg_content_8fc721_idx"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="redirect",
            options={
                "ordering": ["path"],
                "verbose_name": "old address",
                "verbose_name_plural": "old addresses",
            },
        ),
        migrations.RemoveConstraint(model_name="redirect", name="redirect_one_target"),
        migrations.AddField(
            model_name="redirect",
            name="category",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="redirects",
                to="posts.category",
            ),
        ),
        migrations.AddField(
            model_name="redirect",
            name="place",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="redirects",
                to="posts.place",
            ),
        ),
        migrations.AddField(
            model_name="redirect",
            name="tag",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="redirects",
                to="taggit.tag",
            ),
        ),
        migrations.AddField(
            model_name="redirect",
            name="to_path",
            field=models.CharField(
                blank=True, db_default="", default="", max_length=500, verbose_name="another page"
            ),
        ),
        migrations.AddField(
            model_name="redirect",
            name="hits",
            field=models.PositiveIntegerField(
                db_default=0, default=0, editable=False, verbose_name="followed"
            ),
        ),
        migrations.AddField(
            model_name="redirect",
            name="last_hit_at",
            field=models.DateTimeField(
                blank=True, editable=False, null=True, verbose_name="last followed"
            ),
        ),
        migrations.AlterField(
            model_name="redirect",
            name="created_at",
            field=models.DateTimeField(auto_now_add=True, verbose_name="since"),
        ),
        migrations.AlterField(
            model_name="redirect",
            name="path",
            field=models.CharField(max_length=500, unique=True, verbose_name="old address"),
        ),
        migrations.AddConstraint(
            model_name="redirect",
            constraint=models.CheckConstraint(
                condition=models.Q(to_path="")
                | (models.Q(to_path__startswith="/") & ~models.Q(to_path__startswith="//")),
                name="redirect_to_path_absolute",
                violation_error_message="Begin the other page’s address with one slash.",
            ),
        ),
        migrations.AddConstraint(
            model_name="redirect",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    *one_of(TARGETS, to_path="").children,
                    ~models.Q(to_path="")
                    & models.Q(**{f"{name}__isnull": True for name in TARGETS}),
                    _connector=models.Q.OR,
                ),
                name="redirect_one_target",
                violation_error_message="Choose one thing that it leads to.",
            ),
        ),
        migrations.AddConstraint(
            model_name="redirect",
            constraint=models.CheckConstraint(
                condition=django.db.models.lookups.LessThanOrEqual(
                    django.db.models.functions.text.Length("to_path"), 500
                ),
                name="redirect_to_path_length",
            ),
        ),
        migrations.AlterConstraint(
            model_name="redirect",
            name="redirect_path_absolute",
            constraint=models.CheckConstraint(
                condition=models.Q(path__startswith="/"),
                name="redirect_path_absolute",
                violation_error_message="Begin the old address with a slash.",
            ),
        ),
        migrations.RunPython(migrations.RunPython.noop, forget),
    ]
