"""Stories that lasted, as bars beside the axis in lanes of their own."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from string import ascii_lowercase
from typing import Final

from .layout import LETTER, Label, Layout, Rect
from .scale import Scale

THICK: Final = 6
APART: Final = 8
CLAUSE: Final = re.compile(r"(?<=\?) |[,:;] | [–—] ")


@dataclass(frozen=True, slots=True)
class Stretch:
    """A story that lasted: `first` and `last` are astronomical years, both within."""

    title: str
    date: str
    url: str
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Lane:
    """A stretch in its place; `sign` refers to the list where there is no room for words."""

    stretch: Stretch
    bar: Rect
    label: Label
    sign: str


def lanes(stretches: Sequence[Stretch], scale: Scale, layout: Layout) -> tuple[Lane, ...]:
    """Place each in the first lane that is free; beyond the last lane none is drawn.

    Each keeps its sign, "a" for the first of `stretches`, whether others are drawn or not.
    """
    free: list[list[tuple[float, float]]] = [[] for _ in range(layout.lanes)]
    placed = []
    for sign, stretch in zip(ascii_lowercase, stretches, strict=False):
        begins = scale.at(stretch.first)
        ends = max(scale.at(stretch.last + 1), begins + THICK)
        place = _upright if layout.upright else _across
        left, right, label = place(stretch, begins, ends, layout, sign)
        for n, taken in enumerate(free):
            if all(right + APART < start or left - APART > end for start, end in taken):
                taken.append((left, right))
                placed.append(_lane(stretch, sign, label, (begins, ends), n, layout))
                break
    return tuple(placed)


def _upright(
    stretch: Stretch, begins: int, ends: int, layout: Layout, sign: str
) -> tuple[float, float, Label]:
    return begins - 18, ends, Label(0, begins - 4, sign)


def _across(
    stretch: Stretch, begins: int, ends: int, layout: Layout, sign: str
) -> tuple[float, float, Label]:
    """Return what bar and label take of a lane, and the label on the side that has more room.

    A title is whole, or what stands before a comma or colon of it, or nothing.
    """
    after, before = layout.length - ends, begins
    title, room = stretch.title, int((max(after, before) - 7) / LETTER)
    text = next((each for each in (title, CLAUSE.split(title)[0]) if len(each) <= room), "")
    wide = LETTER * len(text) + 7
    if wide <= after or after >= before:
        return begins, ends + wide, Label(ends + 7, 0, text, "start")
    return begins - wide, ends, Label(begins - 7, 0, text, "end")


def _lane(
    stretch: Stretch, sign: str, label: Label, ends: tuple[int, int], n: int, layout: Layout
) -> Lane:
    begins, room = ends[0], ends[1] - ends[0]
    if layout.upright:
        x = layout.width - (layout.lanes - n) * layout.lane + 2
        moved = Label(x + THICK // 2, label.y, label.text, label.anchor)
        return Lane(stretch, Rect(x, begins, THICK, room), moved, sign)
    y = layout.base + 50 + layout.lane * n
    moved = Label(label.x, y + 8, label.text, label.anchor)
    return Lane(stretch, Rect(begins, y, room, THICK), moved, sign)
