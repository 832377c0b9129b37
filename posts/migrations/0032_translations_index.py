"""The translations of a post are found without reading the others."""

from django.db import migrations, models

from historyblog.online import AddIndexConcurrently


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("posts", "0031_translations")]

    operations = [
        AddIndexConcurrently(
            model_name="post",
            index=models.Index(
                condition=models.Q(("translation_of__isnull", False)),
                fields=["translation_of"],
                name="post_translations",
            ),
        ),
    ]
