"""The number that moves on with what readers see gets the name under which it is looked for."""

from django.db import migrations


class Migration(migrations.Migration):
    stops_the_site = "It is older than updates while the site runs."
    dependencies = [("posts", "0004_groups")]

    operations = [migrations.RenameModel("Generation", "ContentVersion")]
