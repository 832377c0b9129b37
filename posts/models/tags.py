"""Tags by their names, among which capitals make no difference, and new ones."""

import re
from collections.abc import Collection, Iterable, Sequence
from itertools import batched

from django.db.models import Q, QuerySet
from django.utils.text import slugify
from taggit.models import Tag

from posts.models.locks import hold_table
from posts.models.slugs import free_of, words_parted

_AT_ONCE = 300  # names in one statement: SQLite has a limit for conditions
_LONGEST_SLUG = 95  # characters; the column has 100, and a number may follow


def tags_named(names: Collection[str]) -> list[Tag]:
    """Return the tags that have one of `names`, whatever the capitals; the oldest last."""
    found = []
    for some in batched(names, _AT_ONCE):
        found += Tag.objects.filter(Q(*map(_named, some), _connector=Q.OR))
    return sorted(found, key=lambda tag: -tag.pk)


def _named(name: str) -> tuple[str, str]:
    # SQLite compares capitals in ASCII alone; its patterns are Python's, which know all letters.
    return ("name__iexact", name) if name.isascii() else ("name__iregex", f"^{re.escape(name)}$")


def tags_with(term: str) -> QuerySet[Tag]:
    """Tags whose name contains `term`, whatever the capitals, by name; all for ""."""
    if "\x00" in term:
        return Tag.objects.none()
    # SQLite compares capitals in ASCII alone, but for patterns.
    return Tag.objects.filter(name__iregex=re.escape(term)).order_by("name")


def tag_slug(name: str) -> str:
    """Return the slug of a tag, which keeps its accents and script; '' without any letter."""
    return slugify(words_parted(name), allow_unicode=True)[:_LONGEST_SLUG]


def tag_keys(names: Sequence[str]) -> list[int]:
    """Return the keys of the tags with `names`, new ones made; within a transaction."""
    known = _keys_of(tags_named(names))
    new = {name.casefold(): name for name in names if name.casefold() not in known}
    for some in batched(new.values(), _AT_ONCE):
        known |= _made(some)
    return [known[name.casefold()] for name in names]


def _keys_of(tags: Iterable[Tag]) -> dict[str, int]:
    return {tag.name.casefold(): tag.pk for tag in tags}


def _made(names: Sequence[str]) -> dict[str, int]:
    """Return the keys of all tags with `names`, and of some others; make those that are missing."""
    # Somebody else may be making the same one, in capitals that no constraint compares.
    hold_table(Tag)
    bases = {name: tag_slug(name) for name in names}
    alike = [("slug__startswith", base) for base in bases.values() if base]
    either = Q(*map(_named, names), *alike, _connector=Q.OR)
    rows = list(Tag.objects.filter(either).order_by("-pk"))
    known, taken = _keys_of(rows), {tag.slug for tag in rows}
    new = []
    for name, base in bases.items():
        if name.casefold() not in known:
            new.append(Tag(name=name, slug=base and free_of(taken, base)))
            taken.add(new[-1].slug)
    Tag.objects.bulk_create(tag for tag in new if tag.slug)
    for tag in new:
        if not tag.slug:
            tag.save()
    return known | _keys_of(new)
