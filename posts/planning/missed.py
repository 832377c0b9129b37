"""Posts whose time has come and that readers do not find as they should."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from django.db.models import F, OuterRef, Q, Subquery

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
    """Return what readers miss at `now` (aware): `limit` at most that are not approved, and as
    many that are.

    With `since` only approved posts that were due from then on are looked at, which a page can
    afford; without, all of them. An approved post has a row in search from the transaction
    that enters it in the archives on, and only from then on, so that row tells of both.
    """
    planned = Post.objects.filter(publish_at__lte=now).among(Post.objects.in_the_works())
    waiting = planned.order_by("publish_at", "id").for_links()[:limit]
    entered = SearchDocument.objects.filter(
        kind=SearchDocument.Kind.POST, object_id=OuterRef("pk")
    ).values("version")
    due = Post.objects.published(now).annotate(entered=Subquery(entered[:1]))
    if since is not None:
        due = due.filter(publish_at__gte=since)
    behind: Any = due.filter(Q(entered=None) | ~Q(entered=F("version"))).newest().for_links()
    late = [
        Missed(row, Why.NOT_LISTED if row.entered is None else Why.OUTDATED)
        for row in behind[:limit]
    ]
    late.sort(key=lambda one: one.why is Why.OUTDATED)
    return [*(Missed(post, Why.NOT_APPROVED) for post in waiting), *late]
