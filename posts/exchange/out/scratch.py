"""SQLite files beside the site's own database, on which this process works for a while."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.management.color import no_style
from django.core.management.sql import sql_flush
from django.db import DEFAULT_DB_ALIAS, connection, connections, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.utils import load_backend

_ENGINE = "django.db.backends.sqlite3"
# It is nobody's yet: who makes it has the disk keep it once it is whole.
_HASTY = "PRAGMA journal_mode=MEMORY; PRAGMA synchronous=OFF; PRAGMA cache_size=-32000;"


@contextmanager
def working_on(file: Path) -> Iterator[None]:
    """Let all that is read and written in this process be of `file`, an SQLite database."""
    own: Any = {"ENGINE": _ENGINE, "NAME": str(file), "OPTIONS": {"init_command": _HASTY}}
    configured = connections.configure_settings({DEFAULT_DB_ALIAS: own})
    wrapper = load_backend(_ENGINE).DatabaseWrapper(configured[DEFAULT_DB_ALIAS], DEFAULT_DB_ALIAS)
    site = connections[DEFAULT_DB_ALIAS]
    connections[DEFAULT_DB_ALIAS] = wrapper
    ContentType.objects.clear_cache()
    try:
        yield
    finally:
        wrapper.close()
        connections[DEFAULT_DB_ALIAS] = site
        ContentType.objects.clear_cache()


def removed(file: Path) -> None:
    """Remove an SQLite file with what stands beside it."""
    for ending in ("", "-journal", "-wal", "-shm"):
        Path(f"{file}{ending}").unlink(missing_ok=True)


class EveryStep(MigrationLoader):
    """Migrations with each of those that a later one replaces, and without that later one.

    Django reads them so by itself for a database that has some of those that are replaced.
    """

    def replace_migration(self, key: tuple[str, str]) -> None:
        replaced = self.replacements[key].replaces
        if any(old in self.disk_migrations for old in replaced):
            self.graph.remove_replacement_node(key, replaced)
        else:
            super().replace_migration(key)


def migrate_to(targets: list[tuple[str, str]], graph: type[MigrationLoader]) -> None:
    """Make the tables of these migrations, as `graph` has them, and leave them empty."""
    executor = MigrationExecutor(connection)
    executor.loader = graph(connection)
    executor.migrate(targets)
    empty()


def empty() -> None:
    """Empty all tables: also of the gazetteer and the groups that migrations bring."""
    statements = sql_flush(no_style(), connection, allow_cascade=True)
    with transaction.atomic(), connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
    ContentType.objects.clear_cache()
