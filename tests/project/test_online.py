"""The operations that leave a table in use, on either engine."""

import pytest
from django.db import connection
from django.db.migrations.migration import Migration
from django.db.migrations.state import ProjectState

from historyblog import online
from tests.project.test_rolling_check import BY_VIEWS, POSITIVE, TABLES


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("kind", ["index", "check"])
def test_operations_that_leave_a_table_in_use_go_both_ways_on_either_engine(kind):
    """Each step through the database: made, used, taken back."""
    operations = {
        "index": [online.AddIndexConcurrently("story", BY_VIEWS)],
        "check": [
            online.AddConstraintNotValid("story", POSITIVE),
            online.ValidateConstraint("story", POSITIVE.name),
        ],
    }[kind]
    tables, last = Migration("0001_tables", "app"), Migration("0002_seeded", "app")
    tables.operations, last.operations = list(TABLES), operations
    with connection.schema_editor() as editor:
        made = tables.apply(ProjectState(), editor)
    try:
        before = constraints()
        with connection.schema_editor(atomic=False) as editor:
            last.apply(made.clone(), editor)
        name = {"index": BY_VIEWS, "check": POSITIVE}[kind].name
        assert constraints() - before == {name}
        with connection.schema_editor(atomic=False) as editor:
            last.unapply(made.clone(), editor)
        assert constraints() == before
    finally:
        with connection.schema_editor() as editor:
            tables.unapply(ProjectState(), editor)


def constraints() -> set[str]:
    with connection.cursor() as cursor:
        return set(connection.introspection.get_constraints(cursor, "app_story"))
