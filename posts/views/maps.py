"""The map of the world: where stories happened, in the countries of today."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from posts.archives.countries import Land, lands_with_stories
from posts.archives.figures import figure
from posts.dates.language import current
from posts.figures.world import Spot, World, bounds, step
from posts.figures.world import world as drawn_world
from posts.views.caching import cached_page


@dataclass(frozen=True)
class Shown:
    """A land as it is drawn."""

    land: Land
    path: str
    dot: Spot | None
    number: Spot | None
    step: int


_counted = figure("map")(lands_with_stories)


@cached_page()
def world(request: HttpRequest) -> HttpResponse:
    lands, elsewhere = _counted()
    drawn = drawn_world()
    highest = bounds(land.number for land in lands)
    by_name = sorted(lands, key=lambda land: land.name)
    context = {
        "world": drawn,
        "rest": drawn.rest(land.code for land in lands),
        "shown": [_shown(land, drawn, highest) for land in by_name],
        "lands": lands,
        "elsewhere": elsewhere,
        "legend": _legend(highest),
        "only_former": any(not land.own for land in lands),
    }
    return render(request, "posts/map.html", context)


def _shown(land: Land, drawn: World, highest: list[int]) -> Shown:
    return Shown(
        land=land,
        path=drawn.shapes.get(land.code, ""),
        dot=drawn.dots.get(land.code),
        number=drawn.numbers.get(land.code),
        step=step(land.number, highest),
    )


def _legend(highest: list[int]) -> list[tuple[int, str]]:
    """Return each step of shade with the numbers that it stands for."""
    lowest = [1, *(bound + 1 for bound in highest)]
    pairs = enumerate(zip(lowest, highest, strict=False), 1)
    grouped = current().grouped
    return [(n, "–".join(map(grouped, sorted({low, high})))) for n, (low, high) in pairs]
