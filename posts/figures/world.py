"""The map of the world: shapes that scripts/make_map.py has drawn, and the steps of its shades."""

import json
from bisect import bisect_left
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

STEPS: Final = 5
FILE: Final = Path(__file__).parent / "world.json"

type Spot = tuple[int, int]


@dataclass(frozen=True, slots=True)
class World:
    """Paths and spots by a country's ISO 3166-1 numeric code, or its letters where it has none.

    What has no shape has a dot; the smallest have both. `numbers` are where a number fits.
    """

    width: int
    height: int
    grid: str
    shapes: Mapping[str, str]
    dots: Mapping[str, Spot]
    numbers: Mapping[str, Spot]

    def rest(self, codes: Iterable[str]) -> str:
        """Return one path of all countries but these."""
        named = set(codes)
        return "".join(path for code, path in self.shapes.items() if code not in named)


@cache
def world() -> World:
    kept = json.loads(FILE.read_text(encoding="ascii"))
    spots = {
        name: {code: (x, y) for code, (x, y) in kept[name].items()} for name in ("dots", "numbers")
    }
    return World(kept["width"], kept["height"], kept["grid"], kept["shapes"], **spots)


def bounds(numbers: Iterable[int]) -> list[int]:
    """Return the highest number of each step of shade, at most STEPS, each about as many times
    the one before.

    >>> bounds([1, 14, 3]), bounds([1, 2]), bounds([1, 40_000])
    ([2, 3, 5, 8, 14], [1, 2], [8, 69, 577, 4804, 40000])
    """
    most = max(numbers, default=0)
    if most <= STEPS:
        return list(range(1, most + 1))
    return sorted({round(most ** (n / STEPS)) for n in range(1, STEPS + 1)})


def step(number: int, highest: list[int]) -> int:
    """Return the step of a number, from 1."""
    return bisect_left(highest, number) + 1
