"""The years, decades and centuries that have a page of their own: their numbers and words."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, Self

from .calendar import LAST_JULIAN, with_era, year_name
from .display import contracted
from .language import current
from .parts import split_at_numeral
from .period import FIRST_YEAR, LAST_YEAR


class Unit(StrEnum):
    YEAR = "year"
    DECADE = "decade"
    CENTURY = "century"

    @property
    def shorter(self) -> "Unit | None":
        """The unit into which this one is divided; None for a year."""
        return {Unit.DECADE: Unit.YEAR, Unit.CENTURY: Unit.DECADE}.get(self)

    @property
    def longer(self) -> "tuple[Unit, ...]":
        return {Unit.YEAR: (Unit.DECADE, Unit.CENTURY), Unit.DECADE: (Unit.CENTURY,)}.get(self, ())


LENGTHS: Final = {Unit.YEAR: 1, Unit.DECADE: 10, Unit.CENTURY: 100}
_ADDRESS: Final = re.compile(r"(0|[1-9][0-9]{0,5})(s?)(-bc)?")


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A year, decade or century by its number.

    A year's number is astronomical (0 is 1 BC). Decades and centuries count from 0, which
    begins in AD 1 and so has 9 and 99 years; -1 is the one before: 9–1 BC and 100–1 BC.
    Decades BC go by their written tens (the 480s BC are 489–480 BC), centuries by hundreds.

    >>> Span.around(Unit.DECADE, -487).number, Span.around(Unit.CENTURY, 1997).number
    (-49, 19)
    """

    unit: Unit
    number: int

    @classmethod
    def around(cls, unit: Unit, year: int) -> Self:
        """Return the span in which an astronomical year lies."""
        return cls(unit, (year - _shift(unit, year)) // LENGTHS[unit])

    @classmethod
    def at(cls, unit: Unit, address: str) -> Self | None:
        """Return the span of an address part, or None if it names nothing.

        >>> [Span.at(Unit.DECADE, text).years for text in ("480s-bc", "0s", "0s-bc")]
        [(-488, -479), (1, 9), (-8, 0)]
        >>> Span.at(Unit.YEAR, "0"), Span.at(Unit.CENTURY, "0"), Span.at(Unit.DECADE, "1985s")
        (None, None, None)
        """
        found = _ADDRESS.fullmatch(address)
        if not found:
            return None
        digits, plural, bc = int(found[1]), bool(found[2]), bool(found[3])
        number = _NUMBERED[unit](digits, bc)
        if plural != (unit is Unit.DECADE) or number is None:
            return None
        span = cls(unit, number)
        first, last = span.years
        return span if last >= FIRST_YEAR and first <= LAST_YEAR else None

    @property
    def address(self) -> str:
        """The part of the address that names it: 1997, 44-bc, 1990s, 480s-bc, 20, 1-bc.

        >>> [Span.around(unit, -43).address for unit in Unit]
        ['44-bc', '40s-bc', '1-bc']
        """
        first, last = self.years
        bc = "-bc" if last < 1 else ""
        if self.unit is Unit.YEAR:
            return f"{1 - first if bc else first}{bc}"
        if self.unit is Unit.DECADE:
            return f"{self._tens}s{bc}"
        return f"{self._ordinal}{bc}"

    @property
    def years(self) -> tuple[int, int]:
        """The first and last astronomical year, both within."""
        if self.unit is Unit.YEAR:
            return self.number, self.number
        length = LENGTHS[self.unit]
        first = self.number * length
        first += 1 if self.number == 0 else _shift(self.unit, first)
        last = self.number * length + length - 1 + _shift(self.unit, first)
        return first, min(last, 0) if first < 1 else last

    @property
    def name(self) -> str:
        """The span in words.

        >>> [Span.around(unit, -43).name for unit in Unit], Span(Unit.CENTURY, 19).name
        (['44 BC', '40s BC', '1st century BC'], '20th century')
        """
        name, bc = self._bare_name, self.years[1] < 1
        return with_era(name, bc=bc, ad=self._shows_ad)

    @property
    def name_and_era(self) -> tuple[str, str]:
        """Its name, and apart the era of a year or decade.

        >>> Span(Unit.YEAR, -43).name_and_era, Span(Unit.CENTURY, -1).name_and_era
        (('44', 'BC'), ('1st century BC', ''))
        """
        if self.unit is Unit.CENTURY:
            return self.name, ""
        return self._bare_name, with_era("", bc=self.years[1] < 1, ad=self._shows_ad).strip()

    @property
    def _bare_name(self) -> str:
        words, first = current(), self.years[0]
        if self.unit is Unit.YEAR:
            return str(first if first > 0 else 1 - first)
        if self.unit is Unit.CENTURY:
            return words.counted["century"].format(words.ordinal(self._ordinal))
        return words.decade.format(self._tens)

    @property
    def _shows_ad(self) -> bool:
        return self.unit is not Unit.CENTURY and 0 < self.years[1] < 1000

    @property
    def range_in_words(self) -> str:
        """Its first and last year.

        >>> Span.at(Unit.CENTURY, "1-bc").range_in_words, Span.at(Unit.DECADE, "0s").range_in_words
        ('100–1 BC', 'AD 1–9')
        """
        first, last = self.years
        if first == last:
            return year_name(first)
        return _with_era_of(self, "{}–{}")

    @property
    def with_article(self) -> str:
        """Its name within a sentence: "1997", "the 1980s", "the 20th century"."""
        return current().names_with_article[self.unit].format(self.name)

    @property
    def inside(self) -> str:
        """When something happened in it.

        >>> [Span.around(unit, 1997).inside for unit in Unit]
        ['in 1997', 'in the 1990s', 'in the 20th century']
        """
        return contracted(current().names_inside[self.unit].format(self.name))

    @property
    def numeral(self) -> tuple[str, str, str]:
        """Its name as a numeral to be set large, with the words before and after it.

        >>> [Span.around(unit, 79).numeral for unit in Unit]
        [('AD', '79', ''), ('AD', '70s', ''), ('', '1st', 'century')]
        >>> Span.around(Unit.YEAR, -43).numeral
        ('', '44', 'BC')
        """
        return split_at_numeral(self.name)

    @property
    def in_words(self) -> str:
        """From when to when it runs.

        >>> print(Span.around(Unit.YEAR, 1582).in_words)
        From 1 January to 31 December 1582, without the days from 5 to 14 October.
        >>> print(Span.around(Unit.CENTURY, 1997).in_words)
        From 1900 to 1999.
        """
        return f"{_IN_WORDS[self.unit](self).removesuffix('.')}."

    @property
    def counted(self) -> str:
        """How a century is counted here, where others may count otherwise.

        >>> print(Span.around(Unit.CENTURY, 1997).counted)
        Centuries are counted by hundreds here: not from 1901 to 2000.
        """
        if self.unit is not Unit.CENTURY or self.number < 0:
            return ""
        first, last = self.years
        runs = current().runs
        others = runs["not counted"].format(first + 1, last + 1) if self.number else ""
        return runs["counted"].format(others)

    def within(self, unit: Unit) -> tuple[Self, ...]:
        """Return the shorter spans of which it is made, in order.

        >>> [decade.address for decade in Span(Unit.CENTURY, 0).within(Unit.DECADE)][:3]
        ['0s', '10s', '20s']
        """
        first, last = (type(self).around(unit, year).number for year in self.years)
        return tuple(type(self)(unit, number) for number in range(first, last + 1))

    def around_it(self, unit: Unit) -> Self:
        """Return the longer span that holds its first year."""
        return type(self).around(unit, self.years[0])

    @property
    def _tens(self) -> int:
        return 10 * (self.number if self.number >= 0 else -self.number - 1)

    @property
    def _ordinal(self) -> int:
        return self.number + 1 if self.number >= 0 else -self.number


def _shift(unit: Unit, year: int) -> int:
    """Return the years by which counting from year 0 misses the English count before AD 1."""
    if year > 0 or unit is Unit.YEAR:
        return 0
    return 2 if unit is Unit.DECADE else 1


def _decade_number(digits: int, bc: bool) -> int | None:
    if digits % 10:
        return None
    return -(digits // 10) - 1 if bc else digits // 10


_NUMBERED: Final[dict[Unit, Callable[[int, bool], int | None]]] = {
    Unit.YEAR: lambda digits, bc: (1 - digits if bc else digits) if digits else None,
    Unit.DECADE: _decade_number,
    Unit.CENTURY: lambda digits, bc: (-digits if bc else digits - 1) if digits else None,
}


def _year_in_words(year: Span) -> str:
    number, runs = year.number, current().runs
    calendar = runs["julian"] if number < LAST_JULIAN[0] else ""
    gap = runs["reform"] if number == LAST_JULIAN[0] else ""
    return runs["year"].format(year.name, calendar or gap)


def _decade_in_words(decade: Span) -> str:
    is_of_hundreds = decade.number > 0 and decade.number % 10 == 0
    return _longer_in_words(decade, "decade" if is_of_hundreds else "")


def _longer_in_words(span: Span, note: str = "") -> str:
    runs = current().runs
    if span.number == 0 or (span.unit is Unit.DECADE and span.number == -1):
        note = "no year 0"
    return runs["longer"].format(_with_era_of(span, runs["to"]), runs[note] if note else "")


def _with_era_of(span: Span, between: str) -> str:
    first, last = span.years
    if last < 1:
        return with_era(between.format(1 - first, 1 - last), bc=True, ad=False)
    return with_era(between.format(first, last), bc=False, ad=last < 1000)


_IN_WORDS: Final[dict[Unit, Callable[[Span], str]]] = {
    Unit.YEAR: _year_in_words,
    Unit.DECADE: _decade_in_words,
    Unit.CENTURY: _longer_in_words,
}
