"""Full-text search, the same on SQLite and PostgreSQL."""

from collections.abc import Collection, Sequence

from posts.models import Dossier, Post, SearchDocument


def index_posts(posts: Sequence[Post]) -> None:
    """Write the documents of approved posts, whose relations are loaded, in few statements."""
    SearchDocument.objects.filter(
        kind=SearchDocument.Kind.POST, object_id__in=[post.pk for post in posts]
    ).delete()
    SearchDocument.objects.bulk_create(
        SearchDocument(
            kind=SearchDocument.Kind.POST,
            object_id=post.pk,
            publish_at=post.publish_at,
            event_sort=post.event_sort or 0,
            version=post.version,
        )
        for post in posts
    )


def index_dossiers(dossiers: Sequence[Dossier]) -> None:
    """Write the documents of approved dossiers, loaded by `for_search()`."""
    keys = [dossier.pk for dossier in dossiers]
    remove(SearchDocument.Kind.DOSSIER, keys)
    SearchDocument.objects.bulk_create(
        SearchDocument(
            kind=SearchDocument.Kind.DOSSIER,
            object_id=dossier.pk,
            publish_at=dossier.publish_at,
            event_sort=0,
        )
        for dossier in dossiers
    )


def remove(kind: str, keys: Collection[int]) -> None:
    """Take the documents of these posts or dossiers away."""
    SearchDocument.objects.filter(kind=kind, object_id__in=keys).delete()
