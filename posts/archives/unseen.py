"""Columns that stand on no page: writing these alone changes nothing that readers see."""

from typing import Final

from django.db.models import Model

from posts.models import Correction, Dossier, Image, Letter, Page, Post, Redirect, Source

_TRASH: Final = ("trashed_at", "trashed_by")
UNSEEN: Final[dict[type[Model], frozenset[str]]] = {
    Post: frozenset(
        {
            *("import_ref", "imported_version", "raw_original", "import_fields"),
            *("created_at", "proposed_places", "trashed_status", *_TRASH),
        }
    ),
    Correction: frozenset({"by"}),
    Dossier: frozenset({"created_at", "version", "trashed_status", *_TRASH}),
    Page: frozenset(
        {
            *("version", "import_ref", "imported_version", "raw_original", "import_fields"),
            *("created_at", "trashed_status", *_TRASH),
        }
    ),
    Image: frozenset({"uploaded_by", "uploaded_at", "original_name", *_TRASH}),
    Letter: frozenset({"kind", "passage", "email", "by", "settled_at"}),
    Redirect: frozenset({"hits", "last_hit_at", "created_at"}),
    Source: frozenset({"kept_text", "text_hash"}),
}
