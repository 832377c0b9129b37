"""Migrations that would break or lock the running release are refused, and others are not."""

import pytest
from django.contrib.postgres import operations as postgres
from django.db import migrations, models
from django.db.migrations.migration import Migration
from django.db.migrations.state import ProjectState
from django.db.models.functions import Now, Random

from historyblog import online
from historyblog.rolling.check import complaints_of, house_rules
from historyblog.rolling.schema import Running

KNOWN = models.CheckConstraint(condition=models.Q(seen__isnull=False), name="seen_known")
POSITIVE = models.CheckConstraint(condition=models.Q(views__gt=0), name="views_positive")
ONCE = models.UniqueConstraint(fields=["views"], name="views_once")
TOLD_ONCE = models.UniqueConstraint(
    fields=["title"], name="title_once", violation_error_message="It is told already."
)
BY_VIEWS = models.Index(fields=["views"], name="by_views")
# What the running release has.
TABLES = (
    migrations.CreateModel("Author", [("id", models.BigAutoField(primary_key=True))]),
    migrations.CreateModel("Tag", [("id", models.BigAutoField(primary_key=True))]),
    migrations.CreateModel(
        "Story",
        [
            ("id", models.BigAutoField(primary_key=True)),
            ("title", models.CharField(max_length=40)),
            ("views", models.IntegerField()),
            ("seen", models.IntegerField(null=True)),
            ("counted", models.IntegerField(null=True, db_default=1)),
            ("rated", models.IntegerField(db_default=1)),
            ("given", models.IntegerField(default=1, db_default=1)),
            ("note", models.CharField(max_length=40, null=True)),
            ("author", models.BigIntegerField(null=True)),
            ("tags", models.ManyToManyField("app.Tag")),
        ],
        options={
            "constraints": [models.UniqueConstraint(fields=["title"], name="title_once")],
            "indexes": [models.Index(fields=["seen"], name="by_seen")],
        },
    ),
)
INSERTS = "the running release inserts rows without it, and NOT NULL refuses them"
ANEW = "PostgreSQL writes every row anew while nobody may read the table"
INDEXED = "PostgreSQL builds its index while nobody may write the table"
FORBIDS = f"{INDEXED}, and the running release may write what it forbids"
REWRITES = "writes every row anew under lock, from"
CHECKS = "PostgreSQL checks every row while nobody may read the table"
EMPTY = "PostgreSQL looks for empty rows while nobody may read the table"
COLUMN = "the running release reads and writes that column"
TABLE = "the running release reads and writes that table"
COLUMN_NAME = "the running release asks for the column by its old name"
TABLE_NAME = "the running release asks for the table by its old name"
ONE_WAY = "it cannot be taken back"
UNSEEN = "what statements a function runs is not seen here"
LOCKED = "the tables that the migration changes stay locked while it goes on"
COMPANY = "what comes with it is half done, or locked, if this stops or waits"


def add(name: str, field: models.Field, model: str = "story") -> migrations.AddField:
    return migrations.AddField(model, name, field)


def alter(name: str, field: models.Field) -> migrations.AlterField:
    return migrations.AlterField("story", name, field)


def fill(apps: object, schema_editor: object) -> None:
    """Stands for a function that writes rows through its models."""


def run_statements(apps: object, schema_editor: object) -> None:
    schema_editor.execute("ALTER TABLE app_story ADD COLUMN x int")


def sql(text: str) -> migrations.RunSQL:
    return migrations.RunSQL(text, migrations.RunSQL.noop)


def twice_written(type_: str, other: str) -> list[str]:
    return [f"{name} {REWRITES} {type_} to {other}" for name in ("SQLite", "PostgreSQL")]


