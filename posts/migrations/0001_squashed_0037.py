"""All that the migrations make that it replaces, in one step, for a database that is new.

One that has some of them goes on by them; one that has all of them goes on from here. The tables
are those that they end with, read from their operations, and what they fill them with is called
from here, so that nothing is said twice.
"""

from collections.abc import Iterator
from graphlib import TopologicalSorter
from importlib import import_module
from typing import Any

from django.conf import settings
from django.db import migrations, models
from django.db.migrations.state import ModelState, ProjectState

REPLACED = (
    "0001_tables",
    "0002_places",
    "0003_search",
    "0004_groups",
    "0005_content_version",
    "0006_transparent_pictures",
    "0007_dossier_language",
    "0008_stored_parts",
    "0009_autosave_token",
    "0010_autosave_token_fill",
    "0011_autosave_by_token",
    "0012_notices_and_outbox",
    "0013_dossiers_on_the_desk",
    "0014_trash",
    "0015_trash_of_posts",
    "0016_trash_of_pictures",
    "0017_story_links",
    "0018_proposed_places",
    "0019_post_proposing",
    "0020_refs_with_site",
    "0021_citation_keys",
    "0022_citation_keys_fill",
    "0023_span_pages",
    "0024_form_counts",
    "0025_letters",
    "0026_letters_for_groups",
    "0027_subscriptions",
    "0028_people",
    "0029_people_fill",
    "0030_pages",
    "0031_translations",
    "0032_translations_index",
    "0033_import_runs",
    "0034_works",
    "0035_notices_of_letters",
    "0036_notices_of_letters_back",
    "0037_outbox_subscription_index",
)
steps = {name: import_module(f"posts.migrations.{name}") for name in REPLACED}
first, places, search, groups = (steps[name] for name in REPLACED[:4])
letters, pages = steps["0026_letters_for_groups"], steps["0030_pages"]


def tables() -> Iterator[migrations.CreateModel | migrations.AddField]:
    """Yield what makes them, each after those that it points to."""
    state = ProjectState()
    for name, step in steps.items():
        step.Migration(name, "posts").mutate_state(state, preserve=False)
    made = state.models
    sorter = TopologicalSorter({key: made.keys() & _before(made[key]) - {key} for key in made})
    later = []
    for key in sorter.static_order():
        model = made[key]
        fields = [(name, field) for name, field in model.fields.items() if not _through(field)]
        yield migrations.CreateModel(model.name, fields, model.options, model.bases, model.managers)
        later += [(model, name, field) for name, field in model.fields.items() if _through(field)]
    for model, name, field in later:
        yield migrations.AddField(model.name, name, field)


def _before(model: ModelState) -> set[tuple[str, str]]:
    others = (field.remote_field for field in model.fields.values() if not _through(field))
    labels = (str(other.model).lower().split(".") for other in others if other)
    return {(app, name) for app, name in labels}


def _through(field: models.Field) -> bool:
    """Whether it leads through a table of its own model, which points to both sides."""
    through = getattr(field.remote_field, "through", None)
    return str(through or "").startswith("posts.")


def leave(apps: Any, schema_editor: Any) -> None:
    first.forget_tags(apps, schema_editor)
    schema_editor.connection.check_constraints()  # or PostgreSQL would keep the tables for it


class AtOnce(migrations.SeparateDatabaseAndState):
    """Operations on the state that they all lead to.

    Rendering the models after each of fifty would take most of the time of a new database.
    """

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        vars(state).pop("apps", None)
        super().state_forwards(app_label, state)

    def database_forwards(
        self, app_label: str, schema_editor: Any, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        for operation in self.database_operations:
            operation.database_forwards(app_label, schema_editor, to_state, to_state)

    def database_backwards(
        self, app_label: str, schema_editor: Any, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        for operation in reversed(self.database_operations):
            operation.database_backwards(app_label, schema_editor, from_state, from_state)


made = list(tables())


class Migration(migrations.Migration):
    initial = True
    stops_the_site = "No site runs on a database without tables."
    replaces = [("posts", name) for name in REPLACED]
    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        ("axes", "0001_initial"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("taggit", "0006_rename_taggeditem_content_type_object_id_taggit_tagg_content_8fc721_idx"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        AtOnce(made, made),
        migrations.RunPython(migrations.RunPython.noop, leave),
        migrations.RunPython(search.forwards, search.backwards),
        migrations.RunPython(places.load, places.unload),
        migrations.RunPython(groups.make_groups, groups.remove_groups),
        migrations.RunPython(letters.let_groups, migrations.RunPython.noop),
        migrations.RunPython(pages.let_editors_write_them, migrations.RunPython.noop),
    ]
