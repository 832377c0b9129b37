"""What the pages that ask before a deletion say: what goes, and not what keeps books of it."""

from collections.abc import Iterable
from typing import Any

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest
from django.utils.text import capfirst
from taggit.models import TaggedItem

from posts.models import (
    Anniversary,
    ArchiveEntry,
    Autosave,
    Dossier,
    PictureUse,
    Post,
    Presence,
    StoredParts,
    StoredSurroundings,
)

DERIVED: tuple[type[Model], ...] = (
    *(Anniversary, ArchiveEntry, Autosave, PictureUse, Presence, TaggedItem),
    *(StoredParts, StoredSurroundings),
    *(Post.categories.through, Post.places.through, Dossier.posts.through),
)


class PlainDeletion(admin.ModelAdmin):
    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> tuple[Any, Any, Any, Any]:
        objects, counts, forbidden, protected = super().get_deleted_objects(objs, request)
        names = {str(model._meta.verbose_name_plural) for model in DERIVED}
        told = {name: number for name, number in counts.items() if str(name) not in names}
        return list(_without_derived(objects)), told, forbidden, protected


def _without_derived(objects: Iterable[Any]) -> Iterable[Any]:
    """Yield the lines of a nested list that Django has made ("Archive entry: day 1014: 7")."""
    starts = tuple(f"{capfirst(str(model._meta.verbose_name))}: " for model in DERIVED)
    is_told = True
    for each in objects:
        if not isinstance(each, list):
            is_told = not str(each).startswith(starts)
            if is_told:
                yield each
        elif is_told and (within := list(_without_derived(each))):
            yield within
