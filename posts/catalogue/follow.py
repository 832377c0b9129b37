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

from posts.catalogue.dossiers import note_dossiers
from posts.catalogue.due import note
from posts.models import (
    Archive,
    ArchiveEntry,
    Bullet,
    Category,
    Citation,
    Dossier,
    DossierCitation,
    Generation,
    Milestone,
    Place,
    Post,
    PostLink,
    Section,
    Source,
    TagPage,
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
def source_changed(instance: Source, created: bool, **kwargs: Any) -> None:
    if created:  # Nothing rests on a new one, and an import makes thousands.
        return
    note(instance.citations.values_list("post_id", flat=True))
    note_dossiers(instance.dossier_citations.values_list("dossier_id", flat=True))
    note_dossiers(instance.milestones.values_list("dossier_id", flat=True))


@receiver([post_save, post_delete], sender=Dossier)
def dossier_changed(instance: Dossier, **kwargs: Any) -> None:
    note_dossiers([instance.pk])


@receiver([post_save, post_delete], sender=Section)
@receiver([post_save, post_delete], sender=Milestone)
@receiver([post_save, post_delete], sender=DossierCitation)
def dossier_part_changed(instance: Section | Milestone | DossierCitation, **kwargs: Any) -> None:
    note_dossiers([instance.dossier_id])


@receiver(m2m_changed, sender=Dossier.posts.through)
def gathered(instance: Post | Dossier, action: str, **kwargs: Any) -> None:
    """A dossier has no words of its posts, but shows the public ones as they do it.

    What readers do not see moves nothing: not even a time may tell of it.
    """
    others = (Dossier if kwargs["reverse"] else Post).objects.published()
    if action in ("post_add", "post_remove"):
        others = others.filter(pk__in=kwargs["pk_set"])
    elif action != "pre_clear":
        return
    if instance.is_public and others.exists():
        transaction.on_commit(Generation.move_on, robust=True)


@receiver([post_save, post_delete], sender=PostLink)
def linked(instance: PostLink, **kwargs: Any) -> None:
    ends = {instance.earlier_id, instance.later_id}
    if Post.objects.published().filter(pk__in=ends).count() == len(ends):
        transaction.on_commit(Generation.move_on, robust=True)


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


@receiver(pre_save, sender=Category)
@receiver(pre_save, sender=Tag)
@receiver(pre_save, sender=Place)
def archive_changes(instance: Any, **kwargs: Any) -> None:
    """Remember whether the posts' entries or words change with a name or the place around it."""
    instance._is_moved = _is_moved(instance)


@receiver(post_save, sender=Category)
@receiver(post_save, sender=Tag)
@receiver(post_save, sender=Place)
def archive_changed(instance: Any, created: bool, **kwargs: Any) -> None:
    if instance._is_moved:
        note(_posts_of(instance))
    if not created:
        transaction.on_commit(Generation.move_on, robust=True)


@receiver([post_save, post_delete], sender=TagPage)
def tag_described(**kwargs: Any) -> None:
    transaction.on_commit(Generation.move_on, robust=True)


@receiver(pre_delete, sender=Category)
@receiver(pre_delete, sender=Tag)
@receiver(pre_delete, sender=Place)
def archive_goes(instance: Category | Tag | Place, **kwargs: Any) -> None:
    note(_posts_of(instance))
    transaction.on_commit(Generation.move_on, robust=True)


def _is_moved(instance: Category | Tag | Place) -> bool:
    """Whether posts tell of what is about to be stored: a category only by its key."""
    if instance.pk is None or isinstance(instance, Category):
        return False
    stored = type(instance)._default_manager.filter(pk=instance.pk).first()
    return stored is not None and _told(stored) != _told(instance)


def _told(row: Tag | Place) -> tuple[str, int | None]:
    return row.name, getattr(row, "parent_id", None)


def _posts_of(instance: Model) -> Iterable[int]:
    archive = _ARCHIVES[type(instance)]
    return ArchiveEntry.objects.of(archive, instance.pk).values_list("post_id", flat=True)
