"""What is written at the desk, a post, a dossier or a page, and its content as one value."""

from typing import Any

from posts.editorial.dossier_io import dossier_of, write_dossier
from posts.editorial.snapshot import Content, DossierSnapshot, PageSnapshot, Snapshot
from posts.editorial.snapshot_io import (
    DATABASE,
    Rows,
    Writing,
    rows_of,
    snapshot_of,
    words_of,
    write,
)
from posts.images.addresses import pictures_in
from posts.models import Dossier, Image, Page, Post

type Work = Post | Dossier | Page
_KINDS: dict[type[Any], type[Content]] = {
    Post: Snapshot,
    Dossier: DossierSnapshot,
    Page: PageSnapshot,
}


def kind_of(work: Work) -> type[Content]:
    """Return the class of its content."""
    return _KINDS[type(work)]


def stored_of(work: Work) -> tuple[Content, dict[str, Image], Rows | None]:
    """Return what is stored of `work`, the pictures it shows by their addresses, its known rows."""
    if isinstance(work, Dossier):
        return *dossier_of(work), None
    images = pictures_in(work.story, work.hero_id)
    if isinstance(work, Page):
        texts = {name: getattr(work, name) for name in PageSnapshot.texts()}
        return PageSnapshot(**texts, pictures=words_of(images)), images, None
    rows = rows_of(work)
    return snapshot_of(work, images, rows), images, rows


def write_onto(work: Work, content: Any, before: Any = None, rows: Rows | None = None) -> list[str]:
    """Make `work` equal `content`, of its kind, as `write` and `write_dossier` do."""
    if isinstance(work, Dossier):
        return write_dossier(work, content, before)
    if isinstance(work, Page):
        Writing(work, DATABASE).put(content, PageSnapshot())
        work.save()
        return []
    return write(work, content, before, rows=rows)
