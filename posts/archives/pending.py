"""What is to be refreshed once the running transaction is committed."""

import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from django.db import transaction

from posts.archives.refresh import BATCH, refresh_dossiers, refresh_posts
from posts.archives.stored import forget_parts, print_anew
from posts.images.rerender import rerender_texts_linking_to
from posts.models import ContentVersion


class _Pending(threading.local):
    def __init__(self) -> None:
        self.batches = 0
        self.reset()

    def reset(self) -> None:
        self.posts: set[int] = set()
        self.unseen: set[int] = set()
        self.dossiers: set[int] = set()
        self.printed: set[int] = set()
        self.moved: set[int] = set()
        self.is_bumped = False


_pending = _Pending()


def refresh_on_commit(
    *, posts: Iterable[int] = (), dossiers: Iterable[int] = (), is_seen: bool = True
) -> None:
    """Have the rows with these keys refreshed once the running transaction is committed.

    The content version moves on where readers see, or saw, one of them, unless what changed is
    not `is_seen` by anybody. What belongs to a transaction that is rolled back is refreshed with
    the next: it does no harm. A failure then is logged and leaves a post `stale`, since the save
    itself has succeeded.
    """
    (_pending.posts if is_seen else _pending.unseen).update(posts)
    _pending.dossiers.update(dossiers)
    transaction.on_commit(_flush, robust=True)


def print_anew_on_commit(posts: Iterable[int]) -> None:
    """Have the pages of posts that show what changes made anew, by whoever comes to it.

    Their parts are gone with this transaction; what is made meanwhile goes when it is committed.
    """
    keys = list(posts)
    if keys:
        forget_parts(keys)
        _pending.printed.update(keys)
        bump_on_commit()


def link_anew_on_commit(posts: Iterable[int]) -> None:
    """Have the texts that link to these posts rendered anew once this transaction is committed.

    Until then, and should that fail, the addresses in them lead on.
    """
    _pending.moved.update(posts)
    transaction.on_commit(_flush, robust=True)


def bump_on_commit() -> None:
    """Have the content version move on once the running transaction is committed."""
    _pending.is_bumped = True
    transaction.on_commit(_flush, robust=True)


def _flush() -> None:
    if not _pending.batches or len(_pending.posts) >= BATCH:
        _refresh_all()


def _refresh_all() -> None:
    moved, _pending.moved = _pending.moved, set()
    if moved:
        # What it writes is refreshed with the rest, so that the content version moves once.
        rerender_texts_linking_to(moved)
    posts, dossiers, is_bumped = _pending.posts, _pending.dossiers, _pending.is_bumped
    unseen, printed = _pending.unseen - posts, _pending.printed - posts
    _pending.reset()
    if unseen:
        refresh_posts(unseen, is_seen=False)
    is_told = refresh_posts(posts)
    if dossiers:
        is_told |= refresh_dossiers(dossiers)
    if is_bumped and not is_told:
        ContentVersion.bump()
    if printed:  # After the version moved on: who has made parts of before stores none of them.
        print_anew(printed)


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
