"""Corrects misspelt words by those that documents have."""

import re
from typing import Final

from django.db.models import Q
from django.db.models.functions import Length, Substr
from rapidfuzz.distance import OSA

from posts.models import SearchTerm
from posts.search.documents import is_term
from posts.search.query import read
from posts.search.results import Criteria, Filters, number_found
from posts.search.words import fold

MOST_CORRECTED: Final = 3  # words of one query
MOST_TRIED: Final = 4  # words in place of each
MOST_ALONE: Final = 6  # words of a query that are looked for alone
LONG: Final = 8  # letters, from which on two may be wrong

_WORD: Final = re.compile(r"[^\W_]+")


def did_you_mean(typed: str, criteria: Criteria) -> str:
    """Return what was typed with its unknown words corrected, '' where that cannot be done.

    What it returns finds something that readers see, under the filters of `criteria`.
    """
    better = typed
    unknown = [word for word in criteria.query.words if is_term(word) and not _is_found(word)]
    for word in unknown[:MOST_CORRECTED]:
        right = next(filter(_is_found, _nearest(word)), None)
        if right is None:
            return ""
        better = _corrected(better, word, right)
    return better if unknown and _is_found(better, criteria.filters) else ""


def found_alone(criteria: Criteria) -> list[tuple[str, int]]:
    """Return the words of a query of several that find something each by itself."""
    words = criteria.query.words[:MOST_ALONE] if len(criteria.query.wanted) > 1 else ()
    counted = ((word, number_found(Criteria(read(word), criteria.filters))) for word in words)
    return [(word, number) for word, number in counted if number]


def _is_found(typed: str, filters: Filters = ()) -> bool:
    return number_found(Criteria(read(typed), filters), most=1) > 0


def _nearest(word: str) -> list[str]:
    """Return known words a letter or two away, the nearest first.

    One letter may be wrong, missing, too many, or in its neighbour's place: the first as well.
    """
    most = 2 if len(word) >= LONG else 1
    alike = Q(word__startswith=word[0]) | Q(word__startswith=word[1])
    rows = SearchTerm.objects.annotate(length=Length("word"), inner=Substr("word", 2, 3)).filter(
        alike | Q(inner__in=(word[1:4], word[:3])),
        length__gte=len(word) - most,
        length__lte=len(word) + most,
    )
    near = [
        (distance, word[0] != other[0], other)
        for other in rows.values_list("word", flat=True)
        if 0 < (distance := OSA.distance(word, other, score_cutoff=most)) <= most
    ]
    return [other for _, _, other in sorted(near)[:MOST_TRIED]]


def _corrected(typed: str, word: str, right: str) -> str:
    """Put `right` where `word` stands, however it is written there."""
    return _WORD.sub(lambda found: right if fold(found[0]) == word else found[0], typed)
