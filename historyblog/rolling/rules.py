"""Which operation would break or lock the release that runs while it is applied, and the remedy."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.contrib.postgres import operations as postgres
from django.db import migrations
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState
from django.db.models import CheckConstraint, Q, UniqueConstraint

from historyblog.rolling.schema import Running, changes_of_type, is_constant, leaves_no_gap

# A reason, and a remedy.
type Found = Iterator[tuple[str, str]]

FILL: Final = "Give it a db_default, or add it with null=True, fill it, and require it a release on"
CONTRACT: Final = (
    "Let a release go out that does not use it (SeparateDatabaseAndState with state_operations,"
    " the column nullable or with a db_default), and drop it by RunSQL a release on"
)
COPY: Final = "Add a new one, write both, fill it, read the new one, and drop the old a release on"
INDEX: Final = (
    "Build it by AddIndexConcurrently of historyblog.online, alone in a migration with atomic ="
    " False (of a ForeignKey: db_index=False, and the index in Meta.indexes)"
)
CHECK: Final = (
    "Add it by AddConstraintNotValid of historyblog.online, and ValidateConstraint in a migration"
    " of its own"
)
STOP: Final = "Do it in a release for which the site stops: stops_the_site = '…' in the migration"
ONE_WAY: Final = "Give it what takes it back: reverse_code or reverse_sql, a noop if nothing has to"


@dataclass(frozen=True)
class Step:
    """An operation on the database, with the models before and after it."""

    operation: Any
    app_label: str
    before: ProjectState
    after: ProjectState
    running: Running

    def old(self) -> Any:
        return self._model(self.before)

    def new(self) -> Any:
        return self._model(self.after)

    def _model(self, state: ProjectState) -> Any:
        names = ("model_name", "old_name", "name")
        name = next(found for at in names if (found := getattr(self.operation, at, None)))
        return state.apps.get_model(self.app_label, name)

    @property
    def is_in_use(self) -> bool:
        """Whether the running release has the table that is changed."""
        return self.running.has_table(self.old()._meta.db_table)


def complaints(step: Step) -> Found:
    if not step.operation.reversible:
        yield "it cannot be taken back", ONE_WAY
    yield from _rule(step)(step)


def _rule(step: Step) -> Callable[[Step], Found]:
    return next((RULES[kind] for kind in type(step.operation).__mro__ if kind in RULES), _unknown)


def touches_tables_in_use(step: Step) -> bool:
    return _rule(step) not in (_free, _run_python, _run_sql, _unknown) and step.is_in_use


def fills_data(step: Step) -> bool:
    return isinstance(step.operation, _DATA)


def asks_to_be_alone(step: Step) -> bool:
    return isinstance(step.operation, _ALONE)


def _free(step: Step) -> Found:
    yield from ()


def _unknown(step: Step) -> Found:
    yield "what it does to a table in use is not known here", "Say it by Django's own operations"


def _add_field(step: Step) -> Found:
    field = step.new()._meta.get_field(step.operation.name)
    if not step.is_in_use or field.many_to_many:
        return
    if not leaves_no_gap(field):
        yield "the running release inserts rows without it, and NOT NULL refuses them", FILL
    if not is_constant(field):
        yield "PostgreSQL writes every row anew while nobody may read the table", FILL
    if field.db_index or field.unique:
        yield from _builds_index(field.unique)


def _builds_index(unique: bool) -> Found:
    reason = "PostgreSQL builds its index while nobody may write the table"
    if unique:
        yield f"{reason}, and the running release may write what it forbids", STOP
    else:
        yield reason, INDEX


def _alter_field(step: Step) -> Found:
    old, new = (m._meta.get_field(step.operation.name) for m in (step.old(), step.new()))
    if not step.is_in_use or (old.many_to_many and new.many_to_many):
        return
    if old.many_to_many or new.many_to_many or old.column != new.column:
        yield from _renamed(step, old.column)
        return
    for engine, before, after in changes_of_type(old, new):
        yield f"{engine} writes every row anew under lock, from {before} to {after}", COPY
    yield from _required(step, old, new)
    if (new.db_index or new.unique) and (old.db_index, old.unique) != (new.db_index, new.unique):
        yield from _builds_index(new.unique)
    if _has_foreign_key(new) and not _has_foreign_key(old):
        yield "PostgreSQL checks every row while nobody may write either table", STOP


def _has_foreign_key(field: Any) -> bool:
    return bool(field.remote_field and getattr(field, "db_constraint", False))


def _required(step: Step, old: Any, new: Any) -> Found:
    """What a column asks of rows that the running release inserts, and of those that are there."""
    running = step.running.field(old.model._meta.db_table, old.column)
    may_be_empty = running.null and not running.has_default() if running else True
    drops_default = old.has_db_default() and not new.has_db_default()
    if new.null or new.has_db_default():
        pass
    elif (old.null and may_be_empty) or (drops_default and not _names(running)):
        yield "the running release inserts rows without it, and NOT NULL refuses them", FILL
    if old.null and not new.null and not _is_known_to_be_filled(step, new.name):
        reason = "PostgreSQL looks for empty rows while nobody may read the table"
        yield reason, f"{CHECK}, with condition=Q({new.name}__isnull=False), before this"


def _names(running: Any) -> bool:
    """Whether the running release gives a value of its own for the column."""
    return bool(running and (running.has_default() or not running.has_db_default()))


def _is_known_to_be_filled(step: Step, name: str) -> bool:
    return any(
        isinstance(constraint, CheckConstraint)
        and constraint.condition == Q(**{f"{name}__isnull": False})
        for constraint in step.old()._meta.constraints
    )


def _remove_field(step: Step) -> Found:
    field = step.old()._meta.get_field(step.operation.name)
    table = step.old()._meta.db_table
    if field.many_to_many:
        if step.running.has_table(field.remote_field.through._meta.db_table):
            yield "the running release reads and writes that table", CONTRACT
    elif step.running.field(table, field.column):
        yield "the running release reads and writes that column", CONTRACT


def _delete_model(step: Step) -> Found:
    if step.is_in_use:
        yield "the running release reads and writes that table", CONTRACT


def _rename_field(step: Step) -> Found:
    old = step.old()._meta.get_field(step.operation.old_name_lower)
    new = step.new()._meta.get_field(step.operation.new_name_lower)
    if old.column != new.column:
        yield from _renamed(step, old.column)


def _renamed(step: Step, column: str) -> Found:
    if step.running.field(step.old()._meta.db_table, column):
        yield "the running release asks for the column by its old name", COPY


def _rename_table(step: Step) -> Found:
    if step.is_in_use:
        remedy = "Keep the table's name with db_table in Meta, from this release on"
        yield "the running release asks for the table by its old name", remedy


def _alter_table(step: Step) -> Found:
    if step.old()._meta.db_table != step.new()._meta.db_table:
        yield from _rename_table(step)


def _add_index(step: Step) -> Found:
    if step.is_in_use:
        yield from _builds_index(unique=False)


def _together(step: Step) -> Found:
    if step.is_in_use:
        yield "PostgreSQL builds it while nobody may write the table", STOP


def _add_constraint(step: Step) -> Found:
    if not step.is_in_use:
        return
    if isinstance(step.operation.constraint, CheckConstraint):
        yield "PostgreSQL checks every row while nobody may read the table", CHECK
    else:
        yield from _builds_index(unique=True)


def _remove_constraint(step: Step) -> Found:
    model = step.before.models[step.app_label, step.operation.model_name_lower]
    found = model.get_constraint_by_name(step.operation.name)
    if step.is_in_use and isinstance(found, UniqueConstraint):
        yield "the running release may count on it", CONTRACT


def _run_python(step: Step) -> Found:
    functions = (step.operation.code, step.operation.reverse_code)
    if any("execute" in function.__code__.co_names for function in functions if function):
        yield "what statements a function runs is not seen here", "Write them as RunSQL"


_STATEMENT: Final = re.compile(
    r"\b(ALTER|DROP|RENAME|TRUNCATE|LOCK|REINDEX|CLUSTER|VACUUM)\b"
    r"|\bCREATE\s+(UNIQUE\s+)?INDEX\b(?!\s+CONCURRENTLY)",
    re.IGNORECASE,
)
_OF_TABLE: Final = re.compile(
    r"\s*(?:ALTER|DROP)\s+TABLE\s+(?:IF\s+EXISTS\s+)?\"?(\w+)\"?"
    r"(?:\s+DROP\s+COLUMN\s+(?:IF\s+EXISTS\s+)?\"?(\w+)\"?)?\s*;?\s*",
    re.IGNORECASE,
)


def _run_sql(step: Step) -> Found:
    for statement in _statements(step.operation.sql):
        if not _STATEMENT.search(statement):
            continue
        told = _OF_TABLE.fullmatch(statement)
        if not told:
            reason = f"what {statement.strip()!r} does to a table in use is not known here"
            yield reason, "Say it by an operation of Django, or of historyblog.online"
        elif told[2] and step.running.field(told[1], told[2]):
            yield f"the running release reads and writes {told[1]}.{told[2]}", CONTRACT
        elif not told[2] and step.running.has_table(told[1]):
            yield f"the running release reads and writes {told[1]}", CONTRACT


def _statements(sql: Any) -> Iterator[str]:
    parts = [sql] if isinstance(sql, str) else [s if isinstance(s, str) else s[0] for s in sql]
    for part in parts:
        yield from (piece for piece in part.split(";") if piece.strip())


_FREE: Final = (
    *(migrations.CreateModel, migrations.AlterModelOptions, migrations.AlterModelManagers),
    *(migrations.AlterModelTableComment, migrations.AlterConstraint, migrations.RenameIndex),
)
_DATA: Final = (migrations.RunPython, migrations.RunSQL)
_ALONE: Final = (postgres.AddIndexConcurrently, postgres.ValidateConstraint)
# Looked for from the class of an operation upwards.
RULES: Final[Mapping[type[Operation], Callable[[Step], Found]]] = {
    **dict.fromkeys(_FREE, _free),
    migrations.AddField: _add_field,
    migrations.AlterField: _alter_field,
    migrations.RemoveField: _remove_field,
    migrations.RenameField: _rename_field,
    migrations.DeleteModel: _delete_model,
    migrations.RenameModel: _rename_table,
    migrations.AlterModelTable: _alter_table,
    migrations.AlterUniqueTogether: _together,
    migrations.AddIndex: _add_index,
    postgres.AddIndexConcurrently: _free,
    migrations.RemoveIndex: _free,
    migrations.AddConstraint: _add_constraint,
    postgres.AddConstraintNotValid: _free,
    postgres.ValidateConstraint: _free,
    migrations.RemoveConstraint: _remove_constraint,
    migrations.RunPython: _run_python,
    migrations.RunSQL: _run_sql,
}
