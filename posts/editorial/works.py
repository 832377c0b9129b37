"""What is written at the desk, a post or a dossier, and its content as one value."""

from typing import Any

from posts.editorial.dossier_io import dossier_of, write_dossier
from posts.editorial.snapshot import Content, DossierSnapshot, Snapshot
from posts.editorial.snapshot_io import pictures_in, snapshot_of, write
from posts.models import Dossier, Image, Post

type Work = Post | Dossier


def kind_of(work: Work) -> type[Content]:
    """Return the class of its content."""
    return DossierSnapshot if isinstance(work, Dossier) else Snapshot


def stored_of(work: Work) -> tuple[Content, dict[str, Image]]:
    """Return what is stored of `work`, with the pictures it shows by their addresses."""
    if isinstance(work, Dossier):
        return dossier_of(work)
    images = pictures_in(work.story, work.hero_id)
    return snapshot_of(work, images), images


def write_onto(work: Work, content: Any, before: Any = None) -> list[str]:
    """Make `work` equal `content`, of its kind, as `write` and `write_dossier` do."""
    if isinstance(work, Dossier):
        return write_dossier(work, content, before)
    return write(work, content, before)
