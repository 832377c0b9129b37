"""The few pictures in the trash are found, and left out of lists, without reading the others."""

from django.db import migrations, models

from historyblog.online import AddIndexConcurrently


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("posts", "0015_trash_of_posts")]
    operations = [
        AddIndexConcurrently(
            "image",
            models.Index(
                fields=["trashed_at"],
                name="image_trash",
                condition=models.Q(("trashed_at__isnull", False)),
            ),
        )
    ]
