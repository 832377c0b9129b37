"""The few posts that propose a place, for the desk's first page."""

from django.db import migrations, models

from historyblog.online import AddIndexConcurrently


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("posts", "0018_proposed_places")]

    operations = [
        AddIndexConcurrently(
            model_name="post",
            index=models.Index(
                condition=models.Q(("proposed_places", ""), _negated=True),
                fields=["id"],
                name="proposing",
            ),
        ),
    ]
