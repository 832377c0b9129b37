"""Cursors: where a list goes on, whatever is put in before that meanwhile.

To who asks a cursor is any text. It holds the values by which the last row was ordered, and so
tells nothing that the list did not.
"""

import base64
import json
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, Final

from django.db.models import Q, QuerySet

LONGEST: Final = 1_000
NEWEST_FIRST: Final = {"-publish_at": datetime, "-id": int}
MOST: Final = 2**63  # above every number that a database can compare


class BadCursor(ValueError):
    """A text that is no cursor of the list."""


def cursor_at(values: Sequence[Any]) -> str:
    """Return the cursor of the row with these values; times are aware."""
    told = [value.isoformat() if isinstance(value, datetime) else value for value in values]
    return base64.urlsafe_b64encode(json.dumps(told).encode()).decode().rstrip("=")


def values_at(cursor: str, kinds: Sequence[type]) -> list[Any]:
    """Return the values in a cursor, of these kinds. Raises BadCursor."""
    try:
        told = json.loads(base64.urlsafe_b64decode(cursor[:LONGEST] + "=="))
        return [_value(value, kind) for value, kind in zip(told, kinds, strict=True)]
    except (ValueError, TypeError, RecursionError, OverflowError) as error:
        raise BadCursor(cursor) from error


def _value(told: Any, kind: Any) -> Any:
    if kind is datetime:
        moment = datetime.fromisoformat(told)
        if moment.tzinfo is not None:
            return moment.astimezone(UTC)
    elif type(told) is kind and (told.isprintable() if kind is str else -MOST < told < MOST):
        return told
    raise ValueError


def beyond[Row: QuerySet[Any, Any]](rows: Row, order: Sequence[str], values: Sequence[Any]) -> Row:
    """Return those of `rows` that come after the one with `values`, ordered by `order`.

    The fields all rise, or all fall with "-" before each. What is said of the first alone lets
    both engines begin there in an index.
    """
    way = "lt" if order[0].startswith("-") else "gt"
    names = [name.removeprefix("-") for name in order]
    later = Q()
    for at, name in enumerate(names):
        same = dict(zip(names[:at], values, strict=False))
        later |= Q(**same, **{f"{name}__{way}": values[at]})
    return rows.filter(later, **{f"{names[0]}__{way}e": values[0]})
