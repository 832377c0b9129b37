"""Pages of the site itself, with versions, steps and old addresses as posts and dossiers have."""

from typing import Any

import django.db.models.deletion
import django.db.models.functions.text
import django.db.models.lookups
from django.conf import settings
from django.db import migrations, models

ROLES = {
    "editor": ("add", "change", "view"),
    "publisher": ("add", "change", "delete", "view"),
    "administrator": ("add", "change", "delete", "view"),
}


def let_editors_write_them(apps: Any, schema_editor: Any) -> None:
    group, permission = (apps.get_model("auth", name) for name in ("Group", "Permission"))
    content_type = apps.get_model("contenttypes", "ContentType")
    kind, _ = content_type.objects.get_or_create(app_label="posts", model="page")
    for role in group.objects.filter(name__in=ROLES):
        for verb in ROLES[role.name]:
            row, _ = permission.objects.get_or_create(
                content_type=kind,
                codename=f"{verb}_page",
                defaults={"name": f"Can {verb} page"},
            )
            role.permissions.add(row)


def forget_pages(apps: Any, schema_editor: Any) -> None:
    """Take away, on the way back, what the tables will have no place for."""
    names = ("Autosave", "Presence", "Revision", "Transition", "WorkingCopy", "Redirect")
    for name in (*names, "PictureUse", "StoryLink"):
        rows = apps.get_model("posts", name)._default_manager
        rows.filter(page__isnull=False).delete()
        if name == "Autosave":
            rows.filter(noun="page").delete()
    schema_editor.connection.check_constraints()


