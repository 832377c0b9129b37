"""The orders in which the desk lists posts and pictures, of which it shows the first page.

Titles are looked through for a part of a word, which reads the index instead of the posts.
"""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("posts", "0015_archive_pictures")]

    operations = [
        migrations.AddIndex(
            model_name="post",
            index=models.Index(fields=["publish_at", "id"], name="post_time_order"),
        ),
        migrations.AddIndex(
            model_name="post",
            index=models.Index(fields=["title", "id"], name="post_titles"),
        ),
        migrations.AddIndex(
            model_name="post",
            index=models.Index(
                fields=["status", "updated_at", "id"],
                name="post_waiting",
                condition=~models.Q(status="approved"),
            ),
        ),
        migrations.AddIndex(
            model_name="image",
            index=models.Index(fields=["uploaded_at", "id"], name="image_upload_order"),
        ),
    ]
