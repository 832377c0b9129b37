from collections.abc import Collection, Iterable
from itertools import batched
from typing import Any

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.utils import timezone

from posts import search
from posts.archives.entries import entries_of
from posts.archives.stored import print_anew
from posts.models import (
    ArchiveEntry,
    Citation,
    ContentVersion,
    Dossier,
    Place,
    Post,
    SearchDocument,
)

_RELATIONS = ("categories", "places", "tags", "bullets")
_APPROVED = Post.Status.APPROVED
BATCH = 200  # posts held in memory at once


def refresh_posts(posts: Collection[int], *, is_seen: bool = True) -> bool:
    """Write anew all that is derived from the posts with these keys, gone or hidden ones too.

    Returns whether the content version moved on: where readers see one of them or saw it
    before, unless what changed is not `is_seen` by anybody.
    """
    is_told, printed = False, set[int]()
    for keys in batched(sorted(posts), BATCH):
        are_printed, is_bumped = _refresh(keys, is_seen)
        printed.update(are_printed)
        is_told |= is_bumped
    if printed and is_seen:
        print_anew(printed)
    return is_told


@transaction.atomic
def _refresh(keys: Collection[int], is_seen: bool) -> tuple[Collection[int], bool]:
    """Return the keys of posts to print, if any is or was approved, and whether readers are told.

    With a post that is gone all went that holds its key, but not what search knows of it.
    """
    # Whoever comes second waits here, and then reads what the first could not yet see.
    held = Post.objects.select_for_update().filter(pk__in=keys).order_by("pk")
    there = dict(held.values_list("pk", "status"))
    approved = list(_approved([key for key, status in there.items() if status == _APPROVED]))
    parents = dict(Place.objects.values_list("pk", "parent_id")) if approved else {}
    documents = SearchDocument.objects.filter(kind=SearchDocument.Kind.POST, object_id__in=keys)
    times = list(documents.values_list("publish_at", flat=True))
    is_shown = any(moment <= timezone.now() for moment in times)
    if times or approved:
        ArchiveEntry.objects.filter(post_id__in=there).delete()
    ArchiveEntry.objects.bulk_create(e for post in approved for e in entries_of(post, parents))
    if approved:
        search.index_posts(approved)
    if times:
        search.remove(SearchDocument.Kind.POST, set(keys) - {post.pk for post in approved})
    is_told = _bump(is_seen and (is_shown or any(post.is_public for post in approved)))
    return there.keys() if times or approved else (), is_told


def _bump(is_seen: bool) -> bool:
    if is_seen:
        ContentVersion.bump()
    return is_seen


def _approved(keys: Collection[int]) -> Iterable[Post]:
    citations = Citation.objects.select_related("source").defer("source__kept_text")
    return (
        Post.objects.filter(pk__in=keys, status=_APPROVED)
        .defer("story", "raw_original", "import_fields")
        .prefetch_related(*_RELATIONS, Prefetch("citations", queryset=citations))
        .order_by("pk")
    )


@transaction.atomic
def refresh_dossiers(keys: Collection[int]) -> bool:
    """Write anew what is derived from the dossiers with these keys, as `refresh_posts` does."""
    # Whoever comes second waits here, and then reads what the first could not yet see.
    list(Dossier.objects.select_for_update().filter(pk__in=keys).order_by("pk").values_list("pk"))
    approved = list(
        Dossier.objects.filter(pk__in=keys, status=Dossier.Status.APPROVED).for_search()
    )
    documents = SearchDocument.objects.filter(kind=SearchDocument.Kind.DOSSIER, object_id__in=keys)
    is_shown = documents.filter(publish_at__lte=timezone.now()).exists()
    search.index_dossiers(approved)
    search.remove(SearchDocument.Kind.DOSSIER, set(keys) - {row.pk for row in approved})
    return _bump(is_shown or any(row.is_public for row in approved))


def stale() -> list[int]:
    """Return the keys of posts whose derived rows tell of another version, or are missing.

    A server that dies between a save and what follows it leaves such posts behind.
    """
    documents = SearchDocument.objects.filter(kind=SearchDocument.Kind.POST)
    read = documents.filter(object_id=OuterRef("pk")).values("version")[:1]
    approved = Post.objects.filter(status=Post.Status.APPROVED)
    behind = approved.annotate(read=Subquery(read)).filter(Q(read=None) | ~Q(read=F("version")))
    hidden = documents.exclude(object_id__in=approved.values("pk"))
    keys = {*behind.values_list("pk", flat=True), *hidden.values_list("object_id", flat=True)}
    return sorted(keys)


def without_entries() -> list[int]:
    """Return the keys of approved posts with a date that no archive lists."""
    dated = Post.objects.filter(status=Post.Status.APPROVED, event_sort__isnull=False)
    listed = ArchiveEntry.objects.filter(post=OuterRef("pk"))
    return list(dated.exclude(Exists(listed)).order_by("pk").values_list("pk", flat=True))


def every_post() -> list[int]:
    """Return the keys of all posts, and of those gone ones that search still knows."""
    return _every(Post.objects.all(), SearchDocument.Kind.POST)


def every_dossier() -> list[int]:
    """Return the keys of all dossiers, and of those gone ones that search still knows."""
    return _every(Dossier.objects.all(), SearchDocument.Kind.DOSSIER)


def _every(rows: QuerySet[Any], kind: str) -> list[int]:
    known = SearchDocument.objects.filter(kind=kind).values_list("object_id", flat=True)
    return sorted({*rows.order_by().values_list("pk", flat=True), *known})
