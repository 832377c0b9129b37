"""The timeline: all stories, from 3000 BC to now, by century, decade and year."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.core.paginator import Page
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext

from posts.archives.cards import Card
from posts.dates import Span, Unit
from posts.dates.calendar import year_name
from posts.figures.dots import Dot, dots
from posts.figures.layout import ACROSS, DOWN, Label, Layout, Rect
from posts.figures.names import LINE, Names, names
from posts.figures.timeline import Cell, Tally, Timeline
from posts.figures.timeline import timeline as figure_of
from posts.views.caching import cached_page
from posts.views.filters import follows_renamed
from posts.views.pages import entries_page
from posts.views.timeline_scope import Choice, Sums, Zoom, choices, sums_of, zoom_of

MOST_TOLD = 3  # names in place of the dots that a span answers for
LATEST_YEAR, EARLIEST_YEAR = 9999, -200_000


@dataclass(frozen=True)
class Drawn:
    """A figure, and the dots that stand in place of its bars, if any."""

    figure: Timeline
    dots: tuple[Dot, ...]
    names: Names

    @property
    def top(self) -> int:
        """The y at which the picture begins, above its marks and what is written at them."""
        tops = [*self.names.ends, *(dot.y - 24 for dot in self.dots)]
        if self.figure.layout.upright:
            tops += [0, *(lane.label.y - LINE for lane in self.figure.lanes)]
        return min(tops, default=0)

    @property
    def height(self) -> int:
        return max((self.figure.height, *self.names.ends)) - self.top

    @property
    def slices(self) -> list[tuple[Cell, Rect, str]]:
        """The cells, each with the part of the picture that answers for it, and for which dots."""
        return [
            (cell, cell.hit.below(self.top), "; ".join(self._answered(cell.tally)[:MOST_TOLD]))
            for cell in self.figure.cells
        ]

    def _answered(self, tally: Tally) -> list[str]:
        within = (dot for dot in self.dots if tally.first <= dot.moment.year < tally.last + 1)
        return [dot.moment.title for dot in within if not dot.url]

    @property
    def bends(self) -> list[str]:
        return [self.figure.layout.bend(at) for at in self.figure.bends]

    @property
    def named(self) -> list[tuple[Dot, tuple[Label, ...]]]:
        return [(dot, self.names.of.get(dot, ())) for dot in self.dots]


@cached_page("decade", "century", "category", "place", "page")
@follows_renamed
def timeline(request: HttpRequest) -> HttpResponse:
    """All stories, a century or a decade of them, drawn and listed; filters narrow them."""
    zoom = zoom_of(request)
    sums = sums_of(zoom)
    tallies = _tallies(zoom, sums)
    categories, places = choices()
    context = {
        "zoom": zoom,
        "sums": sums,
        "page": _stories_of_decade(request, zoom, sums),
        "across": _drawn(ACROSS, zoom, sums, tallies),
        "down": _drawn(DOWN, zoom, sums, tallies),
        "listed": [tally for tally in tallies if tally.number],
        "left_out": sums.stories - sum(tally.number for tally in tallies),
        "around": _around(zoom, sums),
        "unit": zoom.units[0],
        "name": _name(zoom),
        "pages_url": f"{zoom.url(zoom.span)}&",
        "before_url": zoom.url(sums.before),
        "after_url": zoom.url(sums.after),
        "categories": categories,
        "places": _with_chosen(places, zoom),
    }
    return render(request, "posts/timeline.html", context)


def _name(zoom: Zoom) -> str:
    """Return what the figure shows: "Stories of war in France, in the 20th century"."""
    kind = gettext(" of %(category)s") % {"category": zoom.category.name} if zoom.category else ""
    where = gettext(" in %(place)s") % {"place": zoom.place.name} if zoom.place else ""
    when = zoom.span.inside if zoom.span else gettext("of all time")
    return gettext("Stories%(of_what)s, %(when)s") % {"of_what": kind + where, "when": when}


def _tallies(zoom: Zoom, sums: Sums) -> list[Tally]:
    spans = zoom.spans
    tallies = [_tally(span, zoom, sums) for span in spans]
    if zoom.span:
        return tallies
    first, last = spans[0], spans[-1]
    early = sum(number for key, number in sums.numbers.items() if key < first.number)
    late = sum(number for key, number in sums.numbers.items() if key > last.number)
    before, after = first.years[0], last.years[1]
    until = gettext("before %(year)s") % {"year": year_name(before)}
    since = gettext("after %(year)s") % {"year": year_name(after)}
    earlier = _apart(gettext("earlier"), until, EARLIEST_YEAR, before - 1, early)
    later = _apart(gettext("later"), since, after + 1, LATEST_YEAR, late)
    return [*([earlier] if early else []), *tallies, *([later] if late else [])]


def _tally(span: Span, zoom: Zoom, sums: Sums) -> Tally:
    _, finer = zoom.units
    inner = span.within(finer) if finer else ()
    first, last = span.years
    return Tally(
        name=span.name,
        tick=year_name(first),
        first=first,
        last=last,
        number=sums.numbers.get(span.number, 0),
        url=_address(span, zoom),
        inner=tuple(sums.inner.get(each.number, 0) for each in inner),
        years=span.range_in_words,
    )


def _address(span: Span, zoom: Zoom) -> str | None:
    """Where a bar leads: closer, and from a year to its page, which knows no filter."""
    if span.unit is not Unit.YEAR:
        return zoom.url(span)
    return None if zoom.filters else reverse("year", args=[span])


def _apart(tick: str, name: str, first: int, last: int, number: int) -> Tally:
    return Tally(name=name, tick=tick, first=first, last=last, number=number, is_apart=True)


def _stories_of_decade(request: HttpRequest, zoom: Zoom, sums: Sums) -> Page[Card] | None:
    if zoom.span is None or zoom.span.unit is not Unit.DECADE:
        return None
    entries = zoom.entries(Unit.DECADE).filter(key=zoom.span.number)
    return entries_page(request, entries, sums.stories)


def _drawn(layout: Layout, zoom: Zoom, sums: Sums, tallies: Sequence[Tally]) -> Drawn:
    figure = figure_of(tallies, sums.stretches, layout.closer() if zoom.span else layout)
    placed = dots(sums.moments, figure)
    return Drawn(figure, placed, names(placed, figure))


def _around(zoom: Zoom, sums: Sums) -> list[tuple[str, str]]:
    """Return (name, address) of the longer spans around it, the longest first."""
    if zoom.span is None:
        return []
    whole = (gettext("Timeline"), zoom.url(None))
    if zoom.span.unit is Unit.CENTURY:
        return [whole]
    century = zoom.span.around_it(Unit.CENTURY)
    return [whole, (century.name, zoom.url(century))]


def _with_chosen(places: Sequence[Choice], zoom: Zoom) -> list[Choice]:
    """Keep the chosen place among those offered, though others have more stories."""
    chosen = {(zoom.place.slug, zoom.place.name)} if zoom.place else set()
    return sorted({*places, *chosen}, key=lambda choice: choice[1])
