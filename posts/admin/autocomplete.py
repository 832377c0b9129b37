from typing import Any

from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.db.models import Case, QuerySet, When
from django.http import HttpRequest

from posts.images.uploads import markdown_of
from posts.models import Category, Image, Place, Post, Source


class Autocomplete(AutocompleteJsonView):
    """Django's own, with what the writing box needs of pictures and posts, and names that begin
    so first."""

    def process_request(self, request: HttpRequest) -> tuple[Any, ...]:
        """Leave NUL out, which no name has and PostgreSQL refuses to look for."""
        term, *found = super().process_request(request)
        return term.replace("\x00", ""), *found

    def get_queryset(self) -> QuerySet[Any]:
        """Put Russia before Belarus where "rus" is typed: Enter takes the first."""
        found: QuerySet[Any] = super().get_queryset()
        if not self.term or found.model not in (Category, Place):
            return found
        begins = Case(When(name__istartswith=self.term, then=0), default=1)
        return found.order_by(begins, *found.query.order_by)

    def serialize_result(self, obj: Any, to_field_name: str) -> dict[str, str]:
        result: dict[str, str] = super().serialize_result(obj, to_field_name)
        if isinstance(obj, Image):
            words = obj.alt or ("" if obj.decorative else "It has no description yet.")
            result |= {"thumbnail": obj.thumbnail_url, "alt": words, "code": markdown_of(obj)}
        elif isinstance(obj, Post):
            result |= {"date": obj.event_text, "address": obj.get_absolute_url()}
        elif isinstance(obj, Source):
            result |= {"key": obj.key}
        return result
