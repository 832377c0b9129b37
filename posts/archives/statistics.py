"""What a database is told of its tables, so that it takes the short way to what is asked for."""

from django.apps import apps
from django.db import connection, transaction

# Rows of each index that SQLite looks at, so that it takes no longer for more posts.
_LOOKED_AT = 400
_APPS = ("posts", "taggit")


_UNTOLD = """SELECT relname FROM pg_class
WHERE relname = ANY(%s) AND relnamespace = current_schema()::regnamespace AND reltuples <> 0
AND relname NOT IN (SELECT tablename FROM pg_stats WHERE schemaname = current_schema())"""


def take_statistics(*, only_missing: bool = False) -> None:
    """Have the planner count what the tables hold; done after many rows were written.

    PostgreSQL does it by itself too, a minute later; SQLite never does. What takes SQLite a few
    milliseconds takes PostgreSQL seconds: with `only_missing` it counts those tables alone of
    which it knows nothing, as after a restore.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        tables = _tables()
        if connection.vendor == "sqlite":
            cursor.execute(f"PRAGMA analysis_limit = {_LOOKED_AT}")
        elif only_missing:
            cursor.execute(_UNTOLD, [tables])
            tables = [name for (name,) in cursor.fetchall()]
        # Of the tables of words SQLite would read every row.
        for table in tables:
            cursor.execute(f"ANALYZE {connection.ops.quote_name(table)}")


def _tables() -> list[str]:
    models = apps.get_models(include_auto_created=True)
    own = (model._meta for model in models if model._meta.app_label in _APPS)
    return [meta.db_table for meta in own if meta.managed]
