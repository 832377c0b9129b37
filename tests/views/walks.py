"""How far the statements of a page walk, told by the engine itself."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection

# What has a row for each post; a smaller one may be read whole in less time than by its keys.
OF_POSTS = ("posts_post", "posts_archiveentry", "posts_searchdocument", "posts_anniversary")
STEPS = 100  # instructions of SQLite's machine between two times that it tells


@contextmanager
def walks_over(rows: int) -> Iterator[list[str]]:
    """Yield the statements of the block, by their ends, that walked over so many rows.

    Each is run once more for it. SQLite takes three instructions for a row at the least.
    """
    walks: list[str] = []
    is_sqlite = connection.vendor == "sqlite"
    count, most = (_instructions, 2 * rows) if is_sqlite else (_rows_touched, rows // 2)

    def explain(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.startswith(("SELECT", "WITH")) and count(sql, params) > most:
            walks.append(sql[-300:])
        return execute(sql, params, many, context)

    with connection.execute_wrapper(explain):
        yield walks


@contextmanager
def _cursor() -> Iterator[Any]:
    """A cursor whose statements are not explained."""
    wrappers, connection.execute_wrappers = connection.execute_wrappers, []
    try:
        with connection.cursor() as cursor:
            yield cursor
    finally:
        connection.execute_wrappers = wrappers


def _instructions(sql: str, params: Any) -> int:
    told = 0

    def tell() -> None:
        nonlocal told
        told += STEPS

    with _cursor() as cursor:
        connection.connection.set_progress_handler(tell, STEPS)
        try:
            cursor.execute(sql, params)
            cursor.fetchall()
        finally:
            connection.connection.set_progress_handler(None, 0)
    return told


def _rows_touched(sql: str, params: Any) -> int:
    with _cursor() as cursor:
        cursor.execute(f"EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) {sql}", params)
        (answer,) = cursor.fetchone()
    plan = answer if isinstance(answer, list) else json.loads(answer)
    nodes = _nodes(plan[0]["Plan"])
    return sum(_rows(node) for node in nodes if node.get("Relation Name") in OF_POSTS)


def _nodes(node: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield node
    for inner in node.get("Plans", ()):
        yield from _nodes(inner)


def _rows(node: dict[str, Any]) -> int:
    removed = sum(number for name, number in node.items() if name.startswith("Rows Removed"))
    return int((node["Actual Rows"] + removed) * node["Actual Loops"])
