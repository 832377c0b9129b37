from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from posts.search import MOST_CHARACTERS


class Searched(admin.ModelAdmin):
    """Looks for the first MOST_CHARACTERS alone: Django asks the database for every word."""

    def get_search_results(
        self, request: HttpRequest, queryset: Any, search_term: str
    ) -> tuple[Any, bool]:
        return super().get_search_results(request, queryset, search_term[:MOST_CHARACTERS])
