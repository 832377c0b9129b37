"""Full-text search, the same on SQLite and PostgreSQL.

Words are cut and stemmed here and not by the engines, so both find the same documents.
"""

from posts.search.date_queries import day_of, named_day, year_of
from posts.search.documents import LONGEST_HTML, plain_text, texts_of_post
from posts.search.excerpts import Piece, excerpt, has_any, marked
from posts.search.index import forget_terms, index_dossiers, index_posts, remove, tidy
from posts.search.query import MOST_CHARACTERS, Query, cleaned, read
from posts.search.results import (
    MOST_LISTED,
    Counts,
    Criteria,
    Results,
    facets,
    find,
    keys_asked_for,
    keys_of_posts,
    number_found,
)
from posts.search.spelling import did_you_mean, found_alone
from posts.search.suggest import Suggestion, suggestions, ways
from posts.search.words import without_unseen

__all__ = [
    "LONGEST_HTML",
    "MOST_CHARACTERS",
    "MOST_LISTED",
    "Counts",
    "Criteria",
    "Piece",
    "Query",
    "Results",
    "Suggestion",
    "cleaned",
    "day_of",
    "did_you_mean",
    "excerpt",
    "facets",
    "find",
    "forget_terms",
    "found_alone",
    "has_any",
    "index_dossiers",
    "index_posts",
    "keys_asked_for",
    "keys_of_posts",
    "marked",
    "named_day",
    "number_found",
    "plain_text",
    "read",
    "remove",
    "suggestions",
    "texts_of_post",
    "tidy",
    "ways",
    "without_unseen",
    "year_of",
]
