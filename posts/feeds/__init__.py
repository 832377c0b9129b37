"""What feed readers and calendars get of posts, and how feeds are written."""

from posts.feeds.entries import (
    Channel,
    Entry,
    entry_of,
    entry_of_correction,
    entry_of_day,
    entry_of_dossier,
    midnight,
    occasions,
    stable_id,
    title_of_day,
)
from posts.feeds.formats import Written, atom, atom_entry, in_atom, rss, rss_entry
from posts.feeds.json_feed import json_feed
from posts.feeds.pictures import absolute

__all__ = [
    "Channel",
    "Entry",
    "Written",
    "absolute",
    "atom",
    "atom_entry",
    "entry_of",
    "entry_of_correction",
    "entry_of_day",
    "entry_of_dossier",
    "in_atom",
    "json_feed",
    "midnight",
    "occasions",
    "rss",
    "rss_entry",
    "stable_id",
    "title_of_day",
]
