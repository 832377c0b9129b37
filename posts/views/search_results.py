"""The rows of a page of results: each with its title and the part that tells why."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext
from taggit.models import TaggedItem

from posts.ago import with_years_ago
from posts.archives.cards import parts_by_key
from posts.models import Citation, Dossier, SearchDocument
from posts.rendering import marked_html, stored_html
from posts.search import LONGEST_HTML, Piece, excerpt, has_any, marked, plain_text

KIND = SearchDocument.Kind


@dataclass(frozen=True)
class Found:
    """A post or dossier as a result tells of it; `language` is the attributes of its words."""

    title: str
    url: str
    texts: list[str]
    language: str = ""
    stamp: str = ""
    filed: str = ""


@dataclass(frozen=True)
class Result:
    """What was found, with what is marked in its title and text."""

    row: Found
    title: SafeString
    text: SafeString


def results_of(rows: Sequence[tuple[str, int]], wanted: frozenset[str]) -> list[Result]:
    """Return the public ones of (kind, key) in their order."""
    posts = _posts([key for kind, key in rows if kind == KIND.POST])
    dossiers = _dossiers([key for kind, key in rows if kind == KIND.DOSSIER])
    for key, more in _filed_and_cited(posts, wanted):
        posts[key].texts.append(more)
    found = [posts.get(key) if kind == KIND.POST else dossiers.get(key) for kind, key in rows]
    return [_result(each, wanted) for each in found if each]


def _result(found: Found, wanted: frozenset[str]) -> Result:
    text = excerpt(filter(None, found.texts), wanted)
    return Result(found, _html(marked(found.title, wanted)), _html(text))


def _html(pieces: Iterable[Piece]) -> SafeString:
    return marked_html((piece.text, piece.is_marked) for piece in pieces)


def _posts(keys: Sequence[int]) -> dict[int, Found]:
    return {
        key: _found(parts) for key, parts in parts_by_key(keys, ("found", "stamp", "filed")).items()
    }


def _found(parts: dict[str, Any]) -> Found:
    told = json.loads(parts["found"])
    html = {"stamp": with_years_ago(parts["stamp"]), "filed": stored_html(parts["filed"])}
    return Found(told["title"], told["url"], told["texts"], stored_html(told["language"]), **html)


def _dossiers(keys: Sequence[int]) -> dict[int, Found]:
    if not keys:
        return {}
    rows = Dossier.objects.published().filter(pk__in=keys).for_search()
    return {
        row.pk: Found(row.title, row.get_absolute_url(), list(_texts_of_dossier(row)))
        for row in rows
    }


def _texts_of_dossier(dossier: Dossier) -> Iterator[str]:
    yield dossier.description
    for section in dossier.sections.all():
        yield plain_text(section.text_html[:LONGEST_HTML])
    yield from (f"{row.event_text}: {row.label}" for row in dossier.milestones.all())
    yield from (str(row.source) for row in dossier.citations.all())


def _filed_and_cited(posts: dict[int, Found], wanted: frozenset[str]) -> Iterator[tuple[int, str]]:
    """Yield (key, text) of tags, sources and quotations of the posts that nothing else explains."""
    keys = [
        key
        for key, post in posts.items()
        if not any(has_any(text, wanted) for text in (post.title, *post.texts))
    ]
    if not keys:
        return
    tagged = TaggedItem.objects.filter(content_type__model="post", content_type__app_label="posts")
    yield from tagged.filter(object_id__in=keys).values_list("object_id", "tag__name")
    cited = Citation.objects.filter(post__in=keys).select_related("source")
    for citation in cited.defer("source__kept_text"):
        yield citation.post_id, gettext("Source: %(source)s") % {"source": citation.where}
        yield citation.post_id, citation.quotation
