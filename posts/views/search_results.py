"""The rows of a page of results: each with its title and the part that tells why."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.db.models import Prefetch
from django.db.models.functions import Left

from posts.models import Citation, Dossier, Post, SearchDocument
from posts.search import Piece, excerpt, marked, plain_text

LONGEST_HTML = 20_000  # characters of a story in which its excerpt is looked for
TEXTS = ("bullets", "tags")
KIND = SearchDocument.Kind


@dataclass(frozen=True)
class Result:
    """A post or dossier with what is marked in its title and text."""

    row: Post | Dossier
    title: list[Piece]
    text: list[Piece]

    @property
    def is_post(self) -> bool:
        return isinstance(self.row, Post)


def results_of(rows: Sequence[tuple[str, int]], wanted: frozenset[str]) -> list[Result]:
    """Return the public ones of (kind, key) in their order."""
    posts = _posts([key for kind, key in rows if kind == KIND.POST])
    dossiers = _dossiers([key for kind, key in rows if kind == KIND.DOSSIER])
    found = [posts.get(key) if kind == KIND.POST else dossiers.get(key) for kind, key in rows]
    return [_result(row, wanted) for row in found if row]


def _posts(keys: Sequence[int]) -> dict[int, Post]:
    citations = Citation.objects.select_related("source").defer("source__kept_text")
    return (
        Post.objects.published()
        .filter(pk__in=keys)
        .for_cards()
        .annotate(beginning=Left("story_html", LONGEST_HTML))
        .prefetch_related(*TEXTS, Prefetch("citations", queryset=citations))
        .in_bulk()
    )


def _dossiers(keys: Sequence[int]) -> dict[int, Dossier]:
    if not keys:
        return {}
    return Dossier.objects.published().filter(pk__in=keys).for_search().in_bulk()


def _result(row: Post | Dossier, wanted: frozenset[str]) -> Result:
    texts = _texts_of_post(row) if isinstance(row, Post) else _texts_of_dossier(row)
    return Result(row, marked(row.title, wanted), excerpt(filter(None, texts), wanted))


def _texts_of_post(post: Post) -> Iterator[str]:
    yield post.description
    yield from (plain_text(f"{row.label}: {row.text_html}") for row in post.bullets.all())
    yield plain_text(post.beginning)  # type: ignore[attr-defined]
    yield post.closing_question
    yield ", ".join(tag.name for tag in post.tags.all())
    yield from _sources(post.citations.all())


def _texts_of_dossier(dossier: Dossier) -> Iterator[str]:
    yield dossier.description
    for section in dossier.sections.all():
        yield plain_text(section.text_html[:LONGEST_HTML])
    yield from (f"{row.event_text}: {row.label}" for row in dossier.milestones.all())
    yield from (str(row.source) for row in dossier.citations.all())


def _sources(citations: Iterable[Citation]) -> Iterator[str]:
    for citation in citations:
        yield f"Source: {citation.where}"
        yield citation.quotation
