"""Where each post stands, what search knows of it, and when readers last saw a change."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("posts", "0002_gazetteer"),
    ]

    operations = [
        migrations.CreateModel(
            name="Generation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveBigIntegerField(default=0)),
                ("changed_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="SearchTerm",
            fields=[
                ("word", models.CharField(max_length=40, primary_key=True, serialize=False)),
            ],
        ),
        migrations.CreateModel(
            name="SearchDocument",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("post", "post"), ("dossier", "dossier")], max_length=7
                    ),
                ),
                ("object_id", models.BigIntegerField()),
                ("publish_at", models.DateTimeField()),
                (
                    "event_sort",
                    models.IntegerField(help_text="archive.UNDATED without an event date"),
                ),
                ("version", models.PositiveIntegerField(default=0)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("kind", "object_id"), name="search_document_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ArchiveEntry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "archive",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (1, "category"),
                            (2, "tag"),
                            (3, "place"),
                            (4, "day"),
                            (5, "year"),
                            (6, "decade"),
                            (7, "century"),
                        ]
                    ),
                ),
                ("key", models.IntegerField()),
                ("sort", models.IntegerField()),
                ("publish_at", models.DateTimeField()),
                (
                    "post",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="entries",
                        to="posts.post",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "archive entries",
                "indexes": [
                    models.Index(
                        fields=["archive", "key", "sort", "post", "publish_at"],
                        name="archive_order",
                    ),
                    models.Index(fields=["post", "archive", "key"], name="archive_of_post"),
                ],
            },
        ),
    ]
