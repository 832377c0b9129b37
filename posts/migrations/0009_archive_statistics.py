"""Let PostgreSQL know how many posts each archive has: it took all of a kind for equally long.

Without that it begins a search within the largest category with all of its posts.
"""

from typing import Any

from django.db import migrations

FORWARDS = "CREATE STATISTICS posts_archive_keys (mcv) ON archive, key FROM posts_archiveentry"
BACKWARDS = "DROP STATISTICS posts_archive_keys"


def _run(schema_editor: Any, statement: str) -> None:
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(statement)


def forwards(apps: Any, schema_editor: Any) -> None:
    _run(schema_editor, FORWARDS)


def backwards(apps: Any, schema_editor: Any) -> None:
    _run(schema_editor, BACKWARDS)


class Migration(migrations.Migration):
    dependencies = [("posts", "0008_redirects_to_dossiers")]
    operations = [migrations.RunPython(forwards, backwards)]
