"""What readers write to the editors of a story."""

import django.db.models.deletion
import django.db.models.functions.text
import django.db.models.lookups
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("posts", "0024_form_counts"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Letter",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("letter", "letter"), ("error", "report of an error")],
                        default="letter",
                        max_length=6,
                    ),
                ),
                (
                    "passage",
                    models.TextField(blank=True, max_length=500, verbose_name="the passage"),
                ),
                ("text", models.TextField(max_length=4000, verbose_name="letter")),
                ("name", models.CharField(max_length=100)),
                (
                    "email",
                    models.EmailField(blank=True, max_length=254, verbose_name="e-mail address"),
                ),
                (
                    "sent_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="sent"),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "waiting"),
                            ("printed", "printed"),
                            ("put_by", "put by"),
                        ],
                        default="waiting",
                        max_length=7,
                    ),
                ),
                (
                    "answer",
                    models.TextField(
                        blank=True,
                        help_text="Printed under the letter; may stay empty",
                        max_length=4000,
                    ),
                ),
                ("settled_at", models.DateTimeField(blank=True, editable=False, null=True)),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="letters_settled",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "post",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="letters",
                        to="posts.post",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["-state", "-sent_at"], name="letter_by_state")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["letter", "error"])),
                        name="letter_kind_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["waiting", "printed", "put_by"])),
                        name="letter_state_known",
                    ),
                    models.CheckConstraint(
                        condition=django.db.models.lookups.LessThanOrEqual(
                            django.db.models.functions.text.Length("passage"), 500
                        ),
                        name="letter_passage_length",
                    ),
                    models.CheckConstraint(
                        condition=django.db.models.lookups.LessThanOrEqual(
                            django.db.models.functions.text.Length("text"), 4000
                        ),
                        name="letter_text_length",
                    ),
                    models.CheckConstraint(
                        condition=django.db.models.lookups.LessThanOrEqual(
                            django.db.models.functions.text.Length("name"), 100
                        ),
                        name="letter_name_length",
                    ),
                    models.CheckConstraint(
                        condition=django.db.models.lookups.LessThanOrEqual(
                            django.db.models.functions.text.Length("answer"), 4000
                        ),
                        name="letter_answer_length",
                    ),
                ],
            },
        ),
    ]
