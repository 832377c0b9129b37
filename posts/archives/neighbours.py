"""What lies within a place and beside it, and the states before and after it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, IntegerField, OuterRef, Q, Subquery

from posts.archives import cached_until_change
from posts.models import Archive, ArchiveEntry, Place

MOST_WITHIN = 30
MOST_BESIDE = 12
MOST_COUNTED = 200  # stories of one neighbour: Europe's would be tens of thousands of entries


@dataclass(frozen=True)
class Neighbour:
    """A place with its number of stories, counted up to MOST_COUNTED."""

    name: str
    url: str
    number: int

    @property
    def count(self) -> str:
        return f"{self.number}+" if self.number == MOST_COUNTED else str(self.number)


@dataclass(frozen=True)
class Neighbours:
    """The places within and beside a place that have most stories, by name; and its kin.

    `before` and `after` are states with stories or without, the earliest first.
    """

    within: list[Neighbour]
    beside: list[Neighbour]
    before: list[Neighbour]
    after: list[Neighbour]


def neighbours_of(place: Place) -> Neighbours:
    """Return them in one query, as long as nothing that readers see has changed."""
    return cached_until_change(f"neighbours of place {place.pk}", lambda: _found(place))


def _found(place: Place) -> Neighbours:
    rows = list(_around(place))
    kin = sorted(rows, key=lambda row: (row.valid_from is None, row.valid_from or 0, row.name))
    above = place.parent_id
    return Neighbours(
        within=_most((row for row in rows if row.parent_id == place.pk), MOST_WITHIN),
        beside=_most((row for row in rows if above and row.parent_id == above), MOST_BESIDE),
        before=[_neighbour(row) for row in kin if row.precedes and not row.follows],
        after=[_neighbour(row) for row in kin if row.follows],
    )


def _around(place: Place) -> Any:
    """The places around one, each with `number`, `precedes` and `follows`, in one query."""
    succession = Place.successors.through._default_manager
    entries = ArchiveEntry.objects.published().of(Archive.PLACE).filter(key=OuterRef("pk"))
    number = _CountUpTo(entries.order_by().values("post_id")[:MOST_COUNTED])
    beside = Q(parent=place.parent_id) if place.parent_id else Q()
    precedes = Exists(succession.filter(from_place=OuterRef("pk"), to_place=place))
    follows = Exists(succession.filter(from_place=place, to_place=OuterRef("pk")))
    return (
        Place.objects.annotate(number=number, precedes=precedes, follows=follows)
        .filter(Q(parent=place) | beside | Q(precedes=True) | Q(follows=True))
        .exclude(pk=place.pk)
        .order_by("name")
    )


class _CountUpTo(Subquery):
    template = "(SELECT COUNT(*) FROM (%(subquery)s) AS counted)"
    output_field = IntegerField()


def _most(rows: Iterable[Any], most: int) -> list[Neighbour]:
    found = [_neighbour(row) for row in rows if row.number]
    chosen = sorted(found, key=lambda each: -each.number)[:most]
    return [each for each in found if each in chosen]


def _neighbour(row: Any) -> Neighbour:
    return Neighbour(row.name, row.get_absolute_url(), row.number or 0)
