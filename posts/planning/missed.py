"""Posts whose time has come and that readers do not find as they should."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.db.models import Exists, OuterRef, QuerySet

from posts.models import Post, SearchDocument


class Why(StrEnum):
    NOT_APPROVED = "not approved"  # planned for a time that has passed
    NOT_LISTED = "not listed"  # stands in no archive and no search
    OUTDATED = "outdated"  # stands there as it was before a later save


@dataclass(frozen=True, slots=True)
class Missed:
    post: Post
    why: Why


def missed(now: datetime, *, since: datetime | None = None, limit: int = 20) -> list[Missed]:
    """Return what readers miss at `now` (aware), `limit` of each kind at most.

    With `since` only approved posts that were due from then on are looked at, which a page can
    afford; without, all of them. An approved post has a row in search from the transaction
    that enters it in the archives on, and only from then on, so that row tells of both.
    """
    planned = Post.objects.filter(publish_at__lte=now).among(Post.objects.in_the_works())
    due = Post.objects.published(now)
    if since is not None:
        due = due.filter(publish_at__gte=since)
    behind = _documents().exclude(version=OuterRef("version"))
    kinds = (
        (Why.NOT_APPROVED, planned.order_by("publish_at", "id")),
        (Why.NOT_LISTED, due.filter(~Exists(_documents())).newest()),
        (Why.OUTDATED, due.filter(Exists(behind)).newest()),
    )
    return [Missed(post, why) for why, posts in kinds for post in posts.for_links()[:limit]]


def _documents() -> QuerySet[SearchDocument]:
    return SearchDocument.objects.filter(kind=SearchDocument.Kind.POST, object_id=OuterRef("pk"))
