"""Rows as lines of JSON, the same from either engine, and back.

Every table is in a backup, in the order of its keys, unless it stands in `LEFT_OUT`.
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator
from datetime import date, time
from decimal import Decimal
from itertools import batched
from typing import Any, Final
from uuid import UUID

from django.apps import apps
from django.core.exceptions import ValidationError
from django.core.management.color import no_style
from django.db import DataError, IntegrityError, connection, models
from django.db.migrations.loader import MigrationLoader

from posts.exchange.out.backup_file import Backup, BackupError
from posts.exchange.out.scratch import EveryStep

# What is made anew from the other rows, and what means nothing on another day or to another site.
LEFT_OUT: Final = {
    "posts.archiveentry": "made anew from posts",
    "posts.contentversion": "begins anew",
    "posts.searchdocument": "made anew from posts and dossiers",
    "posts.searchterm": "made anew from posts and dossiers",
    "posts.storedparts": "made anew by the server",
    "posts.storedsurroundings": "made anew by the server",
    "posts.outboxmessage": "would be sent a second time, and holds links to new passwords",
    "posts.formcount": "counts of the last day",
    "posts.presence": "tells who has a form open now",
    "sessions.session": "lets its holder in; everybody signs in again",
    "axes.accessattempt": "addresses of who failed to sign in",
    "axes.accessattemptexpiration": "addresses of who failed to sign in",
    "axes.accessfailurelog": "addresses of who failed to sign in",
    "axes.accesslog": "addresses of who signed in",
}
AT_ONCE: Final = 100  # rows in memory

type Model = type[models.Model]
type Keys = set[tuple[str, str]]
type Tell = Callable[[int], None]  # is told of each row


def backed_up(registry: Any = apps) -> dict[str, Model]:
    """Return each table that a backup has, by its label."""
    found = registry.get_models(include_auto_created=True)
    labels = {model._meta.label_lower: model for model in found if model._meta.managed}
    return {label: labels[label] for label in sorted(labels.keys() - LEFT_OUT.keys())}


def member_of(label: str) -> str:
    return f"rows/{label}.jsonl"


def lines_of(model: Model, tell: Tell = lambda number: None) -> Iterator[bytes]:
    """Yield each row, within one transaction; `tell` hears of how many there were."""
    names = _columns(model)
    rows = model._base_manager.order_by("pk").values_list(*names)
    for row in rows.iterator(chunk_size=AT_ONCE):
        # What is within a column has no order on one of the engines.
        made = dict(zip(names, row, strict=True))
        text = json.dumps(made, ensure_ascii=False, default=_as_text, sort_keys=True)
        tell(1)
        yield f"{text}\n".encode()


def digest_of(model: Model) -> str:
    digest = hashlib.sha256()
    for line in lines_of(model):
        digest.update(line)
    return digest.hexdigest()


def _columns(model: Model) -> list[str]:
    return [field.attname for field in model._meta.local_concrete_fields]


def _as_text(value: Any) -> str:
    if isinstance(value, date | time):  # a datetime is a date
        return value.isoformat()
    if isinstance(value, Decimal | UUID):
        return str(value)
    raise BackupError(f"A backup has no place for a {type(value).__name__}: {value!r}")


def applied_migrations() -> dict[str, list[str]]:
    """Return the migrations that the database has, by app, as far as this code knows them."""
    loader = MigrationLoader(connection)
    return _by_app(key for key in loader.applied_migrations if key in loader.graph.nodes)


def _as_known(keys: Keys) -> tuple[MigrationLoader, Keys]:
    """Return the migrations among which `keys` are found, and what those are called there."""
    loader = MigrationLoader(None)
    for key, migration in loader.replacements.items():
        if key in loader.graph.nodes and keys.issuperset(migration.replaces):
            keys = keys.difference(migration.replaces) | {key}
    if keys <= loader.graph.nodes.keys():
        return loader, keys
    steps = EveryStep(None)
    return (steps if keys <= steps.graph.nodes.keys() else loader), keys


def _by_app(keys: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for app, name in sorted(keys):
        found.setdefault(app, []).append(name)
    return found


class Tables:
    """The tables that a backup was made of, as its migrations leave them."""

    def __init__(self, backup: Backup) -> None:
        """Raises BackupError for a backup of a newer release, or with tables of none."""
        told: dict[str, list[str]] = backup.manifest["migrations"]
        keys = {(app, name) for app, names in told.items() for name in names}
        loader, keys = _as_known(keys)
        if newer := sorted(keys - loader.graph.nodes.keys()):
            raise BackupError(
                f"{backup.path} is of a newer release, or another: this one does not know"
                f" {', '.join('.'.join(key) for key in newer)}. Restore it with that release."
            )
        self.migrations = _by_app(keys)
        self.graph = type(loader)
        nodes = loader.graph.node_map
        self.targets = [
            key for key in sorted(keys) if not any(c.key in keys for c in nodes[key].children)
        ]
        self.is_older = len(keys) < len(loader.graph.nodes)
        self.models = backed_up(loader.project_state(self.targets).apps)
        self._require_known(backup)
        self._backup = backup

    def _require_known(self, backup: Backup) -> None:
        wanted = {member_of(label) for label in self.models}
        found = {name for name in backup.files if name.startswith("rows/")}
        if odd := sorted(wanted ^ found):
            kind = "lacks" if odd[0] in wanted else "has, and no release knows,"
            raise BackupError(f"{backup.path} {kind} {', '.join(odd)}.")

    def load(self, tell: Tell) -> None:
        """Write all rows into empty tables, within a transaction, and count keys on from them."""
        for label, model in self.models.items():
            _load(model, self._backup.lines(member_of(label)), tell, member_of(label))
        try:
            connection.check_constraints()
        except IntegrityError as error:
            raise BackupError(f"Its rows do not fit together: {error}") from error
        with connection.cursor() as cursor:
            for line in connection.ops.sequence_reset_sql(no_style(), [*self.models.values()]):
                cursor.execute(line)

    def compare(self) -> None:
        """Raises BackupError unless the tables hold what was read, row for row."""
        for label, model in self.models.items():
            if digest_of(model) != self._backup.files[member_of(label)]["sha256"]:
                raise BackupError(f"{label} came in with other rows than {self._backup.path} has.")


def _load(model: Model, lines: Iterator[bytes], tell: Tell, name: str) -> None:
    fields = {field.attname: field for field in model._meta.local_concrete_fields}
    quote = connection.ops.quote_name
    columns = ", ".join(quote(str(field.column)) for field in fields.values())
    marks = ", ".join(["%s"] * len(fields))
    table = quote(model._meta.db_table)
    insert = f"INSERT INTO {table} ({columns}) VALUES ({marks})"  # noqa: S608
    with connection.cursor() as cursor:
        for some in batched(lines, AT_ONCE):
            try:
                cursor.executemany(insert, [_values(fields, line) for line in some])
            except (ValueError, TypeError, ValidationError, DataError, IntegrityError) as error:
                reason = " ".join(str(error).split())
                raise BackupError(f"{name}: a row cannot be stored: {reason}") from error
            tell(len(some))


def _values(fields: dict[str, Any], line: bytes) -> list[Any]:
    row = json.loads(line)
    if row.keys() != fields.keys():
        odd = ", ".join(sorted(row.keys() ^ fields.keys()))
        raise ValueError(f"it has other columns than its table: {odd}")
    return [
        field.get_db_prep_save(field.to_python(row[name]), connection)
        for name, field in fields.items()
    ]
