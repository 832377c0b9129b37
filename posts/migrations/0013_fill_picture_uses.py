import re
from typing import Any

from django.db import migrations

HASH = re.compile(r"images/[0-9a-f]{2}/([0-9a-f]{64})\.")


def fill(apps: Any, schema_editor: Any) -> None:
    image, use = (apps.get_model("posts", name) for name in ("Image", "PictureUse"))
    known = dict(image.objects.values_list("content_hash", "pk"))
    for owner, text in (("post", "story"), ("section", "text")):
        rows = apps.get_model("posts", owner).objects.filter(**{f"{text}__contains": "images/"})
        for pk, words in rows.order_by("pk").values_list("pk", text).iterator(chunk_size=200):
            keys = {known[found] for found in HASH.findall(words) if found in known}
            use.objects.bulk_create(
                [use(image_id=key, **{f"{owner}_id": pk}) for key in sorted(keys)],
                ignore_conflicts=True,
            )


class Migration(migrations.Migration):
    """Texts stored before the table know their pictures by the hash in each address."""

    dependencies = [("posts", "0012_picture_uses")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
