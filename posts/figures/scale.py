"""A scale of time that gives the centuries with many stories more room than the empty ones."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import sqrt
from typing import Final

ROUNDS: Final = 50


def rooms(numbers: Sequence[int], *, length: int, least: Sequence[int], most: int) -> list[int]:
    """Share `length` among spans of time by the square root of their numbers of stories.

    Each takes at least its `least` and no more than `most`, and together they take `length`
    wherever those bounds allow it. Equal ones take the same, give or take the rounding.

    >>> rooms([0, 1, 4, 0], length=100, least=[10] * 4, most=60)
    [10, 27, 53, 10]
    """
    weights = [sqrt(number) for number in numbers]

    def shared(factor: float) -> list[float]:
        pairs = zip(weights, least, strict=True)
        return [min(max(factor * weight, room), most) for weight, room in pairs]

    low, high = 0.0, float(length)
    for _ in range(ROUNDS):
        middle = (low + high) / 2
        low, high = (middle, high) if sum(shared(middle)) < length else (low, middle)
    exact = shared(high)
    spare = max(length - sum(exact), 0) / max(len(exact), 1)
    return _whole([min(room + spare, most) for room in exact])


def _whole(lengths: Sequence[float]) -> list[int]:
    """Round so that no sum of them is off by more than one."""
    edges, total = [0], 0.0
    for length in lengths:
        total += length
        edges.append(round(total))
    return [after - before for before, after in pairwise(edges)]


@dataclass(frozen=True, slots=True)
class Scale:
    """Where years stand: `edges` are the places of the beginnings of `years`, in order.

    The last of them ends the axis. Years are astronomical.
    """

    years: tuple[int, ...]
    edges: tuple[int, ...]

    def at(self, year: float) -> int:
        """Return the place of a year's beginning; one beyond the axis stands at its end."""
        year = min(max(year, self.years[0]), self.years[-1])
        n = min(bisect_right(self.years, year), len(self.years) - 1) - 1
        years, room = self.years[n + 1] - self.years[n], self.edges[n + 1] - self.edges[n]
        return self.edges[n] + round((year - self.years[n]) * room / years)
