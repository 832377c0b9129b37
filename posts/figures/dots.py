"""Single stories in their place on the axis, stacked where they would cover one another."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from .layout import Layout
from .scale import Scale

ROOMS: Final = (20, 16, 13)  # of a dot and what parts it from the next


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
    moment: Moment
    x: int
    y: int
    radius: int


def dots(moments: Sequence[Moment], scale: Scale, layout: Layout) -> tuple[Dot, ...]:
    """Return a dot for each, as large and as near to its day as the figure allows.

    Nothing where the smallest would grow beyond it: then bars tell more than dots.
    """
    for room in ROOMS:
        placed = _stacked(moments, scale, layout, room)
        if all(layout.height_of(dot.x, dot.y) + room / 2 <= layout.tall for dot in placed):
            return tuple(placed)
    return ()


def _stacked(moments: Sequence[Moment], scale: Scale, layout: Layout, room: int) -> list[Dot]:
    placed, stacked = [], dict[int, int]()
    for moment in moments:
        column = scale.at(moment.year) // room
        above = stacked[column] = stacked.get(column, -1) + 1
        at, high = column * room + room // 2, above * room + room // 2 + 2
        x, y = (layout.base + high, at) if layout.upright else (at, layout.base - high)
        placed.append(Dot(moment, x, y, room * 2 // 5))
    return placed
