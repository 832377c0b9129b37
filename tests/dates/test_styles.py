"""Marks of Old and New Style, as they are typed."""

import pytest

from posts.dates import parse
from tests.dates.refused import code, message


@pytest.mark.parametrize(
    "text",
    [
        "25 October 1917 (O.S.)",
        "25 October 1917 o. s.",
        "25 October 1917 [OS]",
        "O.S. 25 October 1917",
        "25 October 1917, Old Style",
        "25 October 1917 (Julian calendar)",
        "1917-10-25 OS",
        "25 October (O.S.) / 7 November 1917",
        "25 October (O.S.) / 7 November (N.S.) 1917",
        "7 November (N.S.) / 25 October (O.S.) 1917",
        "7 November [O.S. 25 October] 1917",
        "7 November 1917 [O.S. 25 October]",
        "7 November (25 October O.S.) 1917",
        "25 October [N.S. 7 November] 1917",
        "Wednesday 7 November [O.S. 25 October] 1917",
    ],
)
def test_spellings_of_old_style(text):
    assert parse(text) == parse("25 October 1917", "julian")


def test_spellings_of_new_style():
    new_style = parse("7 November 1917", "gregorian")
    assert parse("7 November 1917 N.S.") == new_style
    assert parse("7 November 1917 (Gregorian)") == new_style
    assert parse("New Style 7 November 1917") == new_style


def test_a_calendar_mark_at_the_end_covers_the_whole_range():
    assert parse("24–26 October 1917 (O.S.)").to_gregorian_edtf() == "1917-11-06/1917-11-08"


def test_ends_in_two_calendars_are_refused_with_the_range_in_one():
    text = "25 October 1917 (O.S.) – 3 March 1918"
    assert code(text) == "mixed_calendars"
    assert "“7 November 1917 – 3 March 1918”" in message(text)


def test_a_mark_that_contradicts_the_choice_is_refused():
    assert code("25 October 1917 (O.S.)", "gregorian") == "calendar_conflict"
    assert code("25 October 1917 (N.S.)", "julian") == "calendar_conflict"
    assert code("1917", "chinese") == "calendar_choice"
