"""Many rows in one test, where a test for each would take longer to find than to run."""

from collections.abc import Callable, Iterable
from typing import Any


def failures(
    check: Callable[[Any], None], rows: Iterable[Any], name: Callable[[Any], str] = str
) -> dict[str, str]:
    """Return what `check` fails with for each row, by the name of the row; of all that pass none.

    There must be rows.
    """
    found, asked = {}, list(rows)
    assert asked, "There are no rows"
    for row in asked:
        try:
            check(row)
        except Exception as error:
            found[name(row)] = f"{type(error).__name__}: {error}"
    return found
