"""Puts an old version of a post or dossier back, whole or in part, as a new one."""

from collections.abc import Iterable
from copy import copy
from typing import Any

from django.db import transaction

from posts.editorial import revisions
from posts.editorial.dossier_io import rows_in
from posts.editorial.roles import Person
from posts.editorial.save import Saved, draft_of, lock, save
from posts.editorial.snapshot import DossierSnapshot
from posts.editorial.works import Work
from posts.models import Dossier, Post, Revision, RevisionKind


@transaction.atomic
def restore(
    post: Work, revision: Revision, *, by: Person, version: int, only: Iterable[str] | None = None
) -> Saved:
    """Put back what `revision` holds, or only some of its fields, on top of `version`.

    What readers see stays until it is published. Raises ValidationError for what is refused
    by now, such as an address that another post has taken, EditConflict and NotAllowed.
    """
    fields = None if only is None else tuple(only)
    post = lock(post)
    old = revisions.content_of(post, revision)
    content = revisions.restored(draft_of(post).content, old, fields)
    validate(post, content)
    gone = []
    if fields is None or "pictures" in fields:
        gone = revisions.restore_words(old.pictures, by=by)
    note = f"from version {revision.version}"
    if fields is not None:
        note += f": {', '.join(fields)}"
    saved = save(
        post,
        content,
        by=by,
        version=version,
        plan=post.publish_at,
        kind=RevisionKind.RESTORE,
        note=note,
    )
    missing = [*saved.missing, *(each for each in gone if each not in saved.missing)]
    return Saved(saved.post, saved.version, saved.is_working_copy, missing)


def validate(post: Work, content: Any) -> None:
    """Raise ValidationError where the form would refuse `content`."""
    tried = copy(post)
    for name in content.texts():
        setattr(tried, name, getattr(content, name))
    if isinstance(tried, Post):
        tried.translation_of_id = content.translation_of and content.translation_of.key
        tried.clean_translation()
    tried.full_clean(exclude=["hero", "translation_of", "feed_id", "import_ref", "author"])
    if isinstance(tried, Dossier) and isinstance(content, DossierSnapshot):
        for row in rows_in(tried, content):
            row.clean()
