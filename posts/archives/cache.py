"""Sums over the whole archive, kept until something that readers see has changed."""

import hashlib
from collections.abc import Callable
from datetime import datetime, timedelta

from django.core.cache import cache
from django.db.models import Max, Min
from django.utils import timezone

from posts.models import ContentVersion, Post

LONGEST = timedelta(days=1)
_NOTHING = object()


def cached_until_change[T](name: str, compute: Callable[[], T]) -> T:
    """Return `compute()`, or what it gave since the last change; takes one query then.

    A scheduled post changes what readers see without any save, so nothing is kept beyond the
    next publish time.
    """
    version = ContentVersion.current()
    # The time too: a database brought back from a backup counts on from an earlier number.
    words = f"{name} {version.number} {version.changed_at.isoformat()}"
    key = f"cache:{hashlib.sha256(words.encode()).hexdigest()}"
    found = cache.get(key, _NOTHING)
    if found is _NOTHING:
        seconds = _until_next_due()
        found = compute()
        cache.set(key, found, seconds)
    return found


def _until_next_due() -> float:
    """Return the seconds until a scheduled post goes out, at most a day."""
    now = timezone.now()
    due = Post.objects.scheduled(now).aggregate(due=Min("publish_at"))["due"]
    return min(LONGEST, due - now if due else LONGEST).total_seconds()


def last_modified() -> datetime:
    """Return when what readers see last changed: by a save, or by a publish time that passed."""
    version = ContentVersion.current()
    due = Post.objects.published().aggregate(due=Max("publish_at"))["due"]
    return max(version.changed_at, due) if due else version.changed_at