FILLING = migrations.RunPython(fill, fill)
ONE_WAY_FILL = migrations.RunPython(fill)
BOX = migrations.CreateModel("Box", [("id", models.BigAutoField(primary_key=True))])
FORGET = migrations.SeparateDatabaseAndState(
    state_operations=[migrations.RemoveField("story", "note")]
)
DOUBLED = models.GeneratedField(
    expression=models.F("views") * 2, output_field=models.IntegerField(), db_persist=True
)
TO_AUTHOR = models.ForeignKey("app.Author", models.CASCADE, null=True, db_column="author")
BAD = {
    "required": ([add("x", models.IntegerField(default=0))], [INSERTS]),
    "required link": ([add("x", models.ForeignKey("app.Tag", models.CASCADE))], [INSERTS, INDEXED]),
    "volatile": ([add("x", models.FloatField(db_default=Random()))], [ANEW]),
    "generated": ([add("x", DOUBLED)], [ANEW]),
    "indexed": ([add("x", models.IntegerField(null=True, db_index=True))], [INDEXED]),
    "unique": ([add("x", models.IntegerField(null=True, unique=True))], [FORBIDS]),
    "dropped": ([migrations.RemoveField("story", "note")], [COLUMN]),
    "dropped relation": ([migrations.RemoveField("story", "tags")], [TABLE]),
    "dropped table": ([migrations.DeleteModel("Tag")], [TABLE]),
    "renamed": ([migrations.RenameField("story", "note", "remark")], [COLUMN_NAME]),
    "renamed table": ([migrations.RenameModel("Story", "Tale")], [TABLE_NAME]),
    "other table": ([migrations.AlterModelTable("story", "tales")], [TABLE_NAME]),
    "other column": (
        [alter("note", models.CharField(max_length=40, null=True, db_column="remark"))],
        [COLUMN_NAME],
    ),
    "longer number": (
        [alter("views", models.BigIntegerField())],
        twice_written("integer", "bigint"),
    ),
    "number of letters": (
        [alter("views", models.CharField(max_length=9))],
        twice_written("integer", "varchar(9)"),
    ),
    "shorter": (
        [alter("title", models.CharField(max_length=39))],
        twice_written("varchar(40)", "varchar(39)"),
    ),
    "positive": (
        [alter("views", models.PositiveIntegerField())],
        [
            f'SQLite {REWRITES} integer to integer unsigned "views" >= 0',
            f'PostgreSQL {REWRITES} integer to integer "views" >= 0',
        ],
    ),
    "now required": ([alter("seen", models.IntegerField())], [INSERTS, EMPTY]),
    "now required and filled": ([alter("counted", models.IntegerField())], [INSERTS, EMPTY]),
    "default dropped": ([alter("rated", models.IntegerField())], [INSERTS]),
    "now indexed": ([alter("views", models.IntegerField(db_index=True))], [INDEXED]),
    "now unique": ([alter("views", models.IntegerField(unique=True))], [FORBIDS]),
    "now a link": (
        [alter("author", TO_AUTHOR)],
        [INDEXED, "PostgreSQL checks every row while nobody may write either table"],
    ),
    "index": ([migrations.AddIndex("story", BY_VIEWS)], [INDEXED]),
    "check": ([migrations.AddConstraint("story", POSITIVE)], [CHECKS]),
    "unique constraint": ([migrations.AddConstraint("story", ONCE)], [FORBIDS]),
    "unique together": (
        [migrations.AlterUniqueTogether("story", {("title", "views")})],
        ["PostgreSQL builds it while nobody may write the table"],
    ),
    "unique no more": (
        [migrations.RemoveConstraint("story", "title_once")],
        ["the running release may count on it"],
    ),
    "one way": ([ONE_WAY_FILL], [ONE_WAY]),
    "one way in SQL": ([migrations.RunSQL("UPDATE app_story SET views = 1")], [ONE_WAY]),
    "unseen": ([migrations.RunPython(run_statements, fill)], [UNSEEN]),
    "filled under lock": ([add("x", models.IntegerField(null=True)), FILLING], [LOCKED]),
    "checked at once": (
        [
            online.AddConstraintNotValid("story", POSITIVE),
            online.ValidateConstraint("story", POSITIVE.name),
        ],
        [COMPANY],
    ),
    "index in company": ([BOX, online.AddIndexConcurrently("story", BY_VIEWS)], [COMPANY]),
    "dropped in SQL": (
        [sql("ALTER TABLE app_story DROP COLUMN note")],
        ["the running release reads and writes app_story.note"],
    ),
    "forgotten and dropped at once": (
        [FORGET, sql('ALTER TABLE "app_story" DROP COLUMN "note"')],
        ["the running release reads and writes app_story.note"],
    ),
    "table dropped in SQL": (
        [sql("UPDATE app_tag SET id = 1; DROP TABLE app_tag")],
        ["the running release reads and writes app_tag"],
    ),
    "index in SQL": (
        [sql("CREATE INDEX x ON app_story (views)")],
        ["what 'CREATE INDEX x ON app_story (views)' does to a table in use is not known here"],
    ),
    "other operation": (
        [postgres.TrigramExtension()],
        ["what it does to a table in use is not known here"],
    ),
}
GOOD = {
    "nullable": [add("x", models.IntegerField(null=True))],
    "default of the database": [add("x", models.CharField(db_default="en", max_length=9))],
    "moment of the database": [add("x", models.DateTimeField(db_default=Now()))],
    "link": [add("x", models.ForeignKey("app.Tag", models.CASCADE, null=True, db_index=False))],
    "relation": [add("x", models.ManyToManyField("app.Author"))],
    "table": [BOX, add("x", models.IntegerField(default=0, db_index=True), "box")],
    "table, filled": [BOX, FILLING],
    "longer": [alter("title", models.CharField(max_length=60))],
    "as long as one likes": [alter("title", models.TextField())],
    "allowed to be empty": [alter("views", models.IntegerField(null=True))],
    "default of the code alone": [alter("given", models.IntegerField(default=1))],
    "told otherwise": [alter("views", models.IntegerField("Readers", help_text="By day"))],
    "index": [online.AddIndexConcurrently("story", BY_VIEWS)],
    "index no more": [migrations.RemoveIndex("story", "by_seen")],
    "check of new rows": [online.AddConstraintNotValid("story", POSITIVE)],
    "check of old rows": [online.ValidateConstraint("story", POSITIVE.name)],
    "fill": [FILLING],
    "fill in SQL": [sql("UPDATE app_story SET seen = 0 WHERE seen IS NULL")],
    "forgotten": [FORGET],
    "words": [
        migrations.AlterModelOptions("story", {"ordering": ["views"]}),
        migrations.AlterModelManagers("story", [("objects", models.Manager())]),
        migrations.AlterModelTableComment("story", "What happened"),
        migrations.AlterConstraint("story", "title_once", TOLD_ONCE),
        migrations.RenameIndex("story", "seen_first", old_name="by_seen"),
    ],
}


