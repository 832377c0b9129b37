"""What is to be refreshed once the running transaction is committed."""

import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from django.db import transaction

from posts.archives.refresh import BATCH, refresh_dossiers, refresh_posts


class _Pending(threading.local):
    def __init__(self) -> None:
        self.posts: set[int] = set()
        self.dossiers: set[int] = set()
        self.batches = 0


_pending = _Pending()


def refresh_on_commit(*, posts: Iterable[int] = (), dossiers: Iterable[int] = ()) -> None:
    """Have the rows with these keys refreshed once the running transaction is committed.

    Those of a transaction that is rolled back are refreshed with the next: it does no harm. A
    failure then is logged and leaves a post `stale`, since the save itself has succeeded.
    """
    _pending.posts.update(posts)
    _pending.dossiers.update(dossiers)
    transaction.on_commit(_flush, robust=True)


def _flush() -> None:
    if not _pending.batches or len(_pending.posts) >= BATCH:
        _refresh_all()


def _refresh_all() -> None:
    posts, _pending.posts = _pending.posts, set()
    dossiers, _pending.dossiers = _pending.dossiers, set()
    refresh_posts(posts)
    if dossiers:
        refresh_dossiers(dossiers)


@contextmanager
def in_batches() -> Iterator[None]:
    """Refresh what is saved within in batches: some ten times cheaper than one by one."""
    _pending.batches += 1
    try:
        yield
    finally:
        _pending.batches -= 1
        if not _pending.batches:
            _refresh_all()
