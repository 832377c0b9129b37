"""Whether migrations can be applied while the release before them serves the site.

A migration that cannot says so, `stops_the_site = "why"` in its class: it is told, not refused.
"""

import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.migrations import Migration, SeparateDatabaseAndState
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState

from historyblog.rolling.rules import (
    Step,
    asks_to_be_alone,
    complaints,
    fills_data,
    touches_tables_in_use,
)
from historyblog.rolling.schema import Running

type Key = tuple[str, str]


@dataclass(frozen=True)
class Complaint:
    """What speaks against a migration; `str()` is fit for whoever wrote it or applies it."""

    migration: str
    about: str
    reason: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.migration}: {self.about}: {self.reason}. {self.remedy}."


def examine(
    loader: MigrationLoader, keys: Iterable[Key], *, running: Iterable[Key]
) -> Iterator[Complaint]:
    """Yield what would break or lock the release that has `running`, of each of its successors."""
    state = loader.project_state(list(running))
    release = Running(state.clone())
    for key in keys:
        migration = loader.graph.nodes[key]
        if not reason_to_stop(migration):
            yield from complaints_of(migration, state.clone(), release)
        state = migration.mutate_state(state, preserve=False)


def examine_each(loader: MigrationLoader, keys: Iterable[Key]) -> Iterator[Complaint]:
    """Yield the same of each migration as though the one before it were the release that runs."""
    for key in keys:
        migration = loader.graph.nodes[key]
        if not reason_to_stop(migration):
            state = loader.project_state([key], at_end=False)
            yield from complaints_of(migration, state, Running(state.clone()))


def reason_to_stop(migration: Any) -> str:
    """Return why the site has to stop for `migration`, as its author has written it."""
    return str(getattr(migration, "stops_the_site", "")).strip()


def house_rules(migration: Migration) -> Iterator[Complaint]:
    """Yield what a migration of our own lacks for whoever reads it."""
    if re.search(r"_auto_[\d_]*$", migration.name):
        yield Complaint(migration.name, "its name", "it tells nothing", "Say what it does")
    if not (sys.modules[type(migration).__module__].__doc__ or "").strip():
        yield Complaint(migration.name, "its docstring", "there is none", "Say why it is made")


def complaints_of(
    migration: Migration, state: ProjectState, release: Running
) -> Iterator[Complaint]:
    """Yield what would break or lock `release`; `state` is the one before, and is changed."""
    steps = list(_steps(migration.app_label, migration.operations, state, release))
    for step in steps:
        for reason, remedy in complaints(step):
            yield Complaint(migration.name, step.operation.describe(), reason, remedy)
    yield from _of_company(migration, steps)


def _of_company(migration: Migration, steps: list[Step]) -> Iterator[Complaint]:
    """Yield what is wrong with operations in one migration, each of which may be right."""
    in_use = [step for step in steps if touches_tables_in_use(step)]
    for step in steps:
        about = step.operation.describe()
        if fills_data(step) and in_use:
            reason = "the tables that the migration changes stay locked while it goes on"
            yield Complaint(migration.name, about, reason, "Put it in a migration of its own")
        if asks_to_be_alone(step) and len(steps) > 1:
            reason = "what comes with it is half done, or locked, if this stops or waits"
            yield Complaint(migration.name, about, reason, "Put it in a migration of its own")


def _steps(
    app_label: str, operations: Iterable[Operation], state: ProjectState, release: Running
) -> Iterator[Step]:
    """Yield what is done to the database; what only Django hears of changes `state` alone."""
    for operation in operations:
        before = state.clone()
        operation.state_forwards(app_label, state)
        if isinstance(operation, SeparateDatabaseAndState):
            yield from _steps(app_label, operation.database_operations, before, release)
        else:
            yield Step(operation, app_label, before, state.clone(), release)
