"""Search by tsvector, made and asked without PostgreSQL's own reading of words."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from historyblog.databases.replica import connection
from posts.search.documents import GAP, Columns
from posts.search.engine import MatchClause
from posts.search.query import Query, Term

# Weights by column, and what they count for in {D, C, B, A}.
LETTERS: Final = ("A", "B", "C", "D")
RANK: Final = "-ts_rank('{0.03, 0.1, 0.4, 1.0}', document.words, %s::tsquery)"
# A word of a title is stored once more with this before it: the index knows words and no
# weights, and would read every document to learn where the word stands.
IN_TITLE: Final = "="
TABLE: Final = "posts_searchdocument AS document"
WHERE: Final = "document.words @@ %s::tsquery"


def matching(query: Query, *, in_titles: bool = False) -> MatchClause:
    """Return what finds the documents of a query that wants something."""
    mark = IN_TITLE if in_titles else ""
    wanted = [_phrase(term, mark) for term in query.wanted]
    unwanted = [f"!{_phrase(term)}" for term in query.unwanted]
    value = " & ".join([*wanted, *unwanted])
    return MatchClause(TABLE, WHERE, RANK, value, rank_takes_value=True)


def beginning(terms: Iterable[Term], start: str, whole: str) -> MatchClause:
    """Return what finds titles with `terms` and a word that begins with `start` or is `whole`."""
    wanted = [_phrase(term, IN_TITLE) for term in terms]
    value = " & ".join([*wanted, f"('{IN_TITLE}{start}':* | '{IN_TITLE}{whole}')"])
    return MatchClause(TABLE, WHERE, RANK, value, rank_takes_value=True)


def _phrase(term: Term, mark: str = "") -> str:
    words = " <-> ".join(f"'{mark}{word}'" for word in term)
    return f"({words})"


def write(rows: Sequence[tuple[int, Columns]]) -> None:
    """Store the words of the documents with these keys."""
    keys = [key for key, _ in rows]
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE posts_searchdocument AS document SET words = made.words::tsvector"
            " FROM unnest(%s::bigint[], %s::text[]) AS made (id, words)"
            " WHERE document.id = made.id",
            [keys, [vector(columns) for _, columns in rows]],
        )


def vector(columns: Columns) -> str:
    """Return the text of a tsvector; a place is left empty between columns and at each gap."""
    places: dict[str, list[str]] = {}
    for word, place in _placed(columns):
        if not word.endswith(GAP):
            places.setdefault(word, []).append(place)
    return " ".join(f"'{word}':{','.join(found)}" for word, found in places.items())


def _placed(columns: Columns) -> Iterator[tuple[str, str]]:
    first = 1
    for letter, column in zip(LETTERS, columns, strict=True):
        for place, word in enumerate(column, first):
            yield word, f"{place}{letter}"
            if letter == LETTERS[0]:
                yield f"{IN_TITLE}{word}", f"{place}{letter}"
        first += len(column) + 1


def remove(keys: Iterable[int]) -> None:
    """Nothing is left to do: the words stand in the document's own row."""


def tidy() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT gin_clean_pending_list('posts_searchdocument_words')")
