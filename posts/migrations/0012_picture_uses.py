import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """Which texts show which pictures, so that the library need not read every story."""

    dependencies = [
        ("posts", "0011_desk_groups"),
    ]

    operations = [
        migrations.CreateModel(
            name="PictureUse",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "image",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="uses",
                        to="posts.image",
                    ),
                ),
                (
                    "post",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="picture_uses",
                        to="posts.post",
                    ),
                ),
                (
                    "section",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="picture_uses",
                        to="posts.section",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("post", "image"), name="picture_use_post_once"),
                    models.UniqueConstraint(
                        fields=("section", "image"), name="picture_use_section_once"
                    ),
                ],
            },
        ),
    ]
