"""Rows as they stand in a form's data, `bullets-0-text`, found in one pass over it."""

import re
from collections import defaultdict
from collections.abc import Iterable
from typing import Final

from django import forms

MOST_ROWS: Final = 1_000  # of one kind in one form


def rows_of(data: Iterable[str], prefix: str) -> dict[int, dict[str, str]]:
    """Return number → column → key of the rows under `prefix`, in the order of their numbers."""
    found: dict[int, dict[str, str]] = defaultdict(dict)
    key_of_row = re.compile(rf"{re.escape(prefix)}-(0|[1-9][0-9]{{0,8}})-(.+)", re.DOTALL)
    for key in data:
        if match := key_of_row.fullmatch(key):
            found[int(match[1])][match[2]] = key
    return dict(sorted(found.items()))


class BoundedFormSet(forms.BaseFormSet):  # type: ignore[type-arg]
    """As many rows as were sent, whatever number the form says."""

    def total_form_count(self) -> int:
        count: int = super().total_form_count()
        if not self.is_bound:
            return count
        if not hasattr(self, "_rows_sent"):
            self._rows_sent = 1 + max(rows_of(self.data, str(self.prefix)), default=-1)
        # Where the number itself is nonsense, the rows are shown beside the complaint.
        most = count if self.management_form.is_valid() else MOST_ROWS
        return min(most, self._rows_sent)
