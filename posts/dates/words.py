"""The words in which dates are told: one table for each language a site can have."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Words:
    """One language's words; `{}` is where the number or the date stands.

    Keys of mappings are precisions ("day" to "millennium"), or the words that code goes by.
    """

    months: tuple[str, ...]
    seasons: Mapping[int, str]  # as EDTF numbers them
    day: Callable[[int], str]
    ordinal: Callable[[int], str]
    thousands: str
    # Years and what is longer.
    bc: str
    ad: str
    ad_of_century: str
    decade: str
    decades: str
    not_century: str  # after a decade such as the 1800s
    counted: Mapping[str, str]
    winter: str
    shortens_winter: bool
    # Doubt, and prepositions with what they ask of the date that follows.
    circa: Mapping[str, str]
    circa_within: str
    articles: Mapping[str, str]
    phrases: Mapping[str, str]
    contractions: tuple[tuple[str, str], ...]  # regular expressions
    # Stamps.
    leads: Mapping[str, str]
    about_within: str
    lead_articles: Mapping[str, str]
    season_lead: str
    uncertain: str
    # Calendars.
    marks: Mapping[str, str]
    styles: Mapping[str, str]
    old_style_day: str
    roles: Mapping[str, str]
    # Years ago.
    years: tuple[str, str]
    distances: Mapping[str, str]
    # Pages of years, decades and centuries.
    names_with_article: Mapping[str, str]
    names_inside: Mapping[str, str]
    runs: Mapping[str, str]
    abbreviations: tuple[tuple[str, str], ...]

    def number(self, number: int) -> str:
        return self.grouped(number) if number >= 10_000 else str(number)

    def shortened(self, name: str) -> str:
        """Return the name of a decade or century for where there is little room."""
        for words, letters in self.abbreviations:
            name = name.replace(words, letters)
        return name

    def grouped(self, number: int) -> str:
        return f"{number:,}".replace(",", self.thousands)
