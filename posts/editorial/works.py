"""What is written at the desk, a post or a dossier, and its content as one value."""

from typing import Any

from posts.editorial.dossier_io import dossier_of, write_dossier
from posts.editorial.snapshot import Content, DossierSnapshot, Snapshot
from posts.editorial.snapshot_io import Rows, rows_of, snapshot_of, write
from posts.images.addresses import pictures_in
from posts.models import Dossier, Image, Post

type Work = Post | Dossier


def kind_of(work: Work) -> type[Content]:
    """Return the class of its content."""
    return DossierSnapshot if isinstance(work, Dossier) else Snapshot


def stored_of(work: Work) -> tuple[Content, dict[str, Image], Rows | None]:
    """Return what is stored of `work`, the pictures it shows by their addresses, its known rows."""
    if isinstance(work, Dossier):
        return *dossier_of(work), None
    images, rows = pictures_in(work.story, work.hero_id), rows_of(work)
    return snapshot_of(work, images, rows), images, rows


def write_onto(work: Work, content: Any, before: Any = None, rows: Rows | None = None) -> list[str]:
    """Make `work` equal `content`, of its kind, as `write` and `write_dossier` do."""
    if isinstance(work, Dossier):
        return write_dossier(work, content, before)
    return write(work, content, before, rows=rows)
