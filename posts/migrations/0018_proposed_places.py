"""Places that editors ask for while they write; the release before leaves the column empty."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("posts", "0017_story_links")]

    operations = [
        migrations.AddField(
            model_name="post",
            name="proposed_places",
            field=models.TextField(blank=True, db_default="", default="", max_length=1000),
        ),
    ]
