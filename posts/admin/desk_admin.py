from typing import Any

from django.contrib import admin
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.main import ChangeList
from django.db import DataError, OperationalError
from django.http import HttpRequest

from posts.search import MOST_CHARACTERS


class DeskChangeList(ChangeList):
    """A list whose address may ask for what no database can compare: year 99999, a huge number.

    Django forgives what it cannot build a query of, but not what fails when the query runs.
    """

    def get_results(self, request: HttpRequest) -> Any:
        try:
            return super().get_results(request)
        except (ValueError, OverflowError, DataError) as error:
            raise IncorrectLookupParameters(error) from error
        except OperationalError as error:
            # SQLite says of a broken pattern what it says of a lost disk.
            if not any(name.endswith("regex") for name in self.params):
                raise
            raise IncorrectLookupParameters(error) from error


class DeskAdmin(admin.ModelAdmin):
    """What every model of the desk has in common: how its list is asked for and searched."""

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return DeskChangeList

    def get_search_results(
        self, request: HttpRequest, queryset: Any, search_term: str
    ) -> tuple[Any, bool]:
        """Look for the first MOST_CHARACTERS alone: Django asks the database for every word."""
        return super().get_search_results(request, queryset, search_term[:MOST_CHARACTERS])
