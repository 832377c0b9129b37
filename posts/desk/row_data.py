"""Rows as they stand in a form's data, `bullets-0-text`, counted in one pass over it."""

import re
from collections.abc import Iterable
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.forms.formsets import INITIAL_FORM_COUNT, TOTAL_FORM_COUNT, ManagementForm
from django.utils.functional import cached_property

from posts.keys import as_number

MOST_ROWS: Final = 1_000  # of one kind in one form


def row_numbers(data: Iterable[str], prefix: str) -> set[int]:
    """Return the numbers of the rows under `prefix`."""
    key_of_row = re.compile(rf"{re.escape(prefix)}-(0|[1-9][0-9]{{0,8}})-.+", re.DOTALL)
    return {int(match[1]) for key in data if (match := key_of_row.fullmatch(key))}


class BoundedFormSet(forms.BaseFormSet):  # type: ignore[type-arg]
    """As many rows as were sent, whatever number the form says.

    Of a number that is none, or too large, the form that comes back says what it is, and has the
    right one to be sent again.
    """

    @cached_property
    def management_form(self) -> ManagementForm:
        if not self.is_bound:
            return super().management_form
        # No row has a key, by which it would be one of the first.
        rows = 1 + max(row_numbers(self.data, str(self.prefix)), default=-1)
        counts = {TOTAL_FORM_COUNT: rows, INITIAL_FORM_COUNT: 0}
        data: Any = {f"{self.prefix}-{name}": count for name, count in counts.items()}
        form = ManagementForm(data, auto_id=self.auto_id, prefix=self.prefix)
        form.full_clean()
        return form

    def clean(self) -> None:
        super().clean()
        told = str(self.data.get(f"{self.prefix}-{TOTAL_FORM_COUNT}", ""))
        number = as_number(told)
        if number is None or number > MOST_ROWS:
            said = f"“{told[:20]}” is no" if told else "There came no"
            raise ValidationError(
                f"{said} number of these rows; there may be {MOST_ROWS:,}. All that came are below:"
                " check them, and save again."
            )
