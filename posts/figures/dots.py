"""Single stories in their place on the axis, stacked where they would cover one another."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from .timeline import Slot, Timeline

ROOMS: Final = (20, 16, 13)  # of a dot and what parts it from the next
CLOSEST: Final = 0.8  # of its room, to which a dot may be pressed in a narrow span


@dataclass(frozen=True, slots=True)
class Moment:
    """A story at its day: `year` with its fraction, 1989.86 in November 1989.

    `is_long` took more than a year, or its year is not known.
    """

    title: str
    date: str
    url: str
    year: float
    is_long: bool = False


@dataclass(frozen=True, slots=True)
class Dot:
    """`url` is empty where the span around the dot answers in its place."""

    moment: Moment
    x: int
    y: int
    radius: int
    url: str


def dots(moments: Sequence[Moment], figure: Timeline) -> tuple[Dot, ...]:
    """Return a dot for each, as large and as near to its day as the figure allows.

    Nothing where the smallest would grow beyond it: then bars tell more than dots.
    """
    for room in ROOMS:
        placed = _stacked(moments, figure, room)
        if _fits(placed, figure, room):
            return tuple(placed)
    return ()


def _fits(placed: Sequence[Dot], figure: Timeline, room: int) -> bool:
    layout = figure.layout
    rooms = [slot.room for slot in figure.slots if slot.tally.number]
    is_wide = min(rooms, default=room) >= room * CLOSEST
    return is_wide and all(
        layout.height_of(dot.x, dot.y) + room / 2 <= layout.tall for dot in placed
    )


def _stacked(moments: Sequence[Moment], figure: Timeline, room: int) -> list[Dot]:
    placed, stacked, layout = [], dict[int, int](), figure.layout
    for moment in moments:
        here = (slot for slot in figure.slots if moment.year < slot.tally.last + 1)
        slot = next(here, figure.slots[-1])
        at = _column(moment.year, slot, figure, room)
        above = stacked[at] = stacked.get(at, -1) + 1
        high = above * room + room // 2 + 2
        x, y = (layout.base + high, at) if layout.upright else (at, layout.base - high)
        # Down a phone dots are too small for fingers: they leave them to a span that leads on.
        url = "" if layout.upright and slot.tally.url else moment.url
        placed.append(Dot(moment, x, y, room * 2 // 5, url))
    return placed


def _column(year: float, slot: Slot, figure: Timeline, room: int) -> int:
    """Return the middle of the column of a year; no column reaches over into another span."""
    columns = max(slot.room // room, 1)
    within = 0 if slot.tally.is_apart else figure.scale.at(year) - slot.at
    column = min(max(within, 0) * columns // slot.room, columns - 1)
    return slot.at + round((column + 0.5) * slot.room / columns)
