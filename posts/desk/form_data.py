"""What a form begins with, from a snapshot; and typed data with some of it replaced."""

from collections.abc import Iterable
from typing import Any

from django.http import QueryDict

from posts.editorial.snapshot import Content, Named


def initial_of(content: Content) -> dict[str, Any]:
    """Return what the form's own fields begin with."""
    return {name: _keyed(value) for name, value in vars(content).items()}


def rows_of_content(content: Content, prefix: str, pointer: str) -> list[dict[str, Any]]:
    """Return what the rows under `prefix` begin with; `pointer` is the field of the other row."""
    return [
        dict(_column(each, value, pointer) for each, value in vars(row).items())
        | {"position": place}
        for place, row in enumerate(getattr(content, prefix), 1)
    ]


def _column(name: str, value: Any, pointer: str) -> tuple[str, Any]:
    return (pointer, str(value.key)) if isinstance(value, Named) else (name, value)


def _keyed(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_keyed(each) for each in value]
    return value.key if isinstance(value, Named) else value


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
    data: QueryDict = form.data.copy()
    for name in fields:
        if name in form.row_kinds:
            pointer = form.row_kinds[name].form.pointer
            _put_rows(data, name, rows_of_content(content, name, pointer))
        else:
            data.setlist(name, _sent(_keyed(getattr(content, name))))
    return data


def _put_rows(data: QueryDict, prefix: str, rows: list[dict[str, Any]]) -> None:
    for key in [key for key in data if key.startswith(f"{prefix}-")]:
        del data[key]
    for index, row in enumerate(rows):
        for name, value in row.items():
            data.setlist(f"{prefix}-{index}-{name}", _sent(value))
    data[f"{prefix}-TOTAL_FORMS"] = str(len(rows))


def _sent(value: Any) -> list[str]:
    """Return a value as a browser sends it."""
    if isinstance(value, bool):
        return ["on"] if value else []
    if isinstance(value, list):
        return [str(each) for each in value]
    return ["" if value is None else str(value)]
