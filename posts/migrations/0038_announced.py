"""What the feeds held when their hub was last told: it is told once of each change."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("posts", "0037_outbox_subscription_index")]

    operations = [
        migrations.AddField(
            model_name="contentversion",
            name="announced",
            field=models.CharField(db_default="", default="", max_length=64),
        ),
    ]
