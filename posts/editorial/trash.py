"""What is deleted stands in the trash for some days: put back, it is what and where it was.

A work in the trash is withdrawn, and remembers what it was; it keeps its addresses and all
that hangs on it. Each verb is one transaction and takes rows of one model by their keys; those
that are not there, or not where it looks, are passed over.
"""

from collections.abc import Callable, Collection, Iterable
from datetime import timedelta
from itertools import batched
from typing import Any, Final

from django.db import transaction
from django.db.models import CASCADE, PROTECT, F, Model, Q, QuerySet
from django.utils import timezone
from taggit.models import TaggedItem

from posts.editorial.errors import EditorialError, NotAllowed
from posts.editorial.roles import Person, may_change_picture, may_edit, may_see_all, seen_by
from posts.editorial.uses import used_of
from posts.images.lifecycle import remove_images
from posts.models import DAYS_IN_TRASH, LONG_TEXTS, Dossier, Image, Page, Post, Status

KINDS: Final[dict[str, type[Any]]] = {
    "post": Post,
    "dossier": Dossier,
    "page": Page,
    "image": Image,
}
_BATCH: Final = 20
_TEXTS: Final = {Post: LONG_TEXTS}
# What goes with a row, and by which relation more of it.
_PARTS: Final[dict[type[Model], tuple[str, dict[str, str]]]] = {
    Post: (
        "the story",
        {"revisions": "version", "notes": "note", "corrections": "correction"}
        | {"preview_links": "preview link", "redirects": "redirect of old addresses"}
        | {"letters": "letter"},
    ),
    Dossier: (
        "the dossier; its stories stay",
        {"sections": "section", "milestones": "milestone", "redirects": "redirect"},
    ),
    Page: ("the page", {"revisions": "version", "redirects": "redirect of old addresses"}),
    Image: ("the picture’s file, in every size", {"redirects": "redirect"}),
}


class InUse(EditorialError):
    """A picture that something shows, which nobody may delete."""


def may_delete(user: Person, model: type[Model]) -> bool:
    """Whether `user` may set any row of `model` aside, and delete it for good."""
    return user.has_perm(f"posts.delete_{model._meta.model_name}")


def may_trash(user: Person, row: Any) -> bool:
    """Whether `user` may set `row` aside: with no right to delete, what one may edit unread."""
    if may_delete(user, type(row)):
        return True
    if isinstance(row, Image):
        return may_change_picture(user, row)
    return may_edit(user, row) and not row.is_public


def in_trash(model: type[Any], user: Person) -> Any:
    """Rows in the trash that `user` may put back, those that were put there last first."""
    rows = model.objects.in_trash().order_by("-trashed_at", "-pk").select_related("trashed_by")
    if not may_delete(user, model):
        rows = rows.filter(trashed_by=user.pk)
    elif model is Post and not may_see_all(user):
        rows = rows.filter(author=user.pk)
    return rows.defer(*_TEXTS.get(model, ()))


@transaction.atomic
def trash(model: type[Any], keys: Collection[int], *, by: Person) -> list[Any]:
    """Set rows aside and return them. Raises NotAllowed, and InUse of a picture that is shown."""
    # Asked of the row itself, which PostgreSQL asks again when it has waited for somebody.
    rows = _held(model.objects.filter(trashed_at=None), keys, lambda row: may_trash(by, row))
    _refuse_used(rows)
    values = {"trashed_at": timezone.now(), "trashed_by": by}
    if model is not Image:
        values |= {"trashed_status": F("status"), "status": Status.WITHDRAWN}
    return _update(model, rows, values)


@transaction.atomic
def restore(model: type[Any], keys: Collection[int], *, by: Person | None) -> list[Any]:
    """Put rows back as they were, before readers too, and return them. Raises NotAllowed."""
    rows = _held(model.objects.in_trash(), keys, lambda row: by is None or _may_restore(by, row))
    values: dict[str, Any] = {"trashed_at": None, "trashed_by": None}
    if model is not Image:
        values |= {"status": F("trashed_status"), "trashed_status": ""}
    return _update(model, rows, values)


