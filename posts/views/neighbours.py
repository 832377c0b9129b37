"""What lies within a place and beside it, as far as it has stories."""

from dataclasses import dataclass

from django.db.models import QuerySet

from posts.catalogue import kept
from posts.models import Archive, ArchiveEntry, Place

MOST_WITHIN = 30
MOST_BESIDE = 12


@dataclass(frozen=True)
class Neighbour:
    name: str
    url: str
    number: int


@dataclass(frozen=True)
class Neighbours:
    """The places within and beside a place that have most stories, by name."""

    within: list[Neighbour]
    beside: list[Neighbour]


def neighbours_of(place: Place) -> Neighbours:
    """Return them in one query, as long as nothing that readers see has changed."""
    return kept(f"neighbours of place {place.pk}", lambda: _found(place))


def _found(place: Place) -> Neighbours:
    beside = Place.objects.filter(parent=place.parent_id).exclude(pk=place.pk)
    if place.parent_id is None:
        beside = beside.none()
    within = Place.objects.filter(parent=place)
    return Neighbours(_most(within, MOST_WITHIN), _most(beside, MOST_BESIDE))


def _most(places: QuerySet[Place], most: int) -> list[Neighbour]:
    entries = ArchiveEntry.objects.published().of(Archive.PLACE)
    numbers = entries.filter(key__in=places.values("pk")).numbers()
    keys = sorted(numbers, key=lambda key: (-numbers[key], key))[:most]
    rows = Place.objects.filter(pk__in=keys).order_by("name")
    return [Neighbour(row.name, row.get_absolute_url(), numbers[row.pk]) for row in rows]
