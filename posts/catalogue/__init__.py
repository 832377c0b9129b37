"""What is derived from posts so that readers find them: archive entries, search, content version.

It follows every change of a post, of what it is filed under and of what it rests on, once the
change is committed.
"""

from posts.catalogue.dossiers import enter_dossiers, every_dossier, note_dossiers
from posts.catalogue.due import note, together
from posts.catalogue.enter import BATCH, enter, every_post, stale
from posts.catalogue.kept import kept, last_modified

__all__ = [
    "BATCH",
    "enter",
    "enter_dossiers",
    "every_dossier",
    "every_post",
    "kept",
    "last_modified",
    "note",
    "note_dossiers",
    "stale",
    "together",
]
