"""What is in the trash is withdrawn: asked of the rows that were there before as well."""

from django.db import migrations

from historyblog.online import ValidateConstraint


class Migration(migrations.Migration):
    dependencies = [("posts", "0014_trash")]
    operations = [
        ValidateConstraint("dossier", "dossier_in_trash_is_withdrawn"),
        ValidateConstraint("post", "post_in_trash_is_withdrawn"),
    ]
