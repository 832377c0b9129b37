from typing import Any

from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.main import ChangeList
from django.db import DataError, OperationalError
from django.http import HttpRequest


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


def desk_change_list(request: HttpRequest, **_: Any) -> type[ChangeList]:
    return DeskChangeList
