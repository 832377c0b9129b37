"""What to type instead of a part of a month, and of a day's name."""

import pytest

from posts.dates import parse
from tests.dates.refused import code, message


@pytest.mark.parametrize(
    ("text", "word"),
    [("late summer 1914", "late"), ("Mid-May 1968", "Mid"), ("early août 1944", "early")],
)
def test_of_a_part_of_a_month_or_season_days_are_asked_for(text, word):
    assert message(text) == f"Leave out “{word}”, or give the days, for example “21–31 May 1997”."


@pytest.mark.parametrize(
    ("text", "name", "date"),
    [
        ("Christmas Day 1066", "Christmas Day", "25 December 1066"),
        ("the Ides of March, 44 BC", "the Ides of March", "15 March 44 BC"),
        ("Nones of October AD 97", "Nones of October", "7 October AD 97"),
        ("St. Crispin’s Day 1415", "St. Crispin’s Day", "25 October 1415"),
        ("D-Day, 1944", "D-Day", "6 June 1944"),
        ("V.E. Day 1945", "V.E. Day", "8 May 1945"),
        ("Weihnachten 1914", "Weihnachten", "25 December 1914"),
    ],
)
def test_the_name_of_a_day_is_refused_with_its_date(text, name, date):
    assert code(text) == "unrecognised"
    day = " ".join(date.split()[:2])
    assert message(text) == (
        f"“{name}” is {day}: write “{date}”, and put “{text}” in the display text."
    )
    assert str(parse(date)) == date


@pytest.mark.parametrize(
    ("text", "begins"),
    [
        ("Easter 1916", "“Easter” names a day and not its date: "),
        ("Christmas", "Not a date this field understands; "),
        ("Bastille 1789", "“Bastille” is not understood; "),
        ("Leap Day 1900", "February 1900 has only 28 days "),
        ("D-Day 44", "Write “AD 44”, “44 BC” or a four-digit year."),
    ],
)
def test_no_date_is_offered_where_the_name_and_year_tell_none(text, begins):
    assert message(text).startswith(begins)
