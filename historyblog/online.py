"""Operations of a migration that leave a table in use, for both engines.

PostgreSQL has its own for that, which SQLite does not know: there they do what the plain ones do.
"""

from typing import Any

from django.contrib.postgres import operations as postgres
from django.db.migrations import AddConstraint, AddIndex


def _is_postgresql(schema_editor: Any) -> bool:
    return bool(schema_editor.connection.vendor == "postgresql")


class AddIndexConcurrently(postgres.AddIndexConcurrently):
    """Builds an index while rows are written; alone in a migration with `atomic = False`.

    One that was stopped leaves an index that is not valid: drop it, and migrate again.
    """

    def database_forwards(self, app_label: str, schema_editor: Any, *states: Any) -> None:
        kind = postgres.AddIndexConcurrently if _is_postgresql(schema_editor) else AddIndex
        kind.database_forwards(self, app_label, schema_editor, *states)

    def database_backwards(self, app_label: str, schema_editor: Any, *states: Any) -> None:
        kind = postgres.AddIndexConcurrently if _is_postgresql(schema_editor) else AddIndex
        kind.database_backwards(self, app_label, schema_editor, *states)


class AddConstraintNotValid(postgres.AddConstraintNotValid):
    """Asks something of new rows alone; old ones are looked at by `ValidateConstraint`."""

    def database_forwards(self, app_label: str, schema_editor: Any, *states: Any) -> None:
        kind = postgres.AddConstraintNotValid if _is_postgresql(schema_editor) else AddConstraint
        kind.database_forwards(self, app_label, schema_editor, *states)


class ValidateConstraint(postgres.ValidateConstraint):
    """Looks at old rows while new ones are written, in a migration of its own."""

    def database_forwards(self, app_label: str, schema_editor: Any, *states: Any) -> None:
        if _is_postgresql(schema_editor):
            super().database_forwards(app_label, schema_editor, *states)