def complaints(operations: list[object], *before: object, running: int = 99) -> list[str]:
    """Return reasons against `operations`; of those `before` the release has `running`."""
    state, release = ProjectState(), ProjectState()
    for at, operation in enumerate((*TABLES, *before)):
        operation.state_forwards("app", state)
        if at < len(TABLES) + running:
            operation.state_forwards("app", release)
    migration = Migration("0002_seeded", "app")
    migration.operations = operations
    found = complaints_of(migration, state, Running(release))
    return [f"{complaint.migration}: {complaint.reason}" for complaint in found]


@pytest.mark.parametrize(("operations", "reasons"), BAD.values(), ids=BAD)
def test_what_would_break_or_lock_the_running_release_is_refused(operations, reasons):
    assert complaints(operations) == [f"0002_seeded: {reason}" for reason in reasons]


@pytest.mark.parametrize("operations", GOOD.values(), ids=GOOD)
def test_what_leaves_the_running_release_alone_is_taken(operations):
    assert complaints(operations) == []


def test_a_message_names_migration_operation_reason_and_remedy():
    migration = Migration("0002_seeded", "app")
    migration.operations = BAD["required"][0]
    state = ProjectState()
    for operation in TABLES:
        operation.state_forwards("app", state)
    (complaint,) = complaints_of(migration, state, Running(state.clone()))
    assert str(complaint) == (
        f"0002_seeded: Add field x to story: {INSERTS}. Give it a db_default, or add it with"
        " null=True, fill it, and require it a release on."
    )


def test_a_column_that_the_running_release_forgot_may_be_dropped():
    drop = [sql("ALTER TABLE app_story DROP COLUMN note")]
    assert complaints(drop, FORGET) == []
    assert complaints(drop, FORGET, running=0) == [
        "0002_seeded: the running release reads and writes app_story.note"
    ]


def test_a_table_that_the_running_release_lacks_may_be_locked():
    index = [migrations.AddIndex("box", models.Index(fields=["id"], name="by_id"))]
    assert complaints(index, BOX, running=0) == []
    assert complaints(index, BOX) == [f"0002_seeded: {INDEXED}"]


def test_a_column_may_be_required_when_the_running_release_fills_it():
    """Three releases: with a default of its own, with a check of all rows, required."""
    default = alter("seen", models.IntegerField(null=True, default=0))
    known = online.AddConstraintNotValid("story", KNOWN)
    require = [alter("seen", models.IntegerField(default=0))]
    assert complaints(require, default, known) == []
    assert complaints(require, default) == [f"0002_seeded: {EMPTY}"]
    assert complaints(require, default, known, running=0) == [f"0002_seeded: {INSERTS}"]


@pytest.mark.parametrize(
    ("name", "docstring", "told"),
    [
        ("0008_story_language", "Says why.", []),
        ("0008_auto_20261129_1605", "Says why.", ["0008_auto_20261129_1605: its name"]),
        ("0008_story_language", None, ["0008_story_language: its docstring"]),
        ("0008_story_language", " \n", ["0008_story_language: its docstring"]),
    ],
)
def test_a_migration_has_a_name_and_says_why(monkeypatch, name, docstring, told):
    kind = type("Migration", (Migration,), {"__module__": __name__})
    monkeypatch.setattr(f"{__name__}.__doc__", docstring)
    found = house_rules(kind(name, "app"))
    assert [f"{complaint.migration}: {complaint.about}" for complaint in found] == told
