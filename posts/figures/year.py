"""The calendar of the archive: twelve months whose days are shaded by their number of stories."""

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import batched
from statistics import quantiles
from typing import Final

from posts.dates.calendar import LEAP_LENGTHS

SHADES: Final = 4  # beside the blank of a day without stories
# The shades that few different numbers take: as far apart as can be.
SPREAD: Final = {0: (0,), 1: (0, 2), 2: (0, 1, 3), 3: (0, 1, 2, 4), 4: (0, 1, 2, 3, 4)}
ROW: Final = 7  # days beside each other; the year is no year in particular, so they are no week


@dataclass(frozen=True, slots=True)
class Cell:
    """A day of the year (527 is 27 May) with its number of stories; `shade` 0 is blank."""

    month_day: int
    number: int
    shade: int

    @property
    def day(self) -> int:
        return self.month_day % 100


@dataclass(frozen=True, slots=True)
class Month:
    number: int
    rows: tuple[tuple[Cell, ...], ...]
    stories: int

    @property
    def left(self) -> int:
        """How many columns its last row leaves empty."""
        return ROW - len(self.rows[-1])


@dataclass(frozen=True, slots=True)
class Shade:
    """What a shade stands for: from `fewest` to `most` stories, as they occur."""

    shade: int
    fewest: int
    most: int


@dataclass(frozen=True, slots=True)
class Year:
    months: tuple[Month, ...]
    legend: tuple[Shade, ...]


def year_of(numbers: Mapping[int, int]) -> Year:
    """Return the calendar of `numbers`, which names days by their keys."""
    limits = _limits([number for number in numbers.values() if number])
    months = tuple(_month(month, numbers, limits) for month in range(1, 13))
    return Year(months, _legend(months))


def _limits(numbers: Sequence[int]) -> list[int]:
    """Return the greatest number of every shade but the last.

    Days share the shades evenly, as far as equal numbers allow: an archive of 300 stories a day
    is told apart as well as one of three.

    >>> _limits([1, 1, 2, 3]), _limits([1, 2, 3, 4, 5, 6, 7, 8])
    ([1, 2], [2, 4, 6])
    """
    different = sorted(set(numbers))
    if len(different) <= SHADES:
        return different[:-1]
    return sorted({int(limit) for limit in quantiles(numbers, n=SHADES, method="inclusive")})


def _month(month: int, numbers: Mapping[int, int], limits: Sequence[int]) -> Month:
    keys = (100 * month + day for day in range(1, LEAP_LENGTHS[month - 1] + 1))
    cells = [_cell(key, numbers.get(key, 0), limits) for key in keys]
    rows = tuple(batched(cells, ROW))
    return Month(month, rows, sum(cell.number for cell in cells))


def _cell(key: int, number: int, limits: Sequence[int]) -> Cell:
    step = 1 + bisect_left(limits, number) if number else 0
    return Cell(key, number, SPREAD[len(limits) + 1][step])


def _legend(months: Sequence[Month]) -> tuple[Shade, ...]:
    found: dict[int, list[int]] = {}
    for month in months:
        for row in month.rows:
            for cell in row:
                found.setdefault(cell.shade, []).append(cell.number)
    return tuple(Shade(shade, min(of), max(of)) for shade, of in sorted(found.items()))
