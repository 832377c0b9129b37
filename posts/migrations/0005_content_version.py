"""The number that moves on with what readers see gets the name under which it is looked for."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("posts", "0004_groups")]

    operations = [migrations.RenameModel("Generation", "ContentVersion")]
