"""The four groups of a newsroom, so that nobody has to tick a hundred boxes."""

from typing import Any

from django.db import migrations

KEEP = ("add", "change", "view")
ALL = ("add", "change", "delete", "view")

# What each group may do, by model; a publisher may do what an editor may, and so on.
AUTHOR = {
    "posts.post": ("add",),
    # What is in use shows in posts that others have approved.
    "posts.image": ("add", "view"),
    "posts.source": ("add", "view"),
    "posts.category": ("view",),
    "posts.place": ("view",),
    "taggit.tag": ("view",),
}
EDITOR = {
    "posts.post": (*KEEP, "approve"),
    "posts.image": ALL,
    "posts.source": ALL,
    "posts.dossier": KEEP,
    "posts.section": ALL,
    "posts.milestone": ALL,
    "posts.dossiercitation": ALL,
    "posts.bullet": ALL,
    "posts.citation": ALL,
    "posts.postlink": ALL,
    "posts.correction": ("view",),
    "posts.category": ("view",),
    "posts.place": ("view",),
    "posts.redirect": ("view",),
    "taggit.tag": ("view",),
}
PUBLISHER = EDITOR | {
    "posts.post": (*ALL, "approve"),
    "posts.dossier": ALL,
    "posts.category": ALL,
    "posts.place": ALL,
    "posts.redirect": ALL,
    "posts.correction": ALL,
    "taggit.tag": ALL,
}
ADMINISTRATOR = PUBLISHER | {
    "auth.user": ALL,
    "auth.group": ALL,
    "axes.accessattempt": ("view", "delete"),
}
AUTHOR_ROWS = ("posts.bullet", "posts.citation", "posts.postlink")
GROUPS = {
    "author": AUTHOR | dict.fromkeys(AUTHOR_ROWS, ALL),
    "editor": EDITOR,
    "publisher": PUBLISHER,
    "administrator": ADMINISTRATOR,
}


def make_groups(apps: Any, schema_editor: Any) -> None:
    group, permission = (apps.get_model("auth", name) for name in ("Group", "Permission"))
    content_type = apps.get_model("contenttypes", "ContentType")
    for name, models in GROUPS.items():
        wanted = []
        for label, verbs in models.items():
            app, model = label.split(".")
            kind, _ = content_type.objects.get_or_create(app_label=app, model=model)
            for verb in verbs:
                # On a new database these rows come only after all migrations; named as
                # Django names them, they are found then and not made twice.
                row, _ = permission.objects.get_or_create(
                    content_type=kind,
                    codename=f"{verb}_{model}",
                    defaults={"name": _name(verb, model)},
                )
                wanted.append(row)
        row, _ = group.objects.get_or_create(name=name)
        row.permissions.add(*wanted)


def _name(verb: str, model: str) -> str:
    if verb == "approve":
        return "Can approve, schedule and withdraw posts"
    return f"Can {verb} {_NAMES.get(model, model)}"


_NAMES = {
    "image": "picture",
    "postlink": "link between posts",
    "dossiercitation": "dossier citation",
    "accessattempt": "access attempt",
}


def remove_groups(apps: Any, schema_editor: Any) -> None:
    apps.get_model("auth", "Group").objects.filter(name__in=GROUPS).delete()


class Migration(migrations.Migration):
    replaces = [("posts", "0011_desk_groups")]
    dependencies = [
        ("posts", "0003_search"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("taggit", "0006_rename_taggeditem_content_type_object_id_taggit_tagg_content_8fc721_idx"),
        ("axes", "0001_initial"),
    ]
    operations = [migrations.RunPython(make_groups, remove_groups)]
