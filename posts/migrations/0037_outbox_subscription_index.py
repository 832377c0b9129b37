"""What was sent to a subscription is found, and goes with it, without a look at the rest."""

from django.db import migrations, models

from historyblog.online import AddIndexConcurrently


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("posts", "0036_notices_of_letters_back")]

    operations = [
        AddIndexConcurrently(
            model_name="outboxmessage",
            index=models.Index(
                condition=models.Q(("subscription__isnull", False)),
                fields=["subscription"],
                name="outbox_of_subscription",
            ),
        ),
    ]
