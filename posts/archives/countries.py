"""The countries of today with their stories, and with those of the states before them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Count, IntegerField, Value
from django.utils.translation import gettext, ngettext

from posts.archives.figures import numbers_of
from posts.dates.language import current
from posts.models import Archive, ArchiveEntry, ArchiveQuerySet, Place

MOST_ELSEWHERE = 40

type Places = Mapping[int, Place]


@dataclass(frozen=True)
class State:
    """A state that is gone or another place, with its stories that name no country of today."""

    name: str
    url: str
    number: int


@dataclass(frozen=True)
class Land:
    """A country of today: of its `number` of stories `own` name it, others a `former` state."""

    code: str
    name: str
    url: str
    number: int
    own: int
    former: tuple[State, ...]

    @property
    def words(self) -> str:
        told = ngettext("%(number)s story", "%(number)s stories", self.number)
        stories = told % {"number": current().grouped(self.number)}
        if not self.former:
            return f"{self.name}: {stories}"
        states = ", ".join(state.name for state in self.former)
        through = gettext("also through") if self.own else gettext("through")
        return f"{self.name} – {through} {states}: {stories}"


def lands_with_stories() -> tuple[list[Land], list[State]]:
    """Return the countries with stories, those with most first, and what no country holds.

    A story that names a country of today stands there alone; one that names only a state that
    is gone stands in each of its successors of today. Takes seven queries at the most.
    """
    entries = ArchiveEntry.objects.published().of(Archive.PLACE)
    own = numbers_of(Archive.PLACE)
    kinds = [Place.Kind.COUNTRY, Place.Kind.HISTORICAL]
    places = Place.objects.filter(kind__in=kinds).in_bulk()
    homeless = _homeless(entries)
    numbers = homeless.numbers()
    states = {
        pk: State(places[pk].name, places[pk].get_absolute_url(), number)
        for pk, number in numbers.items()
    }
    former = _former(states, places)
    through = _through(homeless, former, numbers)
    lands = [
        _land(place, own.get(pk, 0), through.get(pk, 0), [states[key] for key in former[pk]])
        for pk, place in places.items()
        if place.kind == Place.Kind.COUNTRY and (pk in own or pk in former)
    ]
    placed = {pk for ancestors in former.values() for pk in ancestors}
    lost = [state for pk, state in states.items() if pk not in placed]
    lands.sort(key=lambda land: (-land.number, land.name))
    return lands, [*lost, *_nowhere(entries)]


def _homeless(entries: ArchiveQuerySet) -> ArchiveQuerySet:
    """Return the entries of former states whose posts stand in no country of today."""
    of_kind = Place.objects.filter
    countries = entries.filter(key__in=of_kind(kind=Place.Kind.COUNTRY).values("pk"))
    former = entries.filter(key__in=of_kind(kind=Place.Kind.HISTORICAL).values("pk"))
    return former.exclude(post_id__in=countries.values("post_id"))


def _nowhere(entries: ArchiveQuerySet) -> list[State]:
    """Return the continents, regions and cities of posts that name no state, the first few."""
    states = Place.objects.filter(kind__in=[Place.Kind.COUNTRY, Place.Kind.HISTORICAL])
    named = entries.filter(key__in=states.values("pk")).values("post_id")
    numbers = entries.exclude(post_id__in=named).numbers()
    places = Place.objects.filter(pk__in=numbers).order_by("name")[:MOST_ELSEWHERE]
    return [State(place.name, place.get_absolute_url(), numbers[place.pk]) for place in places]


def _former(states: Iterable[int], places: Places) -> dict[int, list[int]]:
    """Return for each country of today those of `states` that it comes from."""
    after = defaultdict[int, list[int]](list)
    for before, later in Place.successors.through.objects.values_list(
        "from_place_id", "to_place_id"
    ):
        after[before].append(later)
    found = defaultdict[int, list[int]](list)
    for state in states:
        for pk in _following(state, after):
            if pk in places and places[pk].kind == Place.Kind.COUNTRY:
                found[pk].append(state)
    return found


def _following(state: int, after: Mapping[int, list[int]]) -> set[int]:
    reached, waiting = set[int](), [state]
    while waiting:
        for later in after.get(waiting.pop(), ()):
            if later not in reached:
                reached.add(later)
                waiting.append(later)
    return reached - {state}


def _through(
    homeless: ArchiveQuerySet, former: Mapping[int, list[int]], numbers: Mapping[int, int]
) -> dict[int, int]:
    """Return how many stories come to each country through states, each story once.

    Only a country with several of them has to be counted; one query counts them all.
    """
    found = {pk: numbers[states[0]] for pk, states in former.items() if len(states) == 1}
    counts = [
        homeless.filter(key__in=states)
        .order_by()
        .values("archive")
        .annotate(
            country=Value(pk, output_field=IntegerField()), number=Count("post_id", distinct=True)
        )
        .values_list("country", "number")
        for pk, states in former.items()
        if len(states) > 1
    ]
    if counts:
        found.update(counts[0].union(*counts[1:], all=True) if counts[1:] else counts[0])
    return found


def _land(place: Place, own: int, through: int, former: list[State]) -> Land:
    return Land(
        code=place.iso_numeric or place.iso_alpha2 or "",
        name=place.name,
        url=place.get_absolute_url(),
        number=own + through,
        own=own,
        former=tuple(sorted(former, key=lambda state: (-state.number, state.name))),
    )
