"""Parts of pages that show a post are stored, ready to print; made again whenever missing."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("posts", "0007_dossier_language"),
    ]

    operations = [
        migrations.CreateModel(
            name="StoredParts",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("edition", models.CharField(max_length=16)),
                ("era", models.IntegerField(null=True)),
                ("modified", models.CharField(max_length=40)),
                ("stamp", models.TextField()),
                ("picture", models.TextField()),
                ("published", models.TextField()),
                ("days", models.TextField()),
                ("card", models.TextField()),
                ("brief", models.TextField()),
                ("lead", models.TextField()),
                ("filed", models.TextField()),
                ("found", models.TextField()),
                ("place_in_time", models.TextField()),
                ("title", models.TextField()),
                ("head", models.TextField()),
                ("article", models.TextField()),
                ("atom", models.TextField()),
                ("rss", models.TextField()),
                (
                    "post",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="parts",
                        to="posts.post",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "stored parts",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("post", "edition"), name="parts_once_an_edition"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="StoredSurroundings",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("edition", models.CharField(max_length=16)),
                ("number", models.PositiveBigIntegerField()),
                ("changed_at", models.DateTimeField()),
                ("made_at", models.DateTimeField()),
                ("links", models.TextField()),
                ("dossiers", models.TextField()),
                ("beyond", models.TextField()),
                (
                    "post",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="surroundings",
                        to="posts.post",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "stored surroundings",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("post", "edition"), name="surroundings_once_an_edition"
                    )
                ],
            },
        ),
    ]
