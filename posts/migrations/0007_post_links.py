"""How posts follow from one another, all kinds of links in one direction of time.

One table for all, so that the rule against loops is asked of one graph.
"""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("posts", "0006_dossiers"),
    ]

    operations = [
        migrations.CreateModel(
            name="PostLink",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "earlier",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="links_after",
                        to="posts.post",
                    ),
                ),
                (
                    "later",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="links_before",
                        to="posts.post",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("led_to", "led to"),
                            ("follows", "was followed by"),
                            ("replaces", "was replaced by"),
                        ],
                        default="led_to",
                        max_length=8,
                    ),
                ),
            ],
            options={
                "verbose_name": "link between posts",
                "verbose_name_plural": "links between posts",
                "ordering": ["id"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("earlier", "later"),
                        name="postlink_once",
                        violation_error_message="These two posts are linked already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("earlier", models.F("later")), _negated=True),
                        name="postlink_not_to_itself",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["led_to", "follows", "replaces"])),
                        name="postlink_kind_known",
                    ),
                ],
            },
        ),
    ]
