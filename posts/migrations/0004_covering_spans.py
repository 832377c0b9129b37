"""Let the index of spans hold all that “still going on” asks, so that it reads no row."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("posts", "0003_catalogue"),
        ("taggit", "0006_rename_taggeditem_content_type_object_id_taggit_tagg_content_8fc721_idx"),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="post",
            name="post_spans",
        ),
        migrations.AddIndex(
            model_name="post",
            index=models.Index(
                condition=models.Q(("year_end__gt", models.F("year_start"))),
                fields=[
                    "status",
                    "year_end",
                    "year_start",
                    "event_kind",
                    "publish_at",
                    "event_sort",
                    "id",
                ],
                name="post_spans",
            ),
        ),
    ]
