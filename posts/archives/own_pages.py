"""Pages that search knows by their names alone: those of the site itself, and of its authors."""

from typing import Final

from django.utils.translation import gettext_noop

from posts.archives.figures import figure, numbers_of
from posts.models import Archive, Page, Profile
from posts.search import Suggestion, cleaned
from posts.search.words import stem, words

MOST: Final = 3


def own_pages(typed: str, *, is_begun: bool = False) -> list[Suggestion]:
    """Return the public ones that carry all words that were typed, in name or address.

    With `is_begun` the last of them may be unfinished. Takes one query.
    """
    *before, last = words(cleaned(typed)) or [""]
    if not last:
        return []
    wanted = {stem(word) for word in before}
    return [
        shown
        for has, stems, shown in _names()
        if wanted <= stems
        and (stem(last) in stems or (is_begun and any(word.startswith(last) for word in has)))
    ][:MOST]


@figure("names of authors and pages")
def _names() -> list[tuple[frozenset[str], frozenset[str], Suggestion]]:
    """Return the words, their stems and the page of each."""
    people = Profile.objects.filter(person__in=numbers_of(Archive.AUTHOR))
    pages = Page.objects.published().order_by("title", "pk").only("title", "slug")
    return [
        *(_named(row, row.name, gettext_noop("author")) for row in people),
        *(_named(row, row.title, gettext_noop("page")) for row in pages),
    ]


def _named(
    row: Profile | Page, name: str, kind: str
) -> tuple[frozenset[str], frozenset[str], Suggestion]:
    has = frozenset(words(f"{name} {row.slug}"))
    return has, frozenset(map(stem, has)), Suggestion(name, kind, row.get_absolute_url())
