"""Says of a picture whether something shows through it, so that it gets a light ground.

Empty means that nobody has looked yet. `manage.py reindex` does, for it may read every file and be
stopped and run again, and makes anew the stories that show such a picture.
"""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("posts", "0005_content_version")]

    operations = [
        migrations.AddField(
            model_name="image",
            name="transparent",
            field=models.BooleanField(
                editable=False,
                help_text="Something shows through; empty: not looked at yet",
                null=True,
            ),
        ),
    ]
