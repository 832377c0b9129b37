"""Rows as they stand in a form's data, `bullets-0-text`, found in one pass over it."""

import re
from collections import defaultdict
from collections.abc import Iterable
from itertools import count, islice, takewhile
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.forms.formsets import INITIAL_FORM_COUNT, TOTAL_FORM_COUNT

from posts.keys import as_number

MOST_ROWS: Final = 1_000  # of one kind in one form


def rows_of(data: Iterable[str], prefix: str) -> dict[int, dict[str, str]]:
    """Return number → column → key of the rows under `prefix`, in the order of their numbers."""
    found: dict[int, dict[str, str]] = defaultdict(dict)
    key_of_row = re.compile(rf"{re.escape(prefix)}-(0|[1-9][0-9]{{0,8}})-(.+)", re.DOTALL)
    for key in data:
        if match := key_of_row.fullmatch(key):
            found[int(match[1])][match[2]] = key
    return dict(sorted(found.items()))


def row_count(data: Any, prefix: str) -> int:
    """Return how many rows a form says that it has; what is no number limits nothing."""
    told = as_number(str(data.get(f"{prefix}-{TOTAL_FORM_COUNT}", "")))
    return MOST_ROWS if told is None else min(told, MOST_ROWS)


class BoundedFormSet(forms.BaseFormSet):  # type: ignore[type-arg]
    """As many rows as were sent, whatever number the form says.

    Of a number that is none, or too large, the form that comes back says what it is, and has the
    right one to be sent again.
    """

    wrong_count: str | None = None

    def __init__(self, data: Any = None, *args: Any, **kwargs: Any) -> None:
        if data is not None:
            data = self.arranged(self._counted(data, kwargs["prefix"]), kwargs)
        super().__init__(data, *args, **kwargs)

    def arranged(self, data: Any, options: dict[str, Any]) -> Any:
        """Return `data` with its rows as the formset takes them in."""
        return data

    def _counted(self, data: Any, prefix: str) -> Any:
        names = [f"{prefix}-{name}" for name in (TOTAL_FORM_COUNT, INITIAL_FORM_COUNT)]
        counts = [as_number(str(data.get(name, ""))) for name in names]
        wrong = [n for n, c in zip(names, counts, strict=True) if c is None or c > MOST_ROWS]
        if not wrong:
            return data
        self.wrong_count = str(data.get(wrong[0], ""))
        rows = rows_of(data, prefix)
        stored = takewhile(lambda number: data.get(f"{prefix}-{number}-id"), count())
        sent = [1 + max(rows, default=-1), len(list(islice(stored, MOST_ROWS)))]
        counted = data.copy()
        for name, number in zip(names, sent, strict=True):
            counted[name] = str(number)
        return counted

    def total_form_count(self) -> int:
        total: int = super().total_form_count()
        if not self.is_bound:
            return total
        if not hasattr(self, "_rows_sent"):
            self._rows_sent = 1 + max(rows_of(self.data, str(self.prefix)), default=-1)
        return min(total, self._rows_sent)

    def clean(self) -> None:
        super().clean()
        if self.wrong_count is not None:
            said = f"“{self.wrong_count[:20]}” is no" if self.wrong_count else "There came no"
            raise ValidationError(
                f"{said} number of these rows; there may be {MOST_ROWS:,}. All that came are below:"
                " check them, and save again."
            )
