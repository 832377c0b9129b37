"""Brings the help beside what posts, dossiers and pages have in common into line."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("posts", "0033_import_runs"),
    ]

    operations = [
        migrations.AlterField(
            model_name="dossier",
            name="language",
            field=models.CharField(
                db_default="en", default="en", help_text="en, de, fr-CH and the like", max_length=12
            ),
        ),
        migrations.AlterField(
            model_name="page",
            name="language",
            field=models.CharField(
                default="en", help_text="en, de, fr-CH and the like", max_length=12
            ),
        ),
        migrations.AlterField(
            model_name="page",
            name="slug",
            field=models.SlugField(
                blank=True,
                help_text="The last part of the address; made from the title when left empty",
                max_length=120,
                unique=True,
            ),
        ),
        migrations.AlterField(
            model_name="post",
            name="language",
            field=models.CharField(
                default="en", help_text="en, de, fr-CH and the like", max_length=12
            ),
        ),
    ]
