"""Gives years, decades and centuries a sentence of an editor's, in a table of its own."""

from django.db import migrations, models
from django.db.models.functions import Length
from django.db.models.lookups import LessThanOrEqual


class Migration(migrations.Migration):
    dependencies = [("posts", "0022_citation_keys_fill")]

    operations = [
        migrations.CreateModel(
            name="SpanPage",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "path",
                    models.CharField(
                        help_text="Its address: /years/1969/, /decades/480s-bc/, /centuries/20/",
                        max_length=200,
                        unique=True,
                        verbose_name="page",
                    ),
                ),
                (
                    "text",
                    models.TextField(
                        help_text="A sentence that stands under its name", max_length=300
                    ),
                ),
            ],
            options={
                "verbose_name": "sentence on a year or century",
                "verbose_name_plural": "sentences on years and centuries",
                "ordering": ["path"],
                "default_permissions": (),
                "constraints": [
                    models.CheckConstraint(
                        condition=LessThanOrEqual(Length("path"), 200), name="spanpage_path_length"
                    ),
                    models.CheckConstraint(
                        condition=LessThanOrEqual(Length("text"), 300), name="spanpage_text_length"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("text", ""), _negated=True), name="spanpage_has_text"
                    ),
                ],
            },
        ),
    ]
