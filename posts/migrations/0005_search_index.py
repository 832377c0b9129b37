"""The engines' own tables of words: an FTS5 table on SQLite, a tsvector column on PostgreSQL.

The words are cut and stemmed before they are stored, so both split on spaces only. Which
columns weigh what is told in `posts/search/`.
"""

from typing import Any

from django.db import migrations

type Statements = tuple[str, ...]

SQLITE = (
    """CREATE VIRTUAL TABLE posts_search_words USING fts5(
        title, bullets, story, sources, tokenize = 'unicode61 remove_diacritics 0', prefix = '2 3'
    )""",
)
SQLITE_BACK = ("DROP TABLE posts_search_words",)
POSTGRESQL = (
    "ALTER TABLE posts_searchdocument ADD COLUMN words tsvector NOT NULL DEFAULT ''",
    # Ranking reads the words of every hit: beside the row they cost a page, outside it two.
    "ALTER TABLE posts_searchdocument ALTER COLUMN words SET STORAGE MAIN",
    "CREATE INDEX posts_searchdocument_words ON posts_searchdocument USING gin (words)",
)
POSTGRESQL_BACK = ("ALTER TABLE posts_searchdocument DROP COLUMN words",)


def _run(schema_editor: Any, sqlite: Statements, postgresql: Statements) -> None:
    statements = sqlite if schema_editor.connection.vendor == "sqlite" else postgresql
    for statement in statements:
        schema_editor.execute(statement)


def forwards(apps: Any, schema_editor: Any) -> None:
    _run(schema_editor, SQLITE, POSTGRESQL)


def backwards(apps: Any, schema_editor: Any) -> None:
    _run(schema_editor, SQLITE_BACK, POSTGRESQL_BACK)


class Migration(migrations.Migration):
    dependencies = [("posts", "0004_covering_spans")]
    operations = [migrations.RunPython(forwards, backwards)]
