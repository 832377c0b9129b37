"""Names of dots at the end of lines that lead to them, where there is room; none covers another."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product, zip_longest
from typing import Final

from .dots import Dot
from .layout import Label, Rect
from .mini_timeline import broken_lines
from .packing import CLAUSE
from .timeline import Timeline

LINE: Final = 18
LETTER: Final = 6.8  # units of a line that a character of a name takes, at the most
TRIED: Final = 3  # gaps between stacks where the names may part
GAP: Final = 6  # between a name and its line, and between two names
HIGHEST: Final = 300  # above the foot of the bars
WIDTHS: Final = 40, 28, 60  # characters of a line of a name, as they are tried
FURTHEST: Final = 14  # from its dot that a name may stand, down a phone
LARGER: Final = 1.05  # its letters there
TALLEST: Final = 4  # lines of it
BETWEEN: Final = 4  # what parts it from the next
FEWEST: Final = 8  # characters that are worth a name

type Named = dict[Dot, tuple[Label, ...]]
type Line = tuple[int, int, int, int]  # from x, y to x, y


@dataclass(frozen=True, slots=True)
class Names:
    """`of` has the lines of each dot's name; `leaders` are the lines that lead to them."""

    of: Named = field(default_factory=dict)
    leaders: tuple[Line, ...] = ()

    @property
    def ends(self) -> tuple[int, ...]:
        """The y above which no name stands, and the one below which none does; or nothing."""
        at = [line.y for lines in self.of.values() for line in lines]
        return (min(at) - LINE, max(at) + LINE // 3) if at else ()


def names(dots: Sequence[Dot], figure: Timeline) -> Names:
    """Return the names of as many dots as there is room for.

    A stack of dots has its names at one line: across in the same order, down the first of them.
    """
    stacks: dict[int, list[Dot]] = {}
    for dot in dots:
        stacks.setdefault(dot.y if figure.layout.upright else dot.x, []).append(dot)
    if figure.layout.upright:
        return _down([stacks[at] for at in sorted(stacks)], figure)
    ends = sorted(stacks)
    gaps = sorted(range(1, len(ends)), key=lambda n: ends[n - 1] - ends[n])[:TRIED]
    found = (_across(stacks, ends[:n], ends[n:], figure) for n in (len(ends), *gaps))
    return max(found, key=lambda each: len(each.of))


def _across(
    stacks: Mapping[int, Sequence[Dot]], left: list[int], right: list[int], figure: Timeline
) -> Names:
    """Fly the names of each stack from a pole, as low as what stands there already allows.

    On the left they fly to the right, over the poles that stand there, and on the right to the
    left; where one cannot, it tries the other way.
    """
    taken = [_around(stack) for stack in stacks.values()]
    of: Named = {}
    leaders: list[Line] = []
    turns = [*((x, "start") for x in reversed(left)), *((x, "end") for x in right)]
    turns += [(x, "end") for x in left] + [(x, "start") for x in reversed(right)]
    for x, side in turns:
        if stacks[x][0] in of:
            continue
        for flag, pole, named in _flags(stacks[x], side, figure):
            if not any(_meet(flag, other) or _meet(pole, other) for other in taken):
                taken += [flag, pole]
                leaders.append((x, pole.y, x, pole.y + pole.height))
                of |= named
                break
    return Names(of, tuple(leaders))


def _around(stack: Sequence[Dot]) -> Rect:
    x, y, radius = stack[0].x, min(dot.y for dot in stack), stack[0].radius
    return Rect(x - radius, y - radius, 2 * radius, max(dot.y for dot in stack) - y + 2 * radius)


def _flags(stack: Sequence[Dot], side: str, figure: Timeline) -> Iterator[tuple[Rect, Rect, Named]]:
    """Yield where the names of a stack may fly, the lowest first: flag, pole and names."""
    x, foot, layout = stack[0].x, _around(stack).y, figure.layout
    at = x + GAP if side == "start" else x - GAP
    for lines in _shapes(stack):
        wide = GAP + round(LETTER * max(len(text) for _, text in lines)) + GAP
        parts = len({dot for dot, _ in lines}) - 1
        tall, left = LINE * len(lines) + BETWEEN * parts, x if side == "start" else x - wide
        if left < 0 or left + wide > layout.width:
            continue
        for top in range(foot - tall - GAP, layout.base - HIGHEST, -LINE):
            named: Named = {}
            for n, (dot, text) in enumerate(lines, 1):
                own = named.get(dot, ())
                y = top + LINE * n - 5 + BETWEEN * (len(named) - bool(own))
                named[dot] = (*own, Label(at, y, text, side))
            yield Rect(left, top, wide, tall), Rect(x, top, 1, foot - top), named


def _shapes(stack: Sequence[Dot]) -> Iterator[list[tuple[Dot, str]]]:
    """Yield the lines of a stack's names, each whole; at last the first name and how many more."""
    told = [(dot, dot.moment.title) for dot in reversed(stack)]
    first = [(stack[0], f"{stack[0].moment.title} +{len(stack) - 1}")] if stack[1:] else []
    for names in filter(None, (told, first)):
        for width in WIDTHS:
            broken = [(dot, _balanced(name, width)) for dot, name in names]
            if all(len(lines) <= TALLEST for _, lines in broken):
                yield [(dot, line) for dot, lines in broken for line in lines]


def _balanced(name: str, most: int) -> tuple[str, ...]:
    """Return the lines of a name, no more than of `most` characters there are, about as long."""
    number = len(broken_lines(name, most, len(name)))
    least = max(map(len, name.split()), default=most)
    tried = (broken_lines(name, width, len(name)) for width in range(min(least, most), most + 1))
    return next(lines for lines in tried if len(lines) <= number)


def _down(rows: Sequence[Sequence[Dot]], figure: Timeline) -> Names:
    """Set a name after each row of dots, no further down from it than FURTHEST.

    It begins beside them, or a line or two above where that leaves room for all of it.
    """
    of: Named = {}
    leaders: list[Line] = []
    free = above = 0
    for row, later in zip_longest(rows, rows[1:]):
        last = max(row, key=lambda dot: dot.x)
        x, starts = last.x + last.radius + 2 * GAP, [max(last.y, free)]
        starts += [max(last.y - up, above, free) for up in (LINE, 2 * LINE)]
        tried = [at for at in starts if at - last.y <= FURTHEST]
        at, lines = _fitting(row, x, tried, later, figure)
        above = last.y + LINE
        if lines:
            numbered = enumerate(lines)
            of[row[0]] = tuple(Label(x, at + 5 + LINE * n, text, "start") for n, text in numbered)
            nearest = min(max(at, last.y), at + LINE * (len(lines) - 1))
            leaders.append((last.x + last.radius, last.y, x - GAP // 2, nearest))
            free = at + LINE * len(lines) + (len(lines) > 1) * BETWEEN
    return Names(of, tuple(leaders))


def _fitting(
    row: Sequence[Dot], x: int, starts: Sequence[int], later: Sequence[Dot], figure: Timeline
) -> tuple[int, tuple[str, ...]]:
    """Return where the first name of a row begins, and its lines, or none.

    Of a name that fits nowhere it is what stands before a comma or colon of it.
    """
    name = row[0].moment.title
    texts = [f"{name} +{len(row) - 1}"] if row[1:] else [name, CLAUSE.split(name)[0]]
    for text, at in product(texts, starts):
        high = _lines_above(later, x, at) if later else TALLEST
        end = min((_end(at + LINE * n, figure) for n in range(high)), default=x)
        room = int((end - x) / (LETTER * LARGER))
        if room >= FEWEST and len(lines := _balanced(text, room)) <= high:
            return at, lines
    return 0, ()


def _lines_above(row: Sequence[Dot], x: int, at: int) -> int:
    """Return how many lines from `at` on leave a row its name, and its dots if they reach `x`."""
    reach = max(dot.x for dot in row) + row[0].radius + GAP
    if reach > x:
        return min((row[0].y - row[0].radius + LINE // 2 - at) // LINE, TALLEST)
    return max(1, min((row[0].y + FURTHEST - BETWEEN - at) // LINE, TALLEST))


def _end(at: int, figure: Timeline) -> int:
    """Return how far to the right a name down a phone may reach: to what lasted at its height."""
    bars = (lane.bar for lane in figure.lanes)
    beside = (bar.x for bar in bars if -LINE < at - bar.y < bar.height + LINE)
    return min(beside, default=figure.layout.width) - GAP


def _meet(one: Rect, other: Rect) -> bool:
    return (
        one.x < other.x + other.width
        and other.x < one.x + one.width
        and one.y < other.y + other.height
        and other.y < one.y + one.height
    )
