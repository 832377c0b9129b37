"""Letters for who decides what readers see; authors may read those to their own posts.

Whoever made groups of their own gets the same as the four that came with the site: by what each
may do already.
"""

from typing import Any

from django.db import migrations

VERBS = ("view", "change", "delete")


def let_groups(apps: Any, schema_editor: Any) -> None:
    group, permission = (apps.get_model("auth", name) for name in ("Group", "Permission"))
    content_type = apps.get_model("contenttypes", "ContentType")
    kind, _ = content_type.objects.get_or_create(app_label="posts", model="letter")
    # Before Django makes them itself after all migrations, and named as it names them.
    rows = [
        permission.objects.get_or_create(
            content_type=kind, codename=f"{verb}_letter", defaults={"name": f"Can {verb} letter"}
        )[0]
        for verb in VERBS
    ]
    may = {"approve_post": rows, "add_post": rows[:1]}
    for codename, given in may.items():
        for row in group.objects.filter(
            permissions__codename=codename, permissions__content_type__app_label="posts"
        ):
            row.permissions.add(*given)


class Migration(migrations.Migration):
    dependencies = [
        ("posts", "0025_letters"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]
    # What is left of them on the way back opens nothing.
    operations = [migrations.RunPython(let_groups, migrations.RunPython.noop)]
