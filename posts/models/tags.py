"""Tags by their names, among which capitals make no difference, and new ones."""

import re
from collections.abc import Collection

from django.db.models import Q, QuerySet
from django.utils.text import slugify
from taggit.models import Tag

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


def make_tag(name: str) -> Tag:
    tag = Tag(name=name)
    if base := tag_slug(name):
        save_with_free_slug(tag, base, tag.save)
    else:
        tag.save()
    return tag
