"""Notes the posts that a change concerns. Importing this connects it to Django's own signals.

They are the only place that also hears of rows deleted in bulk, by a cascade, or by a line in
the shell.
"""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import Model
from django.db.models.signals import (
    m2m_changed,
    post_delete,
    post_save,
    pre_delete,
    pre_save,
)
from django.dispatch import receiver
from taggit.models import Tag

from posts.catalogue.due import note
from posts.models import (
    Archive,
    ArchiveEntry,
    Bullet,
    Category,
    Citation,
    Generation,
    Place,
    Post,
    Source,
)

_ARCHIVES = {Category: Archive.CATEGORY, Tag: Archive.TAG, Place: Archive.PLACE}
_FILED = (Post.categories.through, Post.places.through, Post.tags.through)


@receiver([post_save, post_delete], sender=Post)
def post_changed(instance: Post, **kwargs: Any) -> None:
    note([instance.pk])


@receiver([post_save, post_delete], sender=Bullet)
@receiver([post_save, post_delete], sender=Citation)
def part_changed(instance: Bullet | Citation, **kwargs: Any) -> None:
    note([instance.post_id])


@receiver(post_save, sender=Source)
def source_changed(instance: Source, **kwargs: Any) -> None:
    note(instance.citations.values_list("post_id", flat=True))


@receiver(m2m_changed)
def filed(sender: Any, instance: Model, action: str, **kwargs: Any) -> None:
    """Note the posts of a change from either side; a clearing is told before it happens."""
    if sender not in _FILED:
        return
    if not kwargs["reverse"]:
        if action.startswith("post"):
            note([instance.pk])
    elif action == "pre_clear":
        note(_posts_of(instance))
    elif action in ("post_add", "post_remove"):
        note(kwargs["pk_set"])


@receiver([pre_save, pre_delete], sender=Category)
@receiver([pre_save, pre_delete], sender=Tag)
@receiver([pre_save, pre_delete], sender=Place)
def archive_changes(instance: Category | Tag | Place, signal: Any, **kwargs: Any) -> None:
    """Note the posts whose entries or words go with a name or the place around it."""
    if instance.pk is None:
        return
    if signal is pre_delete or _is_moved(instance):
        note(_posts_of(instance))
    transaction.on_commit(Generation.move_on, robust=True)


def _is_moved(instance: Category | Tag | Place) -> bool:
    stored = type(instance)._default_manager.filter(pk=instance.pk).first()
    if stored is None or isinstance(instance, Category):
        return False
    parents = [getattr(row, "parent_id", None) for row in (stored, instance)]
    return stored.name != instance.name or parents[0] != parents[1]


def _posts_of(instance: Model) -> Iterable[int]:
    archive = _ARCHIVES[type(instance)]
    return ArchiveEntry.objects.of(archive, instance.pk).values_list("post_id", flat=True)
