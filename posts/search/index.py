"""Writes what search knows of posts and dossiers; called by `posts.archives` only."""

from collections.abc import Collection, Sequence

from posts.models import UNDATED, Dossier, Post, SearchDocument, SearchTerm
from posts.search.documents import Document, document_of_dossier, document_of_post
from posts.search.engine import engine

KIND = SearchDocument.Kind


def index_posts(posts: Sequence[Post]) -> None:
    """Write the documents of approved posts, whose relations are loaded, in few statements."""
    rows = [
        SearchDocument(
            kind=KIND.POST,
            object_id=post.pk,
            publish_at=post.publish_at,  # type: ignore[misc]
            event_sort=UNDATED if post.event_sort is None else post.event_sort,
            version=post.version,
        )
        for post in posts
    ]
    _write(KIND.POST, rows, [document_of_post(post) for post in posts])


def index_dossiers(dossiers: Sequence[Dossier]) -> None:
    """Write the documents of approved dossiers, loaded by `for_search()`."""
    rows = [
        SearchDocument(
            kind=KIND.DOSSIER,
            object_id=dossier.pk,
            publish_at=dossier.publish_at,  # type: ignore[misc]
            event_sort=UNDATED,
        )
        for dossier in dossiers
    ]
    _write(KIND.DOSSIER, rows, [document_of_dossier(dossier) for dossier in dossiers])


def _write(kind: str, rows: list[SearchDocument], documents: list[Document]) -> None:
    remove(kind, [row.object_id for row in rows])
    stored = SearchDocument.objects.bulk_create(rows)
    engine().write([(row.pk, made.columns) for row, made in zip(stored, documents, strict=True)])
    # In one order, so that two who add the same words wait for each other and never both.
    words = sorted({term for document in documents for term in document.terms})
    SearchTerm.objects.bulk_create([SearchTerm(word=x) for x in words], ignore_conflicts=True)


def remove(kind: str, keys: Collection[int]) -> None:
    """Take the documents of these posts or dossiers away."""
    rows = SearchDocument.objects.filter(kind=kind, object_id__in=keys)
    if known := list(rows.values_list("pk", flat=True)):
        engine().remove(known)
        rows.delete()


def forget_terms() -> None:
    """Forget all words that misspelt ones are corrected by; indexing brings them back."""
    SearchTerm.objects.all().delete()


def tidy() -> None:
    """Merge what many small writes have left; done after everything was written anew."""
    engine().tidy()
