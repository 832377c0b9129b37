"""What lies within a place and beside it, as far as it has stories."""

from collections.abc import Mapping
from dataclasses import dataclass

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
    parents = [pk for pk in (place.pk, place.parent_id) if pk is not None]
    around = Place.objects.filter(parent__in=parents).exclude(pk=place.pk)
    entries = ArchiveEntry.objects.published().of(Archive.PLACE)
    numbers = entries.filter(key__in=around.values("pk")).numbers()
    rows = Place.objects.filter(pk__in=numbers).order_by("name")
    within = [_neighbour(row, numbers) for row in rows if row.parent_id == place.pk]
    beside = [_neighbour(row, numbers) for row in rows if row.parent_id != place.pk]
    return Neighbours(_most(within, MOST_WITHIN), _most(beside, MOST_BESIDE))


def _neighbour(place: Place, numbers: Mapping[int, int]) -> Neighbour:
    return Neighbour(place.name, place.get_absolute_url(), numbers[place.pk])


def _most(places: list[Neighbour], most: int) -> list[Neighbour]:
    """Return those with most stories, in the order in which they stand."""
    kept_ones = sorted(places, key=lambda place: -place.number)[:most]
    return [place for place in places if place in kept_ones]
