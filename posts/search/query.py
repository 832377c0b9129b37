"""What a reader typed, as terms to be found and terms that must not be there."""

import re
import unicodedata
from dataclasses import dataclass
from typing import Final

from posts.rendering import without_controls
from posts.search.date_queries import in_words
from posts.search.words import stem, stems, with_joined_initials, without_gershayim, words

MOST_CHARACTERS: Final = 200
MOST_TERMS: Final = 24

type Term = tuple[str, ...]  # stems that stand side by side; a single word is a term of one

_PART: Final = re.compile(r'(?P<no>(?<!\S)[-−])?(?:"(?P<phrase>[^"]*)"?|(?P<word>[^\s"]+))')
_QUOTES: Final = str.maketrans("“”„«»", '"""""')
_ERA: Final = re.compile(r"\b(\d{1,6}) (bce?|b\. ?c\.(?: ?e\.)?)(?!\w)", re.IGNORECASE)
_AFTER: Final = re.compile(r"\b(?:ad|a\. ?d\.) (?=\d)|(?<=\d) (?:ad|ce)\b", re.IGNORECASE)
# Words that most stories have: they say little beside others, and cost most.
COMMON: Final = frozenset(
    stem(word)
    for word in (
        *("a", "an", "and", "are", "as", "at", "be", "by", "for", "from", "had", "has", "have"),
        *("he", "her", "his", "in", "into", "is", "it", "its", "of", "on", "or", "our", "she"),
        *("that", "the", "their", "they", "this", "to", "was", "we", "were", "which", "with"),
    )
)


@dataclass(frozen=True, slots=True)
class Query:
    """Terms that a document must have, all of them, and terms that it must not have.

    `words` are those of `wanted` as typed, folded: what a misspelling is looked for in.
    """

    wanted: tuple[Term, ...] = ()
    unwanted: tuple[Term, ...] = ()
    words: tuple[str, ...] = ()

    @property
    def stems(self) -> frozenset[str]:
        """Every stem that is looked for."""
        return frozenset(stem for term in self.wanted for stem in term)


def cleaned(typed: str) -> str:
    """Return what was typed as one line that can be shown again, at most MOST_CHARACTERS long."""
    # Cut twice: to compose marks takes time with the square of their number.
    line = " ".join(without_controls(typed[: 4 * MOST_CHARACTERS]).split())
    return unicodedata.normalize("NFC", line)[:MOST_CHARACTERS].rstrip()


def read(typed: str) -> Query:
    """Return the query in a line that is `cleaned`; every line is one.

    >>> read('treaties "cold war" -Paris').wanted, read("-Paris").unwanted
    ((('treati',), ('cold', 'war')), (('pari',),))

    Words between quotation marks, and those joined by a hyphen or an apostrophe, must stand
    side by side. Of the common words only those in such phrases count, unless there are no
    others. A day, month or winter of a year is looked for as texts have it, however it is typed.
    """
    wanted: dict[Term, tuple[str, ...]] = {}
    unwanted: dict[Term, None] = {}
    common: dict[Term, tuple[str, ...]] = {}
    line = in_words(with_joined_initials(without_gershayim(typed)).translate(_QUOTES))
    for part in _PART.finditer(_with_joined_eras(line)):
        text = part["word"] if part["phrase"] is None else part["phrase"]
        term = tuple(stems(text))
        if not term:
            continue
        if part["no"]:
            unwanted[term] = None
        elif part["phrase"] is None and len(term) == 1 and term[0] in COMMON:
            common[term] = tuple(words(text))
        else:
            wanted[term] = tuple(words(text))
    chosen = dict(list((wanted or common).items())[:MOST_TERMS])
    typed_words = dict.fromkeys(word for found in chosen.values() for word in found)
    return Query(tuple(chosen), tuple(unwanted)[:MOST_TERMS], tuple(typed_words))


def _with_joined_eras(typed: str) -> str:
    """Keep a year and its era in one word: they are one in what is stored."""
    return _AFTER.sub(" ", _ERA.sub(r"\1bc", typed))
