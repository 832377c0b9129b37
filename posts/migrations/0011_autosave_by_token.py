"""Holds that a form has one unsaved text, by its token."""

from django.db import migrations, models


class Migration(migrations.Migration):
    stops_the_site = "It follows on 0009: an older release would keep texts without a token."
    dependencies = [("posts", "0010_autosave_token_fill")]

    operations = [
        migrations.AddConstraint(
            model_name="autosave",
            constraint=models.UniqueConstraint(
                fields=("user", "token"), name="autosave_once_a_form"
            ),
        ),
    ]
