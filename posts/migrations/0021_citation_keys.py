"""Gives each citation a key, by which texts cite it; a release without them writes none."""

from django.core.validators import RegexValidator
from django.db import migrations, models


def key() -> models.CharField:
    return models.CharField(
        blank=True,
        db_default="",
        default="",
        help_text="Cite it as [@key] or [@key, p. 12]; made from author and year when left empty",
        max_length=60,
        validators=[
            RegexValidator(
                "^[a-z0-9]+(?:-[a-z0-9]+)*\\Z",
                "A key has small letters from a to z, digits, and hyphens in between.",
            )
        ],
    )


class Migration(migrations.Migration):
    dependencies = [("posts", "0020_refs_with_site")]

    operations = [
        migrations.AddField(model_name="citation", name="key", field=key()),
        migrations.AddField(model_name="dossiercitation", name="key", field=key()),
    ]
