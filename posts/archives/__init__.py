"""What is derived from posts so that readers find them: archive entries, search, content version.

It follows every change of a post, of what it is filed under and of what it rests on, once the
change is committed.
"""

from posts.archives.cache import cached_until_change, content_version, last_modified, next_due
from posts.archives.pending import in_batches, refresh_on_commit
from posts.archives.pictures import pictures_are_shown
from posts.archives.refresh import (
    BATCH,
    every_dossier,
    every_post,
    refresh_dossiers,
    refresh_posts,
    stale,
    without_entries,
)
from posts.archives.statistics import take_statistics
from posts.archives.stored import PRINTED_AT_ONCE, clear_other_editions, make_missing, missing_parts

__all__ = [
    "BATCH",
    "PRINTED_AT_ONCE",
    "cached_until_change",
    "clear_other_editions",
    "content_version",
    "every_dossier",
    "every_post",
    "in_batches",
    "last_modified",
    "make_missing",
    "missing_parts",
    "next_due",
    "pictures_are_shown",
    "refresh_dossiers",
    "refresh_on_commit",
    "refresh_posts",
    "stale",
    "take_statistics",
    "without_entries",
]
