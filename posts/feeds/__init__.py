"""What feed readers and calendars get of posts, and how feeds are written."""

from posts.feeds.entries import (
    Channel,
    Entry,
    absolute,
    derived_id,
    entry_of,
    entry_of_day,
    entry_of_dossier,
    midnight,
    stable_id,
    title_of_day,
)
from posts.feeds.formats import atom, rss

__all__ = [
    "Channel",
    "Entry",
    "absolute",
    "atom",
    "derived_id",
    "entry_of",
    "entry_of_day",
    "entry_of_dossier",
    "midnight",
    "rss",
    "stable_id",
    "title_of_day",
]
