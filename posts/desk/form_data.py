"""What a form begins with, from a snapshot; and typed data with some of it replaced."""

from collections.abc import Iterable
from typing import Any

from django.http import QueryDict

from posts.editorial.snapshot import Content, Named

# Fields of a snapshot that no field of a form is: rows, and what is said of pictures.
ROWS = frozenset(
    {
        *("bullets", "citations", "links_before", "links_after"),
        *("sections", "milestones", "pictures"),
    }
)


def initial_of(content: Content) -> dict[str, Any]:
    """Return what the form's own fields begin with."""
    return {name: _initial(value) for name, value in vars(content).items() if name not in ROWS}


def _initial(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_initial(each) for each in value]
    return value.key if isinstance(value, Named) else value


def rows_of_content(content: Content, prefix: str, pointer: str) -> list[dict[str, Any]]:
    """Return what the rows under `prefix` begin with; `pointer` is the field of the other row."""
    rows = [_columns(row, pointer) for row in getattr(content, prefix)]
    return [row | {"position": place} for place, row in enumerate(rows, 1)]


def _columns(row: Any, pointer: str) -> dict[str, Any]:
    return {
        pointer if isinstance(value, Named) else name: _text(value)
        for name, value in vars(row).items()
    }


def _text(value: Any) -> Any:
    return str(value.key) if isinstance(value, Named) else "" if value is None else value


def named_in(content: Content, name: str) -> dict[str, Named]:
    """Return key → row of those that one field of `content` points to, in their order."""
    value = getattr(content, name)
    rows = value if isinstance(value, tuple) else (value,)
    return {str(row.key): row for row in map(_pointed, rows) if row is not None}


def _pointed(row: Any) -> Named | None:
    """Return the row that a value of a snapshot is, or points to."""
    if row is None or isinstance(row, Named):
        return row
    return next((value for value in vars(row).values() if isinstance(value, Named)), None)


def with_fields(form: Any, content: Content, fields: Iterable[str]) -> QueryDict:
    """Return the data of `form` with `fields` as they are in `content`."""
    changed: QueryDict = form.data.copy()
    initial = initial_of(content)
    for name in fields:
        if name in form.row_kinds:
            pointer = form.row_kinds[name].form.pointer
            _put_rows(changed, name, rows_of_content(content, name, pointer))
        elif isinstance(value := initial.get(name), list):
            changed.setlist(name, [str(each) for each in value])
        elif isinstance(value, bool):
            changed.setlist(name, ["on"] if value else [])
        elif name in initial:
            changed[name] = "" if value is None else str(value)
    return changed


def _put_rows(data: QueryDict, prefix: str, rows: list[dict[str, Any]]) -> None:
    for key in [key for key in data if key.startswith(f"{prefix}-")]:
        if not key.endswith("_NUM_FORMS"):
            del data[key]
    for index, row in enumerate(rows):
        for name, value in row.items():
            data[f"{prefix}-{index}-{name}"] = str(value)
    data[f"{prefix}-TOTAL_FORMS"] = str(len(rows))
    data[f"{prefix}-INITIAL_FORMS"] = "0"
