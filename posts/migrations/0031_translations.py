"""Lets a post be the translation of another; a release without that writes none."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("posts", "0030_pages")]

    operations = [
        migrations.AddField(
            model_name="post",
            name="translation_of",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                help_text="The original, where this post is a translation of it",
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="translations",
                to="posts.post",
            ),
        ),
        migrations.AddField(
            model_name="storedsurroundings",
            name="translations",
            field=models.TextField(db_default="", default=""),
        ),
    ]
