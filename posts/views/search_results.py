"""The rows of a page of results: each with its title and the part that tells why."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.db.models import Model
from django.db.models.functions import Left
from taggit.models import TaggedItem

from posts.models import Citation, Dossier, Post, SearchDocument
from posts.search import Piece, excerpt, has_any, marked, plain_text

LONGEST_HTML = 20_000  # characters of a story in which its excerpt is looked for
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
    texts: dict[Model, list[str]] = {post: list(_texts_of_post(post)) for post in posts.values()}
    texts |= {row: list(_texts_of_dossier(row)) for row in dossiers.values()}
    for key, more in _filed_and_cited(posts, texts, wanted):
        texts[posts[key]].append(more)
    found = [posts.get(key) if kind == KIND.POST else dossiers.get(key) for kind, key in rows]
    return [
        Result(row, marked(row.title, wanted), excerpt(filter(None, texts[row]), wanted))
        for row in found
        if row
    ]


def _posts(keys: Sequence[int]) -> dict[int, Post]:
    rows = Post.objects.published().filter(pk__in=keys).for_cards().prefetch_related("bullets")
    return rows.annotate(beginning=Left("story_html", LONGEST_HTML)).in_bulk()


def _dossiers(keys: Sequence[int]) -> dict[int, Dossier]:
    if not keys:
        return {}
    return Dossier.objects.published().filter(pk__in=keys).for_search().in_bulk()


def _texts_of_post(post: Post) -> Iterator[str]:
    yield post.description
    yield from (plain_text(f"{row.label}: {row.text_html}") for row in post.bullets.all())
    yield plain_text(post.beginning)  # type: ignore[attr-defined]
    yield post.closing_question


def _texts_of_dossier(dossier: Dossier) -> Iterator[str]:
    yield dossier.description
    for section in dossier.sections.all():
        yield plain_text(section.text_html[:LONGEST_HTML])
    yield from (f"{row.event_text}: {row.label}" for row in dossier.milestones.all())
    yield from (str(row.source) for row in dossier.citations.all())


def _filed_and_cited(
    posts: dict[int, Post], texts: dict[Model, list[str]], wanted: frozenset[str]
) -> Iterator[tuple[int, str]]:
    """Yield (key, text) of tags, sources and quotations of the posts that nothing else explains."""
    keys = [
        key
        for key, post in posts.items()
        if not any(has_any(text, wanted) for text in (post.title, *texts[post]))
    ]
    tagged = TaggedItem.objects.filter(content_type__model="post", content_type__app_label="posts")
    yield from tagged.filter(object_id__in=keys).values_list("object_id", "tag__name")
    cited = Citation.objects.filter(post__in=keys).select_related("source")
    for citation in cited.defer("source__kept_text"):
        yield citation.post_id, f"Source: {citation.where}"
        yield citation.post_id, citation.quotation
