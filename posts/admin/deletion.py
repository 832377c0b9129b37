"""What the pages that ask before a deletion say: what goes, and not what keeps books of it."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.utils import NestedObjects
from django.db import DEFAULT_DB_ALIAS
from django.db.models import Model
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
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
    StoryLink,
)

DERIVED: tuple[type[Model], ...] = (
    *(Anniversary, ArchiveEntry, Autosave, PictureUse, Presence, TaggedItem),
    *(StoredParts, StoredSurroundings, StoryLink),
    *(Post.categories.through, Post.places.through, Dossier.posts.through),
)


class _Going(NestedObjects):
    """All that goes with some rows, but for what keeps books of them: that is not even read."""

    def related_objects(self, related_model: Any, related_fields: Any, objs: Any) -> Any:
        if related_model in DERIVED:
            return related_model._base_manager.none()
        return super().related_objects(related_model, related_fields, objs)

    def collect(self, objs: Any, *args: Any, **kwargs: Any) -> None:
        if getattr(objs, "model", None) not in DERIVED:
            super().collect(objs, *args, **kwargs)


class PlainDeletion(admin.ModelAdmin):
    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> tuple[Any, Any, Any, Any]:
        """Return what Django's own does: lines, numbers by name, what is refused, what is held."""
        going = _Going(using=DEFAULT_DB_ALIAS, origin=objs)
        going.collect(objs)
        refused: set[str] = set()

        def line(row: Model) -> str:
            kind = str(row._meta.verbose_name)
            if not self.admin_site.is_registered(type(row)):
                return f"{capfirst(kind)}: {row}"
            if not self.admin_site.get_model_admin(type(row)).has_delete_permission(request, row):
                refused.add(kind)
            name = f"{self.admin_site.name}:{row._meta.app_label}_{row._meta.model_name}_change"
            address = reverse(name, args=[row.pk])
            return format_html('{}: <a href="{}">{}</a>', capfirst(kind), address, str(row))

        lines = going.nested(line)
        models: dict[Any, Any] = going.model_objs
        numbers = {m._meta.verbose_name_plural: len(rows) for m, rows in models.items()}
        protected: Any = going.protected
        return lines, numbers, refused, [line(row) for row in protected]
