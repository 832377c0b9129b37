"""What the running release knows of the database, and how each engine stores a field."""

import re
from collections.abc import Iterator
from typing import Any, Final

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.state import ProjectState
from django.db.models import Value
from django.db.models.functions import Now
from django.db.utils import ConnectionHandler

# Never connected: they tell types.
ENGINES: Final = ConnectionHandler(
    {
        "default": {"ENGINE": "django.db.backends.sqlite3"},
        "postgresql": {"ENGINE": "django.db.backends.postgresql"},
    }
)
_LETTERS: Final = re.compile(r"varchar\((\d+)\)")


class Running:
    """The tables of a release by their names, each with its fields by the names of columns."""

    def __init__(self, state: ProjectState) -> None:
        self._columns: dict[str, dict[str, Any]] = {
            model._meta.db_table: {str(f.column): f for f in model._meta.local_concrete_fields}
            for model in state.apps.get_models(include_auto_created=True)
            if not model._meta.proxy
        }

    def has_table(self, name: str) -> bool:
        return name in self._columns

    def field(self, table: str, column: str) -> Any:
        """Return the field in that column, None where the release has no such column."""
        return self._columns.get(table, {}).get(column)


def leaves_no_gap(field: Any) -> bool:
    """Whether a row can be inserted by a release that does not name the column of `field`."""
    return bool(field.null or field.has_db_default() or field.generated)


def is_constant(field: Any) -> bool:
    """Whether old rows get the value of `field` without being written anew."""
    default = field.db_default if field.has_db_default() else None
    one_for_all = not hasattr(default, "resolve_expression") or isinstance(default, (Value, Now))
    return one_for_all and not field.generated


def changes_of_type(old: Any, new: Any) -> Iterator[tuple[str, str, str]]:
    """Yield engine, old and new type of a column which the engine would have to rewrite."""
    for engine in ENGINES.all():
        before, after = (_type(field, engine) for field in (old, new))
        if before != after and not _widens(before, after):
            yield engine.display_name, before, after


def _type(field: Any, engine: BaseDatabaseWrapper) -> str:
    told = field.db_parameters(connection=engine)
    parts = (told["type"], told.get("check"), told.get("collation"))
    return " ".join(str(part) for part in parts if part)


def _widens(before: str, after: str) -> bool:
    """Whether each old value is one of the new type as it lies there."""
    old, new = _LETTERS.fullmatch(before), _LETTERS.fullmatch(after)
    longer = old is not None and new is not None and int(new[1]) >= int(old[1])
    return longer or (old is not None and after == "text")
