"""Whether this code can serve a database that newer code has migrated, as after a rollback.

It can where the newer migrations only added what it need not name.
"""

from collections.abc import Iterator
from typing import Any, Final

from django.apps import apps
from django.db import connection
from django.db.migrations.loader import MigrationLoader

# The columns of a table, and whether each has to be given a value. Django's own introspection of
# SQLite does not read all that may stand in brackets there.
_COLUMNS: Final = {
    "sqlite": 'SELECT name, "notnull" AND dflt_value IS NULL FROM pragma_table_info(%s)',
    "postgresql": """
        SELECT column_name,
               is_nullable = 'NO' AND column_default IS NULL
               AND is_identity = 'NO' AND is_generated = 'NEVER'
        FROM information_schema.columns
        WHERE table_schema = ANY (current_schemas(false)) AND table_name = %s
    """,
}


def unknown_migrations(loader: MigrationLoader) -> list[str]:
    """Return those that the database has and this code has not, nor what replaced them."""
    own = {*loader.disk_migrations}
    own |= {old for found in loader.disk_migrations.values() for old in found.replaces}
    return [
        f"{app}.{name}"
        for app, name in sorted({*loader.applied_migrations} - own)
        if app in loader.migrated_apps
    ]


def misfits() -> Iterator[str]:
    """Yield what this code asks for and the database lacks, or the other way round."""
    with connection.cursor() as cursor:
        tables = set(connection.introspection.table_names(cursor))
        for model in apps.get_models(include_auto_created=True):
            if model._meta.proxy:
                continue
            if model._meta.db_table in tables:
                yield from _of_columns(cursor, model)
            else:
                yield f"the table {model._meta.db_table} is gone"


def _of_columns(cursor: Any, model: Any) -> Iterator[str]:
    table = model._meta.db_table
    cursor.execute(_COLUMNS[connection.vendor], [table])
    is_required = dict(cursor.fetchall())
    known = {field.column for field in model._meta.local_concrete_fields}
    for name in sorted(known - is_required.keys()):
        yield f"the column {table}.{name} is gone"
    for name in sorted(is_required.keys() - known):
        if is_required[name]:
            yield f"the column {table}.{name} is required, and this code does not know it"
