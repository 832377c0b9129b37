from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from posts.search import MOST_CHARACTERS, without_unseen


class Searched(admin.ModelAdmin):
    """Looks for the first MOST_CHARACTERS alone: Django asks the database for every word.

    What was typed with characters that nobody sees is looked for without them too: they come
    with a word that was copied, and a text may have them where its language needs them.
    """

    def get_search_results(
        self, request: HttpRequest, queryset: Any, search_term: str
    ) -> tuple[Any, bool]:
        typed = search_term[:MOST_CHARACTERS]
        found, may_repeat = super().get_search_results(request, queryset, typed)
        if (seen := without_unseen(typed)) != typed:
            found |= super().get_search_results(request, queryset, seen)[0]
        return found, may_repeat
