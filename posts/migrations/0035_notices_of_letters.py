"""Somebody may be told of readers' letters, too. What is there was held to fewer kinds already."""

from django.db import migrations, models

from historyblog.online import AddConstraintNotValid

KINDS = {
    "submitted": "sent to review",
    "returned": "sent back",
    "scheduled": "scheduled",
    "published": "published",
    "withdrawn": "withdrawn",
    "asked": "asked you to review",
    "noted": "wrote a note on",
    "letter": "wrote about",
}


class Migration(migrations.Migration):
    dependencies = [("posts", "0034_works")]

    operations = [
        migrations.RemoveConstraint(model_name="notice", name="notice_kind_known"),
        migrations.AlterField(
            model_name="notice",
            name="kind",
            field=models.CharField(choices=[*KINDS.items()], max_length=9),
        ),
        AddConstraintNotValid(
            model_name="notice",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", [*KINDS])), name="notice_kind_known"
            ),
        ),
    ]
