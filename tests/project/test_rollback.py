"""A server before a database that newer code has migrated."""

from io import StringIO

import pytest
from django.core.management import CommandError
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from historyblog.rolling.rollback import misfits, unknown_migrations
from posts.management.commands.serve import Command

pytestmark = pytest.mark.django_db
ADDED = (
    "ALTER TABLE posts_post ADD COLUMN mood varchar(9)",
    "ALTER TABLE posts_dossier ADD COLUMN mood varchar(9) NOT NULL DEFAULT 'calm'",
    "CREATE TABLE posts_mood (id int PRIMARY KEY)",
)


def apply(*statements: str) -> None:
    MigrationRecorder(connection).record_applied("posts", "0099_mood")
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def started() -> str:
    """Return what a starting server tells of the database."""
    told = StringIO()
    Command(stderr=told)._look_at_newer_migrations()
    return told.getvalue()


def test_a_database_of_this_code_is_not_newer():
    assert unknown_migrations(MigrationLoader(connection)) == []
    assert list(misfits()) == []
    assert started() == ""


def test_a_database_that_was_only_added_to_is_served():
    apply(*ADDED)
    assert unknown_migrations(MigrationLoader(connection)) == ["posts.0099_mood"]
    assert started() == "The database is of a newer release, and fits: posts.0099_mood.\n"


@pytest.mark.parametrize(
    ("statements", "faults"),
    [
        (
            ["ALTER TABLE posts_dossier DROP COLUMN language"],
            "the column posts_dossier.language is gone",
        ),
        (
            ["ALTER TABLE posts_contentversion RENAME TO posts_version"],
            "the table posts_contentversion is gone",
        ),
        (
            [
                "DROP TABLE posts_post_places",
                "CREATE TABLE posts_post_places (id int,post_id int, place_id int, n int NOT NULL)",
            ],
            "the column posts_post_places.n is required, and this code does not know it",
        ),
    ],
)
def test_a_database_that_lacks_what_this_code_needs_is_refused(statements, faults):
    apply(*statements)
    with pytest.raises(CommandError) as caught:
        started()
    assert str(caught.value) == (
        f"The database is of a newer release, which this code cannot serve: {faults}. Start that"
        " release, or take posts.0099_mood back with it: manage.py migrate."
    )


def test_what_an_app_that_is_gone_has_left_behind_is_no_newer_release():
    MigrationRecorder(connection).record_applied("sites", "0001_initial")
    MigrationRecorder(connection).record_applied("posts", "0016_desk_indexes")
    assert started() == ""
