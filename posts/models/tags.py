"""Tags by their names, among which capitals make no difference, and new ones."""

import re
from collections.abc import Collection, Sequence

from django.db.models import Q, QuerySet
from django.utils.text import slugify
from taggit.models import Tag

from posts.models.locks import hold_table
from posts.models.slugs import save_with_free_slug, words_parted

_LONGEST_SLUG = 95  # characters; the column has 100, and a number may follow


def tags_named(names: Collection[str]) -> QuerySet[Tag]:
    """Return the tags that have one of `names`, whatever the capitals."""
    rows: QuerySet[Tag] = Tag.objects.order_by("-pk")
    return rows.filter(Q(*map(_named, names), _connector=Q.OR)) if names else rows.none()


def _named(name: str) -> tuple[str, str]:
    # SQLite compares capitals in ASCII alone; its patterns are Python's, which know all letters.
    return ("name__iexact", name) if name.isascii() else ("name__iregex", f"^{re.escape(name)}$")


def tag_slug(name: str) -> str:
    """Return the slug of a tag, which keeps its accents and script; '' without any letter."""
    return slugify(words_parted(name), allow_unicode=True)[:_LONGEST_SLUG]


def tag_keys(names: Sequence[str]) -> list[int]:
    """Return the keys of the tags with `names`, new ones made; within a transaction."""
    known = _keys_of(names)
    # Somebody else may be making the same one, in capitals that no constraint compares.
    if any(name.casefold() not in known for name in names) and hold_table(Tag):
        known = _keys_of(names)
    for name in names:
        if name.casefold() not in known:
            known[name.casefold()] = make_tag(name).pk
    return [known[name.casefold()] for name in names]


def _keys_of(names: Sequence[str]) -> dict[str, int]:
    return {tag.name.casefold(): tag.pk for tag in tags_named(names)}


def make_tag(name: str) -> Tag:
    tag = Tag(name=name)
    if base := tag_slug(name):
        save_with_free_slug(tag, base, tag.save)
    else:
        tag.save()
    return tag
