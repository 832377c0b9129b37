from typing import Any

from django.contrib.admin.views.autocomplete import AutocompleteJsonView

from posts.models import Image


class Autocomplete(AutocompleteJsonView):
    """Django's own, with a thumbnail beside each picture."""

    def serialize_result(self, obj: Any, to_field_name: str) -> dict[str, str]:
        result: dict[str, str] = super().serialize_result(obj, to_field_name)
        if isinstance(obj, Image):
            result["thumbnail"] = obj.thumbnail_url
        return result
