"""The planner is told what the tables hold by whatever has just written many rows."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection

from posts.archives import take_statistics
from posts.models import Post
from tests.factories import make_post

pytestmark = pytest.mark.django_db


def _import(folder: Path) -> None:
    (folder / "_posts").mkdir()
    post = "---\ntitle: Senlac\n---\nThe story of Senlac."
    (folder / "_posts" / "2020-01-01-senlac.md").write_text(post)
    call_command("import_posts", "jekyll", folder, "--write")


def _reindex(folder: Path) -> None:
    call_command("reindex")


@pytest.mark.parametrize("write_many", [_import, _reindex])
def test_what_writes_many_rows_takes_statistics(
    write_many: Callable[[Path], None], tmp_path: Path
) -> None:
    for title in ("Hastings", "Fulford"):
        make_post(title)

    write_many(tmp_path)

    assert _known_rows() == Post.objects.count()


def test_a_server_begins_with_statistics_where_there_are_none() -> None:
    """PostgreSQL, which takes seconds for them, is not asked again."""
    make_post("Hastings")
    take_statistics(only_missing=True)
    make_post("Fulford")
    take_statistics(only_missing=True)

    assert _known_rows() == (1 if connection.vendor == "postgresql" else 2)


def _known_rows() -> int:
    """Return how many posts the planner knows of."""
    sql = "SELECT reltuples FROM pg_class WHERE relname = 'posts_post'"
    if connection.vendor == "sqlite":
        if "sqlite_stat1" not in connection.introspection.table_names():
            return 0
        sql = "SELECT MAX(stat + 0) FROM sqlite_stat1 WHERE tbl = 'posts_post'"
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return max(0, int(cursor.fetchone()[0] or 0))
