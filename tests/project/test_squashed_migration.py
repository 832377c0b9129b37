"""The one step that makes a new database makes what the steps make that it replaces."""

from collections import defaultdict

from django.contrib.auth.models import Group
from django.db import connection

from tests.project.test_migrations import migrate, names, of_the_past, stored


@of_the_past
def test_a_new_database_is_as_one_that_took_every_step(transactional_db):
    new, tables, roles = stored(), schema(), permissions_of_groups()
    migrate("zero")
    assert "posts_post" not in schema()

    migrate(names()[-1])
    migrate("latest")

    assert (sorted(schema().items() ^ tables.items()), len(tables) > 50) == ([], True)
    assert (permissions_of_groups(), len(roles)) == (roles, 4)
    numbered = {"django_migrations", "auth_group", "auth_group_permissions"}  # on from before
    assert {name for name, rows in stored().items() if rows != new[name]} == numbered


def permissions_of_groups() -> dict[str, set[str]]:
    codenames = Group.objects.values_list("name", "permissions__codename")
    found = defaultdict(set)
    for name, codename in codenames:
        found[name].add(codename)
    return found


# Their statements as SQLite keeps them; of PostgreSQL what it tells of each column, index and rule.
SCHEMA = {
    "sqlite": "SELECT name, sql FROM sqlite_master",
    "postgresql": """
        SELECT table_name || '.' || column_name,
            concat_ws(' ', ordinal_position, data_type, is_nullable, column_default)
        FROM information_schema.columns WHERE table_schema = 'public'
        UNION ALL SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'
        UNION ALL SELECT conname, conrelid::regclass || ' ' || pg_get_constraintdef(oid)
        FROM pg_constraint WHERE connamespace = 'public'::regnamespace
        UNION ALL SELECT stxname, stxkind::text FROM pg_statistic_ext
        UNION ALL SELECT relname, '' FROM pg_class WHERE relnamespace = 'public'::regnamespace
    """,
}


def schema() -> dict[str, str]:
    with connection.cursor() as cursor:
        cursor.execute(SCHEMA[connection.vendor])
        told = [(name, str(sql).replace('"new__', '"')) for name, sql in cursor.fetchall()]
    # What belonged to a table that was renamed kept its name, and means nothing by it.
    told = [(name.replace("posts_generation_", "posts_contentversion_"), sql) for name, sql in told]
    # A rule that came to a table in use is held for rows since then; in an empty one that is all.
    return {name: sql.removesuffix(" NOT VALID") for name, sql in told}
