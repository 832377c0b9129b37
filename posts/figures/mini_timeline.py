"""A dossier's own timeline: an upright axis of true length, each event labelled beside it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from posts.dates import Calendar, HistoricalDate, Kind, civil, julian_day
from posts.dates.calendar import year_name

WIDTH: Final = 360
AXIS: Final = 58
LANE: Final = 9
LANES: Final = 3
LABELS: Final = 104
TOP: Final = 16
LINE: Final = 19
GAP: Final = 15
SLACK: Final = 1.2  # of the room that labels need, so that they can stand near their days
CHARACTERS: Final = 33  # of a line of the label, set in 16 units
LINES: Final = 3
OF_DATES: Final = 28, 2  # characters of a line of the date, and lines
MOST_LABELS: Final = 40
MOST_TICKS: Final = 6
STEPS: Final = tuple(n * 10**power for power in range(6) for n in (1, 2, 5))

type Event = tuple[str, str | None, HistoricalDate]


@dataclass(frozen=True, slots=True)
class Tick:
    at: int
    name: str


@dataclass(frozen=True, slots=True)
class Mark:
    """An event on the axis: a dot, or a line from `at` to `end`, for a range in a lane `x`.

    A date known to the month or year only `is_loose`: somewhere along its thin line.

    Its label stands at `label_at`, led to from the dot; `dates` and `lines` are date and label
    broken to fit.
    """

    at: int
    end: int
    x: int
    label_at: int
    date: str
    label: str
    dates: tuple[str, ...]
    lines: tuple[str, ...]
    url: str | None
    is_loose: bool

    @property
    def leader(self) -> str:
        """The path of the line from the dot to the label."""
        bend = AXIS + LANE * LANES + 4
        return f"M{self.x + 6} {self.at}H{bend}L{LABELS - 12} {self.label_at - 5}H{LABELS - 5}"

    @property
    def line_places(self) -> list[tuple[int, str, str]]:
        """Return the y of each line, what it is and its text."""
        lines = [("date", line) for line in self.dates] + [("label", line) for line in self.lines]
        return [(self.label_at + LINE * n, kind, line) for n, (kind, line) in enumerate(lines)]


@dataclass(frozen=True, slots=True)
class SmallTimeline:
    """`hidden` counts the events beyond MOST_LABELS, which the figure leaves to the list."""

    height: int
    marks: tuple[Mark, ...]
    ticks: tuple[Tick, ...]
    hidden: int = 0
    width: int = WIDTH
    axis: int = AXIS
    labels: int = LABELS
    top: int = TOP

    @property
    def foot(self) -> int:
        return self.height - TOP


def small_timeline(events: Iterable[Event]) -> SmallTimeline | None:
    """Return the figure of events (label, address or None, date); None without any.

    The axis is true to length. Labels stand as near to their day as their heights let them.
    """
    given = sorted(events, key=lambda event: (event[2].sort, event[0]))
    shown = given[:MOST_LABELS]
    if not shown:
        return None
    broken = [(broken_lines(str(date), *OF_DATES), broken_lines(label)) for label, _, date in shown]
    rooms = [LINE * (len(dates) + len(lines)) + GAP for dates, lines in broken]
    length = round(sum(rooms) * SLACK)
    first = min(date.sort for _, _, date in shown)
    last = max(_end(date) for _, _, date in shown)
    axis = _Axis(first, max(last, first + 1), length - rooms[-1] + LINE)
    wanted = [axis.at(date.sort) for _, _, date in shown]
    marks = _marks(shown, broken, axis, spread(wanted, rooms, TOP + length))
    return SmallTimeline(2 * TOP + length, marks, axis.ticks(), len(given) - len(shown))


def broken_lines(label: str, characters: int = CHARACTERS, most: int = LINES) -> tuple[str, ...]:
    """Break a label between words into at most `most` lines; what is cut ends in "…".

    >>> broken_lines("The fall of Constantinople", 12)
    ('The fall of', 'Constantinop', 'le')
    >>> broken_lines("The fall of the city of Constantinople", 12, 2)
    ('The fall of', 'the city of…')
    """
    lines = [""]
    for word in label.split():
        if lines[-1] and len(lines[-1]) + 1 + len(word) > characters:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
        while len(lines[-1]) > characters:
            lines[-1:] = [lines[-1][:characters], lines[-1][characters:]]
    if len(lines) > most:
        lines[most - 1 :] = [f"{lines[most - 1][: characters - 1].rstrip(' ,;:–-')}…"]
    return tuple(lines)


def spread(wanted: Sequence[int], rooms: Sequence[int], foot: int) -> list[int]:
    """Return where labels stand so that none overlaps the next and the last ends at `foot`.

    `wanted` is in order; each label takes its room downwards.
    """
    places = list(wanted)
    for n in range(1, len(places)):
        places[n] = max(places[n], places[n - 1] + rooms[n - 1])
    below = foot
    for n in reversed(range(len(places))):
        places[n] = below = min(places[n], below - rooms[n])
    return places


@dataclass(frozen=True, slots=True)
class _Axis:
    first: int
    last: int
    length: int

    def at(self, day: int) -> int:
        day = min(max(day, self.first), self.last)
        return TOP + round((day - self.first) * self.length / (self.last - self.first))

    def ticks(self) -> tuple[Tick, ...]:
        """Mark the round years, as they are written, at most MOST_TICKS."""
        first, last = (_written(civil(day)[0]) for day in (self.first, self.last))
        step = next(step for step in STEPS if (last - first) // step < MOST_TICKS)
        years = (year for year in range(first - first % step, last + 1, step) if year)
        days = (
            (year, julian_day(_astronomical(year), 1, 1, Calendar.HISTORICAL)) for year in years
        )
        return tuple(
            Tick(self.at(day), year_name(_astronomical(year)))
            for year, day in days
            if self.first <= day <= self.last
        )


def _written(year: int) -> int:
    return year if year > 0 else year - 1


def _astronomical(written: int) -> int:
    return written if written > 0 else written + 1


def _end(date: HistoricalDate) -> int:
    """Return the last day that the date may mean, or the one known where a side is open."""
    return date.sort if date.start is None or date.end is None else date.end


def _marks(
    shown: Sequence[Event],
    broken: Sequence[tuple[tuple[str, ...], tuple[str, ...]]],
    axis: _Axis,
    labels: Sequence[int],
) -> tuple[Mark, ...]:
    free = [0] * LANES  # where the last bar of each lane ends
    marks = []
    for (label, url, date), (dates, lines), label_at in zip(shown, broken, labels, strict=True):
        at, end = axis.at(date.sort), axis.at(_end(date))
        lane = 0
        if date.kind is Kind.RANGE and end - at > LANE:
            lane = next((n for n in range(1, LANES) if free[n] < at), LANES - 1)
            free[lane] = end + LANE
        loose = date.kind is not Kind.RANGE and end - at > LANE
        x = AXIS + LANE * lane
        marks.append(Mark(at, end, x, label_at, str(date), label, dates, lines, url, loose))
    return tuple(marks)
