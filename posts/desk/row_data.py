"""Rows as they stand in a form's data, `bullets-0-text`, counted in one pass over it."""

import re
from collections.abc import Iterable
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.forms.formsets import INITIAL_FORM_COUNT, TOTAL_FORM_COUNT
from django.utils.functional import cached_property

from posts.keys import as_number

MOST_ROWS: Final = 1_000  # of one kind in one form


def row_numbers(data: Iterable[str], prefix: str) -> set[int]:
    """Return the numbers of the rows under `prefix`."""
    key_of_row = re.compile(rf"{re.escape(prefix)}-(0|[1-9][0-9]{{0,8}})-.+", re.DOTALL)
    return {int(match[1]) for key in data if (match := key_of_row.fullmatch(key))}


def _number_sent(data: Iterable[str], prefix: str) -> int:
    return 1 + max(row_numbers(data, prefix), default=-1)


class BoundedFormSet(forms.BaseFormSet):  # type: ignore[type-arg]
    """As many rows as were sent, whatever number the form says.

    Of a number that is none, or too large, the form that comes back says what it is, and has the
    right one to be sent again.
    """

    wrong_count: str | None = None

    def __init__(self, data: Any = None, *args: Any, **kwargs: Any) -> None:
        if data is not None:
            data = self._counted(data, kwargs["prefix"])
        super().__init__(data, *args, **kwargs)

    def _counted(self, data: Any, prefix: str) -> Any:
        names = [f"{prefix}-{name}" for name in (TOTAL_FORM_COUNT, INITIAL_FORM_COUNT)]
        told = [str(data.get(name, "")) for name in names]
        counts = map(as_number, told)
        wrong = [text for text, n in zip(told, counts, strict=True) if n is None or n > MOST_ROWS]
        if not wrong:
            return data
        self.wrong_count = wrong[0]
        counted = data.copy()
        # No row has a key, by which it would be one of the first.
        counted[names[0]], counted[names[1]] = str(_number_sent(data, prefix)), "0"
        return counted

    @cached_property
    def _rows_sent(self) -> int:
        return _number_sent(self.data, str(self.prefix))

    def total_form_count(self) -> int:
        total: int = super().total_form_count()
        return min(total, self._rows_sent) if self.is_bound else total

    def clean(self) -> None:
        super().clean()
        if self.wrong_count is not None:
            said = f"“{self.wrong_count[:20]}” is no" if self.wrong_count else "There came no"
            raise ValidationError(
                f"{said} number of these rows; there may be {MOST_ROWS:,}. All that came are below:"
                " check them, and save again."
            )
