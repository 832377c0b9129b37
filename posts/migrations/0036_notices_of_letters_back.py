"""On the way back notices of letters go first: what was before knows no such kind."""

from typing import Any

from django.db import migrations


def forget(apps: Any, schema_editor: Any) -> None:
    apps.get_model("posts", "Notice").objects.filter(kind="letter").delete()


class Migration(migrations.Migration):
    dependencies = [("posts", "0035_notices_of_letters")]

    operations = [migrations.RunPython(migrations.RunPython.noop, forget)]
