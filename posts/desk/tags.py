"""Tags as chips. A tag is any line of text: spaces, commas and quotes are kept."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteSelectMultiple
from django.core.exceptions import ValidationError
from django.http import HttpRequest, JsonResponse
from django.urls import reverse

from posts.desk.requests import asked_by, may_write
from posts.models import Post, tags_with
from posts.rendering import RenderingError, clean_line

SHOWN = 20
NAME_LENGTH = 100


class TagChips(AutocompleteSelectMultiple):
    """The box in which Django's desk completes, for names in place of keys; any line makes one."""

    def __init__(self) -> None:
        super().__init__(Post._meta.get_field("tags"), admin.site)

    def build_attrs(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        # select2 takes its words from the nearest `lang`, and has none in the page's en-gb.
        own = {"lang": "en", "data-tags": "true", "data-ajax--url": reverse("admin:tags")}
        return super().build_attrs(*args, **kwargs) | own

    def optgroups(self, name: str, value: Any, attrs: Any = None) -> Any:
        options = [
            self.create_option(name, each, each, selected=True, index=index)
            for index, each in enumerate(value)
        ]
        return [(None, options, 0)]


class TagsField(forms.Field):
    widget = TagChips

    def clean(self, value: Any) -> tuple[str, ...]:
        try:
            names = each_once(clean_line(name) for name in value or ())
        except RenderingError as error:
            raise ValidationError(str(error)) from error
        for name in names:
            if len(name) > NAME_LENGTH:
                raise ValidationError(
                    f"“{name[:40]}…” has {len(name)} characters; a tag has {NAME_LENGTH} at most."
                )
        self.validate(names)
        return names


def each_once(names: Iterable[str]) -> tuple[str, ...]:
    """Return the names in order; capitals alone make no other tag."""
    return tuple(sorted({name.casefold(): name for name in names if name}.values()))


@asked_by(may_write)
def autocomplete(request: HttpRequest) -> JsonResponse:
    """Answer select2 with the tags whose name contains `term`."""
    term = request.GET.get("term", "")[:NAME_LENGTH].strip()
    names = list(tags_with(term).values_list("name", flat=True)[:SHOWN])
    results = [{"id": name, "text": name} for name in names]
    return JsonResponse({"results": results, "pagination": {"more": False}})
