from argparse import ArgumentParser
from collections.abc import Iterable, Iterator
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from historyblog.rolling.check import (
    Complaint,
    Key,
    examine,
    examine_each,
    house_rules,
    reason_to_stop,
)

APP = "posts"


class Command(BaseCommand):
    help = (
        "Says whether the migrations that the database lacks can be applied while the release"
        " before them serves the site."
    )
    # The database may be one that the models do not fit yet.
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--files",
            action="store_true",
            help="ask no database: examine each migration of the site's own, as though the one"
            " before it were running",
        )
        parser.add_argument(
            "--running",
            nargs="+",
            default=[],
            metavar="NAME",
            help="with --files: also what is new since the release that has these migrations",
        )

    def handle(self, *, files: bool, running: list[str], **options: Any) -> None:
        found = list(dict.fromkeys(_of_files(running) if files else self._of_database()))
        for complaint in found:
            self.stderr.write(str(complaint))
        if found:
            raise CommandError("The release that runs while they are applied would break or wait.")

    def _of_database(self) -> Iterator[Complaint]:
        loader = MigrationLoader(connection)
        applied = [key for key in loader.applied_migrations if key in loader.graph.nodes]
        keys = _in_order(loader, leave_out=applied)
        if not applied:
            self.stdout.write("The database is empty: nothing runs on it.")
            return
        for app, name in keys:
            if why := reason_to_stop(loader.graph.nodes[app, name]):
                raise CommandError(f"{app}.{name} stops the site: {why}")
        yield from examine(loader, keys, running=applied)
        self.stdout.write(f"{len(keys)} migrations examined.")


def _of_files(names: Iterable[str]) -> Iterator[Complaint]:
    loader = MigrationLoader(None)
    keys = [key for key in _in_order(loader) if key[0] == APP]
    for key in keys:
        yield from house_rules(loader.graph.nodes[key])
    yield from examine_each(loader, keys)
    if running := _here(loader, {(APP, name) for name in names}):
        yield from examine(loader, [key for key in keys if key not in running], running=running)


def _here(loader: MigrationLoader, running: set[Key]) -> set[Key]:
    """Return the migrations of the running release, with those that replace or precede some.

    Raises CommandError if one is neither here nor replaced.
    """
    replacing = {key for key, found in loader.replacements.items() if {*found.replaces} <= running}
    replaced = {old for key in replacing for old in loader.replacements[key].replaces}
    if gone := sorted(running - replaced - loader.graph.nodes.keys()):
        names = ", ".join(name for _, name in gone)
        raise CommandError(f"{names}: databases have it, and it is not here. Put it back.")
    here = (running & loader.graph.nodes.keys()) | replacing
    return {before for key in here for before in loader.graph.forwards_plan(key)}


def _in_order(loader: MigrationLoader, leave_out: Iterable[Key] = ()) -> list[Key]:
    """Return the migrations of all apps as they are applied."""
    done, keys = set(leave_out), dict[Key, None]()
    for leaf in loader.graph.leaf_nodes():
        keys.update(dict.fromkeys(loader.graph.forwards_plan(leaf)))
    return [key for key in keys if key not in done]
