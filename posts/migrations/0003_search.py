"""What search knows of each post and dossier, and the engines' own tables of words.

Those are an FTS5 table on SQLite, a tsvector column on PostgreSQL. The words are cut and
stemmed before they are stored, so both split on spaces only. Which columns weigh what is told
in `posts/search/`.
"""

from typing import Any

from django.db import migrations, models

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
    # How many posts each archive has: it takes all of a kind for equally long without, and
    # begins a search within the largest category with all of its posts.
    "CREATE STATISTICS posts_archive_keys (mcv) ON archive, key FROM posts_archiveentry",
)
POSTGRESQL_BACK = (
    "DROP STATISTICS posts_archive_keys",
    "ALTER TABLE posts_searchdocument DROP COLUMN words",
)


def forwards(apps: Any, schema_editor: Any) -> None:
    sqlite = schema_editor.connection.vendor == "sqlite"
    for statement in SQLITE if sqlite else POSTGRESQL:
        schema_editor.execute(statement)


def backwards(apps: Any, schema_editor: Any) -> None:
    sqlite = schema_editor.connection.vendor == "sqlite"
    for statement in SQLITE_BACK if sqlite else POSTGRESQL_BACK:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    stops_the_site = "It is older than updates while the site runs."
    replaces = [("posts", "0005_search_index"), ("posts", "0009_archive_statistics")]
    dependencies = [("posts", "0002_places")]
    operations = [
        migrations.CreateModel(
            name="SearchTerm",
            fields=[("word", models.CharField(max_length=40, primary_key=True, serialize=False))],
        ),
        migrations.CreateModel(
            name="SearchDocument",
            fields=[
                (
                    "id",
                    models.BigAutoField("ID", auto_created=True, primary_key=True, serialize=False),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("post", "post"), ("dossier", "dossier")], max_length=7
                    ),
                ),
                ("object_id", models.BigIntegerField()),
                ("publish_at", models.DateTimeField()),
                (
                    "event_sort",
                    models.IntegerField(help_text="archive.UNDATED without an event date"),
                ),
                ("version", models.PositiveIntegerField(default=0)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=["kind", "object_id"], name="search_document_once"
                    )
                ]
            },
        ),
        migrations.RunPython(forwards, backwards),
    ]
