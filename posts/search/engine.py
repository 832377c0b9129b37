"""The one place that tells the two databases apart."""

from dataclasses import dataclass
from importlib import import_module
from types import ModuleType

from historyblog.databases.replica import connection


@dataclass(frozen=True, slots=True)
class MatchClause:
    """How an engine finds documents: parts of a statement over a table named `document`.

    `value` is given once for `where` and, if `rank_takes_value`, once for `rank`, by which the
    best come first in ascending order. `latest` orders the last entered first.
    """

    table: str
    where: str
    rank: str
    value: str
    latest: str = "document.id DESC"
    rank_takes_value: bool = False

    @property
    def rank_values(self) -> list[str]:
        return [self.value] if self.rank_takes_value else []


def engine() -> ModuleType:
    return import_module(
        "posts.search.postgres" if connection.vendor == "postgresql" else "posts.search.sqlite"
    )
