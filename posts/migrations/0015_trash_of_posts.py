"""The few posts in the trash are found, and left out of lists, without reading the others."""

from django.db import migrations, models

from historyblog.online import AddIndexConcurrently


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("posts", "0014_trash")]
    operations = [
        AddIndexConcurrently(
            "post",
            models.Index(
                fields=["trashed_at"],
                name="post_trash",
                condition=models.Q(("trashed_at__isnull", False)),
            ),
        )
    ]
