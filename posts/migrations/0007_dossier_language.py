"""Says in which language a dossier is written: its quotation marks are those of that language."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("posts", "0006_transparent_pictures")]

    operations = [
        migrations.AddField(
            model_name="dossier",
            name="language",
            field=models.CharField(
                db_default="en",
                default="en",
                help_text="Of its texts: en, de, fr-CH and the like",
                max_length=12,
            ),
        ),
    ]
