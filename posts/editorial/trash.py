"""What is deleted stands in the trash for some days: put back, it is what and where it was.

A post or dossier in the trash is withdrawn, and remembers what it was. It keeps its slug, its
old addresses and all that hangs on it. Each verb is one transaction and takes rows of one model
by their keys; those that are not there, or not in the trash, are passed over.
"""

from collections.abc import Collection, Iterable
from datetime import timedelta
from itertools import batched
from typing import Any, Final

from django.db import transaction
from django.db.models import F, Model, QuerySet
from django.utils import timezone

from posts.editorial.errors import EditorialError, NotAllowed
from posts.editorial.roles import Person, may_see_all, seen_by
from posts.editorial.snapshot import Snapshot
from posts.images.lifecycle import remove_images
from posts.models import (
    LONG_TEXTS,
    Dossier,
    Image,
    Post,
    Redirect,
    Status,
    WorkingCopy,
)

KEPT_FOR: Final = timedelta(days=30)
KINDS: Final[dict[str, type[Model]]] = {"post": Post, "dossier": Dossier, "image": Image}
_BATCH = 20
# What goes with a row, by its relation, and what one of them is called; a story's own lines and
# citations are the story.
_PARTS: Final[dict[type[Model], tuple[tuple[str, str], ...]]] = {
    Post: (
        *(("revisions", "version"), ("notes", "note"), ("corrections", "correction")),
        *(("preview_links", "preview link"), ("redirects", "old address")),
    ),
    Dossier: (
        *(("sections", "section"), ("milestones", "milestone"), ("citations", "source’s mention")),
        ("redirects", "old address"),
    ),
    Image: (("redirects", "old address"),),
}


class InUse(EditorialError):
    """A picture that something shows, which nobody may delete."""


def may_delete(user: Person, model: type[Model]) -> bool:
    return user.has_perm(f"posts.delete_{model._meta.model_name}")


def in_trash(model: type[Any], user: Person) -> QuerySet[Any]:
    """Rows in the trash that `user` may put back, those that were put there last first."""
    rows = model.objects.in_trash().order_by("-trashed_at", "-pk").select_related("trashed_by")
    if not may_delete(user, model):
        return rows.none()
    if model is not Post:
        return rows
    rows = rows.defer(*LONG_TEXTS)
    return rows if may_see_all(user) else rows.filter(author=user.pk)


@transaction.atomic
def trash(model: type[Any], keys: Collection[int], *, by: Person) -> list[Any]:
    """Set rows aside and return them. Raises NotAllowed, and InUse of a picture that is shown."""
    _require(by, model)
    rows = _hold(model.objects.not_in_trash(), keys)
    if model is Image and (used := _used(rows)):
        names = ", ".join(f"“{image}”" for image in used)
        raise InUse(f"Used, and so nothing was deleted: {names}. Take it out of what shows it.")
    values = {"trashed_at": timezone.now(), "trashed_by": by}
    if model is not Image:
        values |= {"trashed_status": F("status"), "status": Status.WITHDRAWN}
    _update(model, rows, values)
    return rows


@transaction.atomic
def restore(model: type[Any], keys: Collection[int], *, by: Person) -> list[Any]:
    """Put rows back as they were, before readers too, and return them. Raises NotAllowed."""
    _require(by, model)
    return _restore(model, _hold(model.objects.in_trash(), keys))


def _restore(model: type[Any], rows: list[Any]) -> list[Any]:
    values: dict[str, Any] = {"trashed_at": None, "trashed_by": None}
    if model is not Image:
        values |= {"status": F("trashed_status"), "trashed_status": ""}
    _update(model, rows, values)
    return rows


@transaction.atomic
def delete_for_good(model: type[Any], keys: Collection[int], *, by: Person) -> int:
    """Delete rows that are in the trash; return how many. Raises NotAllowed and InUse."""
    _require(by, model)
    rows = _hold(model.objects.in_trash(), keys)
    if model is Image and (used := _used(rows)):
        raise InUse(f"“{used[0]}” is used again, and stays. Put it back.")
    return _delete(model, rows)


def empty() -> int:
    """Delete for good what has been in the trash for `KEPT_FOR`; return how many rows.

    A few at a time, each few whole or not at all. Pictures come last, as their posts hold them;
    one that something shows by now is put back.
    """
    number, before = 0, timezone.now() - KEPT_FOR
    for model in KINDS.values():
        old: Any = model._default_manager
        keys = list(old.filter(trashed_at__lt=before).values_list("pk", flat=True))
        for some in batched(keys, _BATCH):
            with transaction.atomic():
                rows = _hold(old.filter(trashed_at__lt=before), some)
                used = _used(rows) if model is Image else []
                _restore(model, used)
                number += _delete(model, [row for row in rows if row not in used])
    return number


def told(row: Any, *, by: Person) -> list[str]:
    """Return in words what goes for good with a row, and of what others lose by it."""
    first = {Post: "the story", Dossier: "the dossier’s texts", Image: "the picture in every size"}
    words = [first[type(row)]]
    for relation, noun in _PARTS[type(row)]:
        words += _counted(getattr(row, relation).count(), noun)
    if isinstance(row, Post):
        words += ["changes to it that were not published"] if hasattr(row, "working_copy") else []
        ends = (*row.links_before.values_list("earlier"), *row.links_after.values_list("later"))
        linked = seen_by(by).filter(pk__in=[key for (key,) in ends])
        words += [f"its link with “{title}”" for title in linked.values_list("title", flat=True)]
        words += [f"its place in the dossier “{dossier}”" for dossier in row.dossiers.all()]
    return words


def _counted(number: int, noun: str) -> list[str]:
    many = f"{noun}es" if noun.endswith("s") else f"{noun}s"
    return [f"{number} {noun if number == 1 else many}"] if number else []


def _require(by: Person, model: type[Model]) -> None:
    if not may_delete(by, model):
        raise NotAllowed(f"You may not delete {model._meta.verbose_name_plural}.")


def _hold(rows: QuerySet[Any], keys: Iterable[int]) -> list[Any]:
    """Return the rows, held until the transaction ends, in one order.

    Of a picture also against what comes to show it meanwhile.
    """
    texts = LONG_TEXTS if rows.model is Post else ()
    held = rows.filter(pk__in=list(keys)).defer(*texts).order_by("pk")
    return list(held.select_for_update(no_key=rows.model is not Image))


def _update(model: type[Any], rows: list[Any], values: dict[str, Any]) -> None:
    if rows:
        model.objects.filter(pk__in=[row.pk for row in rows]).update(**values)


def _delete(model: type[Any], rows: list[Any]) -> int:
    gone = model.objects.filter(pk__in=[row.pk for row in rows])
    if model is Image:
        remove_images(gone)
    else:
        gone.delete()
    return len(rows)


def _used(images: list[Any]) -> list[Any]:
    """Return those that anything shows, or would: a row of any kind, or changes that wait."""
    keys, found = [image.pk for image in images], set[int]()
    for relation in Image._meta.related_objects:
        if relation.related_model is not Redirect:
            name = relation.field.name
            rows: Any = relation.related_model._default_manager.filter(**{f"{name}__in": keys})
            found.update(rows.order_by().values_list(name, flat=True))
    if keys:
        texts = WorkingCopy.objects.values_list("snapshot", flat=True).iterator()
        found.update(p.key for text in texts for p in Snapshot.from_json(text).pictures)
    return [image for image in images if image.pk in found]
