"""Pictures for the pages of categories and places; words and a picture for those of tags.

A tag is a package's own row, so what its page says stands in a table of ours.
"""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("posts", "0014_redirects_counted"),
        ("taggit", "0006_rename_taggeditem_content_type_object_id_taggit_tagg_content_8fc721_idx"),
    ]

    operations = [
        migrations.AddField(
            model_name="category",
            name="picture",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="pictured_%(class)s",
                to="posts.image",
            ),
        ),
        migrations.AddField(
            model_name="place",
            name="picture",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="pictured_%(class)s",
                to="posts.image",
            ),
        ),
        migrations.CreateModel(
            name="TagPage",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("description", models.TextField(blank=True)),
                (
                    "picture",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="pictured_tag",
                        to="posts.image",
                    ),
                ),
                (
                    "tag",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="page",
                        to="taggit.tag",
                    ),
                ),
            ],
            options={
                "verbose_name": "page of a tag",
                "verbose_name_plural": "pages of tags",
            },
        ),
    ]
