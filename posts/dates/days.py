"""The 366 days on which something can be remembered, as a ring: after 31 December comes 1 January.

A day is its key: 527 is 27 May.
"""

from collections.abc import Iterable
from typing import Final

from .calendar import LEAP_LENGTHS

DAYS: Final = tuple(
    100 * month + day
    for month, length in enumerate(LEAP_LENGTHS, 1)
    for day in range(1, length + 1)
)
_PLACES: Final = {day: place for place, day in enumerate(DAYS)}


def days_around(month_day: int, reach: int) -> tuple[int, ...]:
    """Return the day with `reach` days before it and as many after it.

    >>> days_around(228, 2), days_around(101, 1)
    ((226, 227, 228, 229, 301), (1231, 101, 102))
    """
    place = _PLACES[month_day]
    return tuple(DAYS[at % len(DAYS)] for at in range(place - reach, place + reach + 1))


def nearest_days(month_day: int, days: Iterable[int]) -> list[int]:
    """Return the last of `days` before the day and the first after it; once if they are one.

    >>> nearest_days(703, [101, 620, 1014]), nearest_days(101, [214, 620]), nearest_days(101, [])
    ([620, 1014], [620, 214], [])
    """
    place = _PLACES[month_day]
    others = sorted((_PLACES[day] - place) % len(DAYS) for day in {*days} - {month_day})
    ends = [others[-1], others[0]] if others else []
    return [DAYS[(place + steps) % len(DAYS)] for steps in dict.fromkeys(ends)]
