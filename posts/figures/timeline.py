"""The timeline of the archive: bars whose area is their number of stories, over a ruler of time."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import Final

from posts.dates.language import current

from .layout import LETTER, Label, Layout, Rect
from .packing import Lane, Stretch, lanes
from .scale import Scale, rooms

HAIR: Final = 3  # the least length of a bar, so that one story shows beside thousands
ROUND: Final = (1000, 500, 100, 50, 10)
APART: Final = 8  # between two names
FEW: Final = 20  # stories, up to which a straight scale has room for them
STRAIGHT: Final = 1000  # the longest that it gets
BEND: Final = 1.5  # times the room of the span beside it, from which on a bend shows
APART_BENDS: Final = 14
PER_PART: Final = 3  # stories for each part, below which its parts would be bare spikes


@dataclass(frozen=True, slots=True)
class Tally:
    """A span of time with its `number` of stories; `first` and `last` are astronomical years.

    `tick` names its beginning, `years` all of it; `inner` are the numbers of the shorter spans
    of which it is made. One that `is_apart` lies beyond the scale, as "before 3000 BC".
    """

    name: str
    tick: str
    first: int
    last: int
    number: int
    url: str | None = None
    inner: tuple[int, ...] = ()
    is_apart: bool = False
    years: str = ""

    @property
    def roundness(self) -> int:
        """Return 0 for the beginning of our era and of millennia, more for lesser years."""
        if self.is_apart:
            return 0
        written = self.first if self.first > 1 else self.first - 1
        return next((n for n, unit in enumerate(ROUND) if written % unit == 0), len(ROUND))


@dataclass(frozen=True, slots=True)
class Cell:
    """A tally in its place; `inner` are the bars of its parts, where there is room for them."""

    tally: Tally
    hit: Rect
    bar: Rect
    inner: tuple[Rect, ...]
    rule: Rect
    is_dark: bool
    count: Label | None
    name: Label


@dataclass(frozen=True, slots=True)
class Tick:
    at: int
    label: Label
    is_on_scale: bool


@dataclass(frozen=True, slots=True)
class Slot:
    """A tally with its room on the axis; `parts` are (number, at, room) of those within it."""

    tally: Tally
    at: int
    room: int
    parts: tuple[tuple[int, int, int], ...]

    def densities(self) -> Iterator[float]:
        yield self.tally.number / self.room
        yield from (number / room for number, _, room in self.parts)


@dataclass(frozen=True, slots=True)
class Timeline:
    """`stretched` tells how many times wider its widest span is drawn than its narrowest.

    `bends` are the places where the scale changes.
    """

    layout: Layout
    height: int
    scale: Scale
    slots: tuple[Slot, ...]
    cells: tuple[Cell, ...]
    lanes: tuple[Lane, ...]
    ticks: tuple[Tick, ...]
    bends: tuple[int, ...]
    stretched: int


def timeline(tallies: Sequence[Tally], stretches: Sequence[Stretch], layout: Layout) -> Timeline:
    """Return the figure of `tallies`, which follow one another, and of the stories that lasted."""
    slots = _slots(tallies, layout)
    scale = _scale(slots)
    drawn = lanes(stretches, scale, layout)
    on_scale = [slot.room for slot in slots if not slot.tally.is_apart]
    return Timeline(
        layout=layout,
        height=_height(layout, slots, drawn),
        scale=scale,
        slots=tuple(slots),
        cells=_cells(slots, layout),
        lanes=drawn,
        ticks=() if layout.upright else _ticks(slots, layout),
        bends=tuple(_bends(slots)),
        stretched=round(max(on_scale) / min(on_scale)),
    )


def _rooms(tallies: Sequence[Tally], layout: Layout) -> list[int]:
    """Return the room of each, the same for all where few stories need no more."""
    numbers, most = [tally.number for tally in tallies], layout.most
    if sum(numbers) <= FEW and len(tallies) * layout.least <= STRAIGHT:
        length, least = layout.straight(numbers), [1] * len(tallies)
        numbers, most = [not tally.is_apart for tally in tallies], length
    else:
        length, least = layout.axis(numbers)
    pairs = zip(tallies, least, strict=True)
    least = [layout.apart if tally.is_apart else room for tally, room in pairs]
    return rooms(numbers, length=length, least=least, most=most)


def _slots(tallies: Sequence[Tally], layout: Layout) -> list[Slot]:
    edges = accumulate(_rooms(tallies, layout), initial=0)
    spans = zip(tallies, pairwise(edges), strict=True)
    return [
        Slot(tally, at, after - at, tuple(_parts(tally, at, after - at, layout)))
        for tally, (at, after) in spans
    ]


def _parts(tally: Tally, at: int, room: int, layout: Layout) -> Iterator[tuple[int, int, int]]:
    many = len(tally.inner)
    if room < many * layout.finest or tally.number < many * PER_PART:
        return
    for n, number in enumerate(tally.inner):
        begins, ends = (at + round(room * edge / many) for edge in (n, n + 1))
        if number:
            yield number, begins, ends - begins


def _scale(slots: Sequence[Slot]) -> Scale:
    on_scale = [slot for slot in slots if not slot.tally.is_apart]
    end = on_scale[-1]
    return Scale(
        (*(slot.tally.first for slot in on_scale), end.tally.last + 1),
        (*(slot.at for slot in on_scale), end.at + end.room),
    )


def _bends(slots: Sequence[Slot]) -> Iterator[int]:
    last = -APART_BENDS
    for before, after in pairwise(slots):
        narrow, wide = sorted((before.room, after.room))
        if wide >= BEND * narrow and after.at - last >= APART_BENDS:
            last = after.at
            yield after.at


def _height(layout: Layout, slots: Sequence[Slot], drawn: Sequence[Lane]) -> int:
    if layout.upright:
        return slots[-1].at + slots[-1].room + 2
    return max((lane.bar.y for lane in drawn), default=layout.base + 28) + 18


def _cells(slots: Sequence[Slot], layout: Layout) -> tuple[Cell, ...]:
    densest = max((each for slot in slots for each in slot.densities()), default=0)

    def tall(number: int, room: int) -> int:
        return max(round(number / room / densest * layout.tall), HAIR) if number else 0

    return tuple(_cell(n, slot, layout, tall) for n, slot in enumerate(slots))


def _cell(n: int, slot: Slot, layout: Layout, tall: Callable[[int, int], int]) -> Cell:
    tally, at, room = slot.tally, slot.at, slot.room
    own = tall(tally.number, room)
    inner = [(begins, wide, tall(number, wide)) for number, begins, wide in slot.parts]
    highest = max([own, *(length for _, _, length in inner)])
    return Cell(
        tally=tally,
        hit=layout.hit(at, room),
        bar=layout.bar(at, room, own),
        inner=tuple(layout.bar(begins, wide, length) for begins, wide, length in inner),
        rule=layout.rule(at, room),
        is_dark=n % 2 == 0,
        count=layout.count(at, room, highest, tally.number),
        name=Label(layout.base - 19, at + room // 2 + 5, current().shortened(tally.name), "end"),
    )


def _ticks(slots: Sequence[Slot], layout: Layout) -> tuple[Tick, ...]:
    """Name as many beginnings as there is room for, the roundest first."""
    placed: list[tuple[int, Tick]] = []
    for slot in sorted(slots, key=lambda slot: (slot.tally.roundness, slot.at)):
        half = round(LETTER * len(slot.tally.tick) / 2)
        x = min(max(slot.at, half), layout.length - half)
        x = slot.at + half if slot.tally.is_apart else x
        label = Label(x, layout.base + 32, slot.tally.tick)
        if all(abs(x - other.label.x) > half + far + APART for far, other in placed):
            placed.append((half, Tick(slot.at, label, not slot.tally.is_apart)))
    return tuple(sorted((tick for _, tick in placed), key=lambda tick: tick.at))
