"""What feed readers and calendars get of posts, and how feeds are written."""

from posts.feeds.entries import (
    Channel,
    Entry,
    absolute,
    entry_of,
    entry_of_day,
    entry_of_dossier,
    midnight,
    title_of_day,
)
from posts.feeds.formats import atom, rss

__all__ = [
    "Channel",
    "Entry",
    "absolute",
    "atom",
    "entry_of",
    "entry_of_day",
    "entry_of_dossier",
    "midnight",
    "rss",
    "title_of_day",
]
