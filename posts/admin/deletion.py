"""What the pages that ask before a deletion say: what goes, and not what keeps books of it."""

from typing import Any

from django.contrib import admin
from django.db.models import CASCADE, PROTECT
from django.http import HttpRequest
from django.utils.text import capfirst
from taggit.models import TaggedItem


class PlainDeletion(admin.ModelAdmin):
    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> tuple[Any, Any, Any, Any]:
        """Return what Django's own does: lines, numbers by name, what is refused, what is held."""
        lines: dict[Any, list[str]] = {CASCADE: [f"{self._kind(row)}: {row}" for row in objs]}
        for relation in self.model._meta.related_objects:
            if relation.on_delete in (CASCADE, PROTECT) and relation.related_model != TaggedItem:
                rows: Any = relation.related_model._default_manager
                found = rows.filter(**{f"{relation.field.name}__in": list(objs)})
                words = [f"{self._kind(row)}: {row}" for row in found]
                lines.setdefault(relation.on_delete, []).extend(words)
        numbers = {self.opts.verbose_name_plural: len(objs)}
        return lines[CASCADE], numbers, set(), lines.get(PROTECT, [])

    def _kind(self, row: Any) -> str:
        return str(capfirst(row._meta.verbose_name))
