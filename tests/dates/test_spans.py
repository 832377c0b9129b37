from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from posts.dates import Span, Unit
from posts.dates.anniversaries import DAYS, days_around, nearest_days
from posts.dates.period import FIRST_YEAR, LAST_YEAR, Period, Precision, Qualifier

YEARS = st.integers(FIRST_YEAR, LAST_YEAR)
UNITS = st.sampled_from(list(Unit))
AROUND_THE_ERA = range(-250, 250)


@given(UNITS, YEARS)
def test_a_year_lies_in_its_span_and_the_spans_address_leads_back(unit, year):
    span = Span.around(unit, year)
    first, last = span.years

    assert first <= year <= last
    assert Span.at(unit, span.address) == span


@pytest.mark.parametrize("unit", Unit)
def test_spans_follow_each_other_without_gap_or_overlap(unit):
    spans = list(dict.fromkeys(Span.around(unit, year) for year in AROUND_THE_ERA))

    assert [b.number - a.number for a, b in pairwise(spans)] == [1] * (len(spans) - 1)
    assert [b.years[0] - a.years[1] for a, b in pairwise(spans)] == [1] * (len(spans) - 1)


@given(st.sampled_from([Precision.DECADE, Precision.CENTURY]), YEARS)
def test_decades_and_centuries_are_those_of_dates_themselves(precision, year):
    if precision is Precision.DECADE and -8 <= year <= 9:
        return  # No date names the decades on either side of AD 1.
    if Span.around(Unit(precision), year).years[0] < FIRST_YEAR:
        return  # Nor one that begins before all that can be written.
    period = Period.around(precision, year, Qualifier.EXACT)

    span = Span.around(Unit(precision), year)

    assert span.years == (period.year, period.last_year)


@pytest.mark.parametrize(
    ("unit", "address", "years", "name"),
    [
        (Unit.YEAR, "1-bc", (0, 0), "1 BC"),
        (Unit.YEAR, "1", (1, 1), "AD 1"),
        (Unit.DECADE, "480s-bc", (-488, -479), "480s BC"),
        (Unit.DECADE, "0s-bc", (-8, 0), "0s BC"),
        (Unit.DECADE, "0s", (1, 9), "AD 0s"),
        (Unit.DECADE, "10s", (10, 19), "AD 10s"),
        (Unit.DECADE, "200000s-bc", (-200_008, -199_999), "200000s BC"),
        (Unit.CENTURY, "1-bc", (-99, 0), "1st century BC"),
        (Unit.CENTURY, "1", (1, 99), "1st century"),
        (Unit.CENTURY, "20", (1900, 1999), "20th century"),
    ],
)
def test_an_address_names_its_years(unit, address, years, name):
    span = Span.at(unit, address)
    assert (span.years, span.name, span.address) == (years, name, address)


@pytest.mark.parametrize(
    ("unit", "address"),
    [
        *((Unit.YEAR, text) for text in ("0", "0-bc", "044-bc", "44bc", "1997s", "99999")),
        *((Unit.YEAR, text) for text in ("10000", "200002-bc", "", "-44", "١٩٩٧", "1997\n")),
        *((Unit.DECADE, text) for text in ("1985s", "1980", "00s", "10000s", "200010s-bc", "s")),
        *((Unit.CENTURY, text) for text in ("0", "0-bc", "101", "20s", "2002-bc", "020")),
    ],
)
def test_an_address_that_names_nothing_is_none(unit, address):
    assert Span.at(unit, address) is None


def test_a_century_bc_is_made_of_decades_one_of_which_it_shares_with_the_one_before():
    first_bc = Span.at(Unit.CENTURY, "1-bc")
    names = [decade.name for decade in first_bc.within(Unit.DECADE)]
    assert (len(names), names[0], names[-1]) == (11, "100s BC", "0s BC")


@pytest.mark.parametrize(
    ("unit", "year", "words"),
    [
        (Unit.YEAR, 1914, "From 1 January to 31 December 1914."),
        (Unit.YEAR, -43, "From 1 January to 31 December 44 BC, in the Julian calendar."),
        (Unit.DECADE, -480, "From 489 to 480 BC."),
        (Unit.DECADE, 5, "From AD 1 to 9; there was no year 0."),
        (Unit.DECADE, 1905, "From 1900 to 1909: the decade, not the century."),
        (Unit.CENTURY, -43, "From 100 to 1 BC."),
        (Unit.CENTURY, 79, "From AD 1 to 99; there was no year 0."),
    ],
)
def test_a_span_says_from_when_to_when_it_runs(unit, year, words):
    assert Span.around(unit, year).in_words == words


def test_the_year_has_366_days_and_is_a_ring():
    ring = [days_around(day, 1) for day in DAYS]

    assert (len(DAYS), len(set(DAYS)), 229 in DAYS) == (366, 366, True)
    assert [after for _, _, after in ring] == [*DAYS[1:], DAYS[0]]
    assert [before for before, _, _ in ring] == [DAYS[-1], *DAYS[:-1]]


@given(st.sampled_from(DAYS), st.sets(st.sampled_from(DAYS), max_size=5))
def test_the_nearest_days_are_found_by_walking_the_year_both_ways(day, days):
    place = DAYS.index(day)
    walk = [DAYS[(place + steps) % 366] for steps in range(1, 366)]
    found = [step for step in walk if step in days]

    assert nearest_days(day, days) == list(dict.fromkeys([*found[-1:], *found[:1]]))