class Migration(migrations.Migration):
    stops_the_site = (
        "An older release would take what is typed into a new page for the text of a new post."
    )
    dependencies = [
        ("posts", "0029_people_fill"),
        ("taggit", "0006_rename_taggeditem_content_type_object_id_taggit_tagg_content_8fc721_idx"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Page",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("trashed_at", models.DateTimeField(blank=True, editable=False, null=True)),
                (
                    "trashed_status",
                    models.CharField(
                        blank=True, db_default="", default="", editable=False, max_length=9
                    ),
                ),
                ("title", models.CharField(max_length=200)),
                (
                    "slug",
                    models.SlugField(
                        blank=True,
                        help_text="The address but for its slashes; from the title when left empty",
                        max_length=120,
                        unique=True,
                    ),
                ),
                ("description", models.TextField(blank=True, max_length=1000)),
                (
                    "language",
                    models.CharField(
                        default="en", help_text="Of its text: en, de, fr", max_length=12
                    ),
                ),
                (
                    "footer",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "not named there"),
                            ("1", "1"),
                            ("2", "2"),
                            ("3", "3"),
                            ("4", "4"),
                            ("5", "5"),
                            ("6", "6"),
                            ("7", "7"),
                            ("8", "8"),
                            ("9", "9"),
                        ],
                        max_length=1,
                        verbose_name="place in the footer",
                    ),
                ),
                ("story", models.TextField(blank=True, verbose_name="text")),
                ("story_html", models.TextField(blank=True, editable=False)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("draft", "draft"),
                            ("review", "in review"),
                            ("approved", "approved"),
                            ("withdrawn", "withdrawn"),
                        ],
                        default="draft",
                        max_length=9,
                    ),
                ),
                (
                    "publish_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="publish time"),
                ),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "import_ref",
                    models.CharField(editable=False, max_length=500, null=True, unique=True),
                ),
                ("imported_version", models.PositiveIntegerField(editable=False, null=True)),
                ("raw_original", models.TextField(blank=True, editable=False)),
                ("import_fields", models.JSONField(blank=True, default=dict, editable=False)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
            ],
            options={
                "ordering": ["title", "id"],
            },
        ),
        migrations.RemoveConstraint(
            model_name="presence",
            name="presence_belongs_once",
        ),
        migrations.RemoveConstraint(
            model_name="redirect",
            name="redirect_one_target",
        ),
        migrations.RemoveConstraint(
            model_name="revision",
            name="revision_belongs_once",
        ),
        migrations.RemoveConstraint(
            model_name="transition",
            name="transition_belongs_once",
        ),
        migrations.RemoveConstraint(
            model_name="workingcopy",
            name="workingcopy_belongs_once",
        ),
        migrations.AddField(
            model_name="page",
            name="trashed_by",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="autosave",
            name="page",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="autosaves",
                to="posts.page",
            ),
        ),
        migrations.AddField(
            model_name="pictureuse",
            name="page",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="picture_uses",
                to="posts.page",
            ),
        ),
        migrations.AddField(
            model_name="presence",
            name="page",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="presences",
                to="posts.page",
            ),
        ),
        migrations.AddField(
            model_name="redirect",
            name="page",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="redirects",
                to="posts.page",
            ),
        ),
        migrations.AddField(
            model_name="revision",
            name="page",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="revisions",
                to="posts.page",
            ),
        ),
        migrations.AddField(
            model_name="storylink",
            name="page",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="story_links",
                to="posts.page",
            ),
        ),
        migrations.AddField(
            model_name="transition",
            name="page",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="transitions",
                to="posts.page",
            ),
        ),
        migrations.AddField(
            model_name="workingcopy",
            name="page",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="working_copy",
                to="posts.page",
            ),
        ),
        migrations.AddConstraint(
            model_name="pictureuse",
            constraint=models.UniqueConstraint(
                fields=("page", "image"), name="picture_use_page_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="presence",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("dossier__isnull", True), ("page__isnull", True), ("post__isnull", False)
                    ),
                    models.Q(
                        ("dossier__isnull", False), ("page__isnull", True), ("post__isnull", True)
                    ),
                    models.Q(
                        ("dossier__isnull", True), ("page__isnull", False), ("post__isnull", True)
                    ),
                    _connector="OR",
                ),
                name="presence_belongs_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="presence",
            constraint=models.UniqueConstraint(
                fields=("user", "page"), name="presence_once_on_page"
            ),
        ),
        migrations.AddConstraint(
            model_name="redirect",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("category__isnull", True),
                        ("dossier__isnull", True),
                        ("image__isnull", True),
                        ("page__isnull", True),
                        ("place__isnull", True),
                        ("post__isnull", False),
                        ("tag__isnull", True),
                        ("to_path", ""),
                    ),
                    models.Q(
                        ("category__isnull", True),
                        ("dossier__isnull", False),
                        ("image__isnull", True),
                        ("page__isnull", True),
                        ("place__isnull", True),
                        ("post__isnull", True),
                        ("tag__isnull", True),
                        ("to_path", ""),
                    ),
                    models.Q(
                        ("category__isnull", True),
                        ("dossier__isnull", True),
                        ("image__isnull", True),
                        ("page__isnull", False),
                        ("place__isnull", True),
                        ("post__isnull", True),
                        ("tag__isnull", True),
                        ("to_path", ""),
                    ),
                    models.Q(
                        ("category__isnull", True),
                        ("dossier__isnull", True),
                        ("image__isnull", False),
                        ("page__isnull", True),
                        ("place__isnull", True),
                        ("post__isnull", True),
                        ("tag__isnull", True),
                        ("to_path", ""),
                    ),
                    models.Q(
                        ("category__isnull", False),
                        ("dossier__isnull", True),
                        ("image__isnull", True),
                        ("page__isnull", True),
                        ("place__isnull", True),
                        ("post__isnull", True),
                        ("tag__isnull", True),
                        ("to_path", ""),
                    ),
                    models.Q(
                        ("category__isnull", True),
                        ("dossier__isnull", True),
                        ("image__isnull", True),
                        ("page__isnull", True),
                        ("place__isnull", False),
                        ("post__isnull", True),
                        ("tag__isnull", True),
                        ("to_path", ""),
                    ),
                    models.Q(
                        ("category__isnull", True),
                        ("dossier__isnull", True),
                        ("image__isnull", True),
                        ("page__isnull", True),
                        ("place__isnull", True),
                        ("post__isnull", True),
                        ("tag__isnull", False),
                        ("to_path", ""),
                    ),
                    models.Q(
                        models.Q(("to_path", ""), _negated=True),
                        ("category__isnull", True),
                        ("dossier__isnull", True),
                        ("image__isnull", True),
                        ("page__isnull", True),
                        ("place__isnull", True),
                        ("post__isnull", True),
                        ("tag__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="redirect_one_target",
                violation_error_message="Choose one thing that it leads to.",
            ),
        ),
        migrations.AddConstraint(
            model_name="revision",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("dossier__isnull", True), ("page__isnull", True), ("post__isnull", False)
                    ),
                    models.Q(
                        ("dossier__isnull", False), ("page__isnull", True), ("post__isnull", True)
                    ),
                    models.Q(
                        ("dossier__isnull", True), ("page__isnull", False), ("post__isnull", True)
                    ),
                    _connector="OR",
                ),
                name="revision_belongs_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="revision",
            constraint=models.UniqueConstraint(
                fields=("page", "version"), name="revision_once_of_page"
            ),
        ),
        migrations.AddConstraint(
            model_name="storylink",
            constraint=models.UniqueConstraint(
                fields=("page", "target"), name="story_link_page_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="transition",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("dossier__isnull", True), ("page__isnull", True), ("post__isnull", False)
                    ),
                    models.Q(
                        ("dossier__isnull", False), ("page__isnull", True), ("post__isnull", True)
                    ),
                    models.Q(
                        ("dossier__isnull", True), ("page__isnull", False), ("post__isnull", True)
                    ),
                    _connector="OR",
                ),
                name="transition_belongs_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="workingcopy",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("dossier__isnull", True), ("page__isnull", True), ("post__isnull", False)
                    ),
                    models.Q(
                        ("dossier__isnull", False), ("page__isnull", True), ("post__isnull", True)
                    ),
                    models.Q(
                        ("dossier__isnull", True), ("page__isnull", False), ("post__isnull", True)
                    ),
                    _connector="OR",
                ),
                name="workingcopy_belongs_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="page",
            constraint=models.CheckConstraint(
                condition=models.Q(("status__in", ["draft", "review", "approved", "withdrawn"])),
                name="page_status_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="page",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("status", "approved"), _negated=True),
                    ("publish_at__isnull", False),
                    _connector="OR",
                ),
                name="page_approved_has_publish_at",
                violation_error_message="An approved page needs a publish time.",
            ),
        ),
        migrations.AddConstraint(
            model_name="page",
            constraint=models.CheckConstraint(
                condition=models.Q(("trashed_at", None), ("status", "withdrawn"), _connector="OR"),
                name="page_in_trash_is_withdrawn",
            ),
        ),
        migrations.AddConstraint(
            model_name="page",
            constraint=models.CheckConstraint(
                condition=models.Q(("slug", ""), _negated=True), name="page_has_slug"
            ),
        ),
        migrations.AddConstraint(
            model_name="page",
            constraint=models.CheckConstraint(
                condition=models.Q(("title", ""), _negated=True), name="page_has_title"
            ),
        ),
        migrations.AddConstraint(
            model_name="page",
            constraint=models.CheckConstraint(
                condition=django.db.models.lookups.LessThanOrEqual(
                    django.db.models.functions.text.Length("title"), 200
                ),
                name="page_title_length",
            ),
        ),
        migrations.AddConstraint(
            model_name="page",
            constraint=models.CheckConstraint(
                condition=django.db.models.lookups.LessThanOrEqual(
                    django.db.models.functions.text.Length("slug"), 120
                ),
                name="page_slug_length",
            ),
        ),
        migrations.AddConstraint(
            model_name="page",
            constraint=models.CheckConstraint(
                condition=django.db.models.lookups.LessThanOrEqual(
                    django.db.models.functions.text.Length("description"), 1000
                ),
                name="page_description_length",
            ),
        ),
        migrations.AddConstraint(
            model_name="page",
            constraint=models.CheckConstraint(
                condition=django.db.models.lookups.LessThanOrEqual(
                    django.db.models.functions.text.Length("story"), 1000000
                ),
                name="page_story_length",
            ),
        ),
        migrations.AddConstraint(
            model_name="page",
            constraint=models.CheckConstraint(
                condition=django.db.models.lookups.LessThanOrEqual(
                    django.db.models.functions.text.Length("import_ref"), 500
                ),
                name="page_import_ref_length",
            ),
        ),
        migrations.RunPython(let_editors_write_them, forget_pages),
    ]
