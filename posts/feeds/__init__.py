"""What feed readers and calendars get of posts, and how feeds are written."""

from posts.feeds.entries import (
    Channel,
    Entry,
    absolute,
    entry_of,
    entry_of_correction,
    entry_of_day,
    entry_of_dossier,
    midnight,
    title_of_day,
)
from posts.feeds.formats import Written, atom, atom_entry, in_atom, rss, rss_entry

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
    "midnight",
    "rss",
    "rss_entry",
    "title_of_day",
]
