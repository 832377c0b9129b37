"""Keys of the citations of a post or dossier, by which its texts cite them."""

from dataclasses import replace
from typing import Any

from posts.citing import distinct_keys
from posts.editorial.snapshot import PageSnapshot
from posts.models import Source


def with_keys[C: Any](content: C) -> C:
    """Return `content` with a key of its own for each citation; a query where one is missing."""
    if isinstance(content, PageSnapshot):  # A page of the site cites nothing.
        return content
    given = [each.key for each in content.citations]
    if all(given) and len(set(given)) == len(given):
        return content
    asked = {each.source.key for each in content.citations if not each.key}
    sources = Source.objects.only("author", "title", "issued").in_bulk(asked) if asked else {}
    made = [_made(sources.get(each.source.key)) for each in content.citations]
    keys = distinct_keys(zip(given, made, strict=True))
    pairs = zip(content.citations, keys, strict=True)
    found: C = replace(content, citations=tuple(replace(each, key=key) for each, key in pairs))
    return found


def _made(source: Source | None) -> str:
    return source.key if source else "source"
