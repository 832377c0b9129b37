"""Tags as chips. A tag is any line of text: spaces, commas and quotes are kept."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from dal_select2.widgets import TagSelect2
from dal_select2_taggit.widgets import TaggitSelect2  # type: ignore[import-untyped]
from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, JsonResponse, QueryDict
from django.views.decorators.http import require_safe
from taggit.models import Tag

from posts.desk.requests import require_writer
from posts.rendering import RenderingError, clean_line

SHOWN = 20
NAME_LENGTH = 100


class TagChips(TaggitSelect2):  # type: ignore[misc]
    """taggit's text form splits on commas and spaces; this one hands on a list of names."""

    def build_attrs(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        # select2 takes its words from the nearest `lang`, and has none in the page's en-gb.
        attrs: dict[str, Any] = super().build_attrs(*args, **kwargs)
        return attrs | {"lang": "en"}

    def value_from_datadict(
        self, data: QueryDict | Mapping[str, Any], files: Any, name: str
    ) -> list[str]:
        return super(TagSelect2, self).value_from_datadict(data, files, name) or []

    def format_value(self, value: Any) -> list[str]:
        return tag_names(value)

    def options(self, name: str, value: Any, attrs: Any = None) -> Iterable[str]:
        return tag_names(value)


class TagsField(forms.Field):
    widget = TagChips

    def clean(self, value: Any) -> list[str]:
        try:
            names = [clean_line(name) for name in value or ()]
        except RenderingError as error:
            raise ValidationError(str(error)) from error
        for name in names:
            if len(name) > NAME_LENGTH:
                raise ValidationError(
                    f"“{name[:40]}…” has {len(name)} characters; a tag has {NAME_LENGTH} at most."
                )
        return each_once(names)

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return self.clean(data) != sorted(tag_names(initial))
        except ValidationError:
            return True


def each_once(names: Iterable[str]) -> list[str]:
    """Return the names in order; capitals alone make no other tag."""
    return sorted({name.casefold(): name for name in names if name}.values())


def tag_names(value: Any) -> list[str]:
    """Return names of tags, of tagged items, or the names as they are."""
    if not value:
        return []
    if isinstance(value, str):
        return [value]
    return [str(getattr(item, "tag", item)) for item in value]


@require_safe
def autocomplete(request: HttpRequest) -> JsonResponse:
    """Answer select2 with the tags whose name contains `q`."""
    require_writer(request)
    term = request.GET.get("q", "")[:NAME_LENGTH].strip()
    tags = Tag.objects.order_by("name")
    if "\x00" in term:
        tags = tags.none()
    elif term:
        # SQLite compares capitals in ASCII alone, but for patterns.
        tags = tags.filter(name__iregex=re.escape(term))
    names = list(tags.values_list("name", flat=True)[:SHOWN])
    results = [{"id": name, "text": name} for name in names]
    return JsonResponse({"results": results, "pagination": {"more": False}})
