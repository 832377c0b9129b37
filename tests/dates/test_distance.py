"""How long ago: by another count than the code's, day by day, and through a slot and back."""

from datetime import date, timedelta

import pytest

from posts.dates import Since, parse, since, years_ago

TODAY = date(2026, 11, 29)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("29 November 1926", "100 years ago"),
        ("30 November 1926", "99 years ago"),
        ("11 February 1731 (O.S.)", "295 years ago"),
        ("4 October 1582", "444 years ago"),
        ("summer 1969", "57 years ago"),
        ("winter 1902/3", "123 years ago"),
        ("5th century BC", "about 2500 years ago"),
        ("3rd millennium BC", "about 4500 years ago"),
        ("20,000 BC", "22,025 years ago"),
        ("c. 1990", "about 35 years ago"),
        ("14 October 1066?", "about 960 years ago"),
        ("1405–1433", "began 621 years ago"),
        ("14 October 1300 – 2 May 1301", "began 726 years ago"),
        ("between 205 BC and 60 BC", "about 2150 years ago"),
        ("after 1492", "less than 534 years ago"),
        ("since 2026", "began this year"),
        ("2150", "in 124 years"),
    ],
)
def test_a_date_is_so_long_ago(text, told):
    assert years_ago(since(parse(text)), TODAY) == told


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("44 BC", {(1, 1)}),
        ("15 March 44 BC", {(3, 15)}),
        ("29 February 1960", {(2, 28), (2, 29)}),
        ("31 December 1999", {(12, 31)}),
        ("25 October 1917 (O.S.)", {(11, 7)}),
    ],
)
def test_the_years_grow_by_one_on_each_anniversary_alone(text, kept):
    start, days = since(parse(text)), [date(2023, 1, 2) + timedelta(days=n) for n in range(2191)]

    steps = [(day, start.years(day) - start.years(day - timedelta(days=1))) for day in days]
    anniversaries = [day for day, step in steps if step]

    assert {step for _, step in steps} == {0, 1}
    assert [day.year for day in anniversaries] == list(range(days[0].year, 2029)) or text == "44 BC"
    assert {(day.month, day.day) for day in anniversaries} == kept


@pytest.mark.parametrize(
    ("text", "is_round"),
    [
        ("29 November 1926", True),
        ("30 November 1926", False),
        ("1776", True),
        ("1775", False),
        ("c. 1826", False),
        ("1916–1918", False),
        ("since 1976", True),
    ],
)
def test_round_is_what_is_exact_and_kept(text, is_round):
    assert since(parse(text)).is_round(TODAY) is is_round


@pytest.mark.parametrize("text", ["15 March 44 BC", "c. 1226", "1405–1433", "before 1200"])
def test_a_slot_holds_all_of_it(text):
    start = since(parse(text))
    assert Since.read(str(start)) == start
