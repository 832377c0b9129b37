"""Public names of people, the day on which a story was checked, and archives of authors.

The release before leaves both columns empty, and knows no archive of authors: what it saves
meanwhile stands there again after `reindex`.
"""

import django.db.models.deletion
import django.db.models.functions.text
import django.db.models.lookups
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("posts", "0027_subscriptions"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="post",
            name="checked_on",
            field=models.DateField(editable=False, null=True),
        ),
        migrations.AlterField(
            model_name="archiveentry",
            name="archive",
            field=models.PositiveSmallIntegerField(
                choices=[
                    (1, "category"),
                    (2, "tag"),
                    (3, "place"),
                    (4, "day"),
                    (5, "year"),
                    (6, "decade"),
                    (7, "century"),
                    (8, "author"),
                ]
            ),
        ),
        migrations.CreateModel(
            name="Profile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "name",
                    models.CharField(
                        help_text="As it stands over stories: Ada Moreau",
                        max_length=100,
                        verbose_name="public name",
                    ),
                ),
                (
                    "filed_as",
                    models.CharField(
                        blank=True,
                        help_text="As bibliographies have it: Moreau, Ada",
                        max_length=100,
                    ),
                ),
                (
                    "slug",
                    models.SlugField(
                        blank=True,
                        help_text="The last part of the address; made from the name if empty",
                        max_length=120,
                        unique=True,
                        verbose_name="address",
                    ),
                ),
                (
                    "about",
                    models.TextField(
                        blank=True,
                        help_text="Who you are and what you write about; plain text",
                        max_length=500,
                        verbose_name="a line for readers",
                    ),
                ),
                (
                    "person",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="profile",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["name", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=django.db.models.lookups.LessThanOrEqual(
                            django.db.models.functions.text.Length("name"), 100
                        ),
                        name="profile_name_length",
                    ),
                    models.CheckConstraint(
                        condition=django.db.models.lookups.LessThanOrEqual(
                            django.db.models.functions.text.Length("filed_as"), 100
                        ),
                        name="profile_filed_as_length",
                    ),
                    models.CheckConstraint(
                        condition=django.db.models.lookups.LessThanOrEqual(
                            django.db.models.functions.text.Length("slug"), 120
                        ),
                        name="profile_slug_length",
                    ),
                    models.CheckConstraint(
                        condition=django.db.models.lookups.LessThanOrEqual(
                            django.db.models.functions.text.Length("about"), 500
                        ),
                        name="profile_about_length",
                    ),
                ],
            },
        ),
    ]
