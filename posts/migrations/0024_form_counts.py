"""How many forms readers have sent of late, so that a flood of them is turned away."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("posts", "0023_span_pages")]

    operations = [
        migrations.CreateModel(
            name="FormCount",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("form", models.CharField(max_length=20)),
                ("bucket", models.PositiveIntegerField()),
                ("begun_at", models.DateTimeField()),
                ("number", models.PositiveIntegerField(default=0)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("form", "bucket"), name="form_count_once_a_bucket"
                    )
                ],
            },
        ),
    ]
