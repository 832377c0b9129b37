"""Public pages at almost the address that was asked for, where a letter went wrong on its way."""

import re
from typing import Final

from django.urls import reverse
from django.utils import timezone
from rapidfuzz import fuzz

from historyblog.databases.replica import connection
from posts.models import DUE_SQL, Archive, found_public_sql
from posts.search.suggest import Suggestion, stories_with

MOST: Final = 3
BESIDE: Final = 25  # slugs of each kind that are compared, on either side in their order
ALIKE: Final = 75  # of 100
_ASKED: Final = re.compile(r"/(?:posts|dossiers|places|categories)/([a-z0-9-]{3,100})/")

# Not EXISTS: PostgreSQL would read all entries of the kind to join them.
_STANDS_IN: Final = f"""(SELECT 1 FROM posts_archiveentry AS entry WHERE entry.archive = {{}}
    AND entry.key = shown.id AND entry.{DUE_SQL} LIMIT 1) IS NOT NULL"""  # noqa: S608
_PUBLIC: Final = found_public_sql("shown")
_KINDS: Final = (  # with the column of the name, and what is public
    ("post", "posts_post", "title", _PUBLIC),
    ("dossier", "posts_dossier", "title", _PUBLIC),
    ("place", "posts_place", "name", _STANDS_IN.format(Archive.PLACE.value)),
    ("category", "posts_category", "name", _STANDS_IN.format(Archive.CATEGORY.value)),
)
_SIDES: Final = tuple(
    f"""SELECT * FROM (SELECT '{kind}', slug, {name} FROM {table} AS shown
    WHERE slug {side} %s AND {public} ORDER BY slug {order} LIMIT %s) AS part"""  # noqa: S608
    for kind, table, name, public in _KINDS
    for side, order in (("<", "DESC"), (">=", "ASC"))
)


def near(path: str) -> list[Suggestion]:
    """Return at most MOST pages, the most alike first; else stories with these words in the title.

    Takes no query for an address that can name none of them, two for any other.
    """
    asked = _ASKED.fullmatch(path)
    if not asked:
        return []
    slug = asked[1]
    alike = [(fuzz.ratio(slug, row[1]), row) for row in _beside(slug)]
    found = sorted((-likeness, row) for likeness, row in alike if likeness >= ALIKE)[:MOST]
    pages = [
        Suggestion(name, kind, reverse(kind, args=[there])) for _, (kind, there, name) in found
    ]
    return pages or list(stories_with(slug.replace("-", " ")))[:MOST]


def _beside(slug: str) -> list[tuple[str, str, str]]:
    """Return kind, slug and name of what is public around a slug, by the indexes of slugs."""
    now = connection.ops.adapt_datetimefield_value(timezone.now())
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(_SIDES), [slug, now, BESIDE] * len(_SIDES))
        return list(cursor.fetchall())
