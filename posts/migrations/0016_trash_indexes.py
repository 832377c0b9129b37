"""The few rows in the trash are found, and left out of lists, without reading the others."""

from django.db import migrations, models

from historyblog.online import AddIndexConcurrently


def _index(model: str) -> AddIndexConcurrently:
    in_trash = models.Q(("trashed_at__isnull", False))
    index = models.Index(fields=["trashed_at"], name=f"{model}_trash", condition=in_trash)
    return AddIndexConcurrently(model, index)


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("posts", "0015_trash_validated")]
    operations = [_index("dossier"), _index("image"), _index("post")]