@transaction.atomic
def delete_for_good(model: type[Any], keys: Collection[int], *, by: Person | None) -> list[Any]:
    """Delete rows that are in the trash and return them. Raises NotAllowed and InUse."""
    rows = _held(model.objects.in_trash(), keys, lambda row: by is None or may_delete(by, model))
    _refuse_used(rows)
    gone = model.objects.filter(pk__in=[row.pk for row in rows])
    if model is Image:
        remove_images(gone)
    else:
        gone.delete()
    return rows


def empty() -> int:
    """Delete for good what has been in the trash for its days; return how many rows.

    A few at a time, each few whole or not at all. Pictures come last, as posts hold them; one
    that something shows by now is put back.
    """
    number, before = 0, timezone.now() - timedelta(days=DAYS_IN_TRASH)
    for model in KINDS.values():
        old = model.objects.filter(trashed_at__lt=before).order_by("pk")
        for some in batched(list(old.values_list("pk", flat=True)), _BATCH):
            with transaction.atomic():
                rows = _held(old, some, lambda row: True)
                used = {row.pk for row in _used(rows)}
                restore(model, used, by=None)
                free = [row.pk for row in rows if row.pk not in used]
                number += len(delete_for_good(model, free, by=None))
    return number


def told(row: Any, *, by: Person) -> list[str]:
    """Return in words what goes for good with a row, and what others lose by it."""
    first, parts = _PARTS[type(row)]
    numbers = {noun: getattr(row, relation).count() for relation, noun in parts.items()}
    words = [first, *(f"{n} {noun if n == 1 else f'{noun}s'}" for noun, n in numbers.items() if n)]
    if isinstance(row, Post):
        words += ["changes that were not published"] if hasattr(row, "working_copy") else []
        linked = seen_by(by).filter(Q(links_after__later=row) | Q(links_before__earlier=row))
        words += [f"the link with “{post}”" for post in linked.order_by("pk").for_links()]
        words += [f"its place in the dossier “{dossier}”" for dossier in row.dossiers.all()]
    return words


def what_hangs_on(model: type[Model], rows: Iterable[Any]) -> tuple[list[Any], list[Any]]:
    """Return `rows` with all that goes with them, and what keeps them from being deleted.

    What keeps books of a row, as of its tags, is neither.
    """
    found: dict[Any, list[Any]] = {CASCADE: list(rows), PROTECT: []}
    keys = [row.pk for row in found[CASCADE]]
    for relation in model._meta.related_objects:
        if relation.on_delete in found and relation.related_model is not TaggedItem:
            others: Any = relation.related_model._default_manager
            found[relation.on_delete] += others.filter(**{f"{relation.field.name}__in": keys})
    return found[CASCADE], found[PROTECT]


def _may_restore(user: Person, row: Any) -> bool:
    return may_delete(user, type(row)) or row.trashed_by_id == user.pk


def _held(rows: QuerySet[Any], keys: Collection[int], allowed: Callable[[Any], bool]) -> list[Any]:
    """Return the rows, held until the transaction ends, in one order; raises NotAllowed."""
    found = rows.filter(pk__in=keys).defer(*_TEXTS.get(rows.model, ())).order_by("pk")
    held = list(found.select_for_update(no_key=True))
    if refused := ", ".join(f"“{row}”" for row in held if not allowed(row)):
        raise NotAllowed(f"Nothing was changed: you may not delete {refused}.")
    return held


def _update(model: type[Any], rows: list[Any], values: dict[str, Any]) -> list[Any]:
    model.objects.filter(pk__in=[row.pk for row in rows]).update(**values)
    return rows


def _refuse_used(rows: list[Any]) -> None:
    if used := ", ".join(f"“{image}”" for image in _used(rows)):
        raise InUse(f"In use, so nothing was deleted: {used}. Take it out of what shows it first.")


def _used(rows: list[Any]) -> list[Any]:
    """Return the pictures that anything shows, or would: a row of any kind, or waiting changes."""
    used = used_of([row.pk for row in rows if isinstance(row, Image)])
    return [row for row in rows if row.pk in used]
