"""Search by FTS5. Every word is quoted, so nothing that is typed is read as its syntax."""

from collections.abc import Iterable, Sequence
from typing import Final

from historyblog.databases.replica import connection
from posts.search.documents import Columns
from posts.search.engine import MatchClause
from posts.search.query import Query, Term

WORDS: Final = "posts_search_words"
# How much a word counts in title, bullets, story and sources.
RANK: Final = f"bm25({WORDS}, 12.0, 4.0, 1.0, 0.4)"
# A cross join is the order in which SQLite takes its tables: what has the words comes first.
TABLE: Final = f"{WORDS} CROSS JOIN posts_searchdocument AS document ON document.id = {WORDS}.rowid"


def matching(query: Query, *, in_titles: bool = False) -> MatchClause:
    """Return what finds the documents of a query that wants something."""
    wanted = " AND ".join(map(_phrase, query.wanted))
    wanted = f"{{title}} : ({wanted})" if in_titles else wanted
    unwanted = " OR ".join(map(_phrase, query.unwanted))
    value = f"({wanted}) NOT ({unwanted})" if unwanted else wanted
    return MatchClause(TABLE, f"{WORDS} MATCH %s", RANK, value, latest=f"{WORDS}.rowid DESC")


def beginning(terms: Iterable[Term], start: str, whole: str) -> MatchClause:
    """Return what finds titles with `terms` and a word that begins with `start` or is `whole`."""
    wanted = " AND ".join([*map(_phrase, terms), f'("{start}" * OR "{whole}")'])
    value = f"{{title}} : ({wanted})"
    return MatchClause(TABLE, f"{WORDS} MATCH %s", RANK, value, latest=f"{WORDS}.rowid DESC")


def _phrase(term: Term) -> str:
    return f'"{" ".join(term)}"'


def write(rows: Sequence[tuple[int, Columns]]) -> None:
    """Store the words of the documents with these keys."""
    with connection.cursor() as cursor:
        cursor.executemany(
            "INSERT OR REPLACE INTO posts_search_words (rowid, title, bullets, story, sources)"
            " VALUES (%s, %s, %s, %s, %s)",
            [(key, *map(" ".join, columns)) for key, columns in rows],
        )


def remove(keys: Iterable[int]) -> None:
    with connection.cursor() as cursor:
        cursor.executemany(
            "DELETE FROM posts_search_words WHERE rowid = %s", [(key,) for key in keys]
        )


def tidy() -> None:
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO posts_search_words (posts_search_words) VALUES ('optimize')")
