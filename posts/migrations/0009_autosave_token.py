"""Lets one person have several unsaved texts on one post: each open form has a token of its own."""

from django.db import migrations, models


class Migration(migrations.Migration):
    stops_the_site = (
        "An older release keeps one unsaved text for each person and post, and would find several."
    )
    dependencies = [("posts", "0008_stored_parts")]

    operations = [
        migrations.AlterModelOptions(name="autosave", options={"ordering": ["-saved_at", "-id"]}),
        migrations.AddField(
            model_name="autosave",
            name="token",
            field=models.CharField(db_default="", max_length=64),
        ),
        migrations.RemoveConstraint(model_name="autosave", name="autosave_one_slot"),
        migrations.RemoveConstraint(model_name="autosave", name="autosave_one_new_post"),
    ]
