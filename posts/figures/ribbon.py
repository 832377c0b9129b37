"""A story's place among the centuries: on the same straight ruler on every page, which needs no
more than the story to be drawn and stays true whatever else is published."""

from dataclasses import dataclass
from typing import Final

FIRST: Final = -3000  # the ruler's first year and the end of its last, in fields of a century;
LAST: Final = 2100  # css/story.css draws 51 of them


@dataclass(frozen=True, slots=True)
class Ribbon:
    """Where a story begins and how much it takes, in hundredths of the ruler."""

    at: float
    width: float


def ribbon(first: int, last: int) -> Ribbon:
    """Return the place of astronomical years, both within; beyond the ruler it is at an end.

    >>> ribbon(1969, 1969), ribbon(-200_000, -5000)
    (Ribbon(at=97.43, width=0.02), Ribbon(at=0.0, width=0.0))
    """
    begins, ends = (min(max(year, FIRST), LAST) - FIRST for year in (first, last + 1))
    whole = (LAST - FIRST) / 100
    return Ribbon(round(begins / whole, 2), round((ends - begins) / whole, 2))
