"""The expected lists are counted by hand: 2027 − 1997 = 30, 2032 − (−43) = 2075."""

import doctest
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from posts.planning import anniversaries
from posts.planning.anniversaries import (
    anniversaries_ahead,
    hundreds_first,
    months_later,
    with_posts,
)
from tests.factories import make_post

MAY_2026 = date(2026, 5, 10)


def ahead(start: date, months: int = 24) -> list[tuple[str, int, str]]:
    found = with_posts(anniversaries_ahead(start, months))
    return [(m.on.isoformat(), m.number, post.title) for m, post in found]


def test_the_rule_is_that_of_its_example():
    assert doctest.testmod(anniversaries).failed == 0


@pytest.mark.parametrize(
    ("typed", "start", "expected"),
    [
        ("27 May 1997", date(2027, 1, 1), [("2027-05-27", 30)]),
        ("26 January 1947", date(2027, 1, 1), [("2027-01-26", 80)]),
        ("8 May 1902", date(2027, 1, 1), [("2027-05-08", 125)]),
        ("8 May 1927", date(2027, 1, 1), [("2027-05-08", 100)]),
        ("8 May 2002", date(2027, 1, 1), [("2027-05-08", 25)]),
        ("15 March 44 BC", date(2031, 6, 1), [("2032-03-15", 2075)]),
        ("15 March 1 BC", date(2025, 1, 1), [("2025-03-15", 2025)]),
        ("8 May 1917", date(2027, 1, 1), []),  # 110 and 111 years
        ("8 May 1913", date(2027, 1, 1), []),
        ("8 May 2027", date(2027, 1, 1), []),  # No years at all.
        ("8 May 2057", date(2027, 1, 1), []),  # Still to come.
        ("May 1927", date(2027, 1, 1), []),
        ("c. 8 May 1927", date(2027, 1, 1), []),
        ("1927", date(2027, 1, 1), []),
    ],
)
@pytest.mark.django_db
def test_which_anniversaries_are_milestones(typed, start, expected):
    make_post("It", event_input=typed)

    assert ahead(start) == [(on, number, "It") for on, number in expected]


@pytest.mark.django_db
def test_the_first_day_counts_and_the_same_day_two_years_later_does_not():
    make_post("First", event_input="10 May 1926")
    make_post("Before", event_input="9 May 1926")
    make_post("Last", event_input="9 May 1928")
    make_post("After", event_input="10 May 1928")

    assert ahead(MAY_2026) == [("2026-05-10", 100, "First"), ("2028-05-09", 100, "Last")]


@pytest.mark.django_db
def test_the_29th_of_february_is_kept_on_the_28th_of_other_years():
    make_post("Leap", event_input="29 February 1704")

    assert ahead(date(2028, 3, 1)) == [("2029-02-28", 325, "Leap")]
    assert ahead(date(2004, 1, 1), 12) == [("2004-02-29", 300, "Leap")]


@pytest.mark.django_db
def test_old_style_goes_by_todays_calendar_unless_kept_as_written():
    """25 December 1926 in Old Style is 7 January 1927: one hundred years in 2027 and in 2026."""
    old = {"event_input": "25 December 1926", "calendar_choice": "julian"}
    make_post("By today's calendar", **old)
    make_post("As written", **old, anniversary_rule="as_written")
    make_post("Never", **old, anniversary_rule="none")

    assert ahead(date(2026, 12, 1), 3) == [
        ("2026-12-25", 100, "As written"),
        ("2027-01-07", 100, "By today's calendar"),
    ]


@pytest.mark.django_db
def test_a_range_is_remembered_where_it_begins_and_where_it_ends():
    make_post("War", event_input="28 July 1914–11 November 1918")
    make_post("Since", event_input="since 26 December 1991")

    found = anniversaries_ahead(date(2039, 1, 1), 36)
    assert [(m.on.isoformat(), m.number, m.told) for m in found] == [
        ("2039-07-28", 125, "since it began"),
        ("2041-12-26", 50, "since it began"),
    ]
    assert [
        (m.on.isoformat(), m.number, m.told) for m in anniversaries_ahead(date(2043, 1, 1))
    ] == [("2043-11-11", 125, "since it ended")]


@pytest.mark.parametrize(("status", "number"), [("draft", 1), ("review", 1), ("withdrawn", 0)])
@pytest.mark.django_db
def test_every_state_counts_but_withdrawn(status, number):
    make_post(status=status, event_input="8 May 1927")

    assert len(anniversaries_ahead(date(2027, 1, 1))) == number


@pytest.mark.django_db
def test_hundreds_stand_first_within_a_day_and_where_asked_for_in_the_whole_list():
    make_post("Seventy-five", event_input="9 May 1952")
    make_post("Eighty", event_input="9 May 1947")
    make_post("Hundred", event_input="9 May 1927")
    make_post("Earlier", event_input="8 May 1997")
    found = anniversaries_ahead(date(2027, 1, 1), 12)

    titles = [post.title for _, post in with_posts(found)]
    assert titles == ["Earlier", "Hundred", "Eighty", "Seventy-five"]
    titles = [post.title for _, post in with_posts(hundreds_first(found))]
    assert titles == ["Hundred", "Earlier", "Eighty", "Seventy-five"]


@pytest.mark.django_db
def test_another_number_of_posts_takes_as_many_queries():
    counts = []
    for number in (1, 2):
        for _ in range(number):
            make_post(event_input="8 May 1927")
        with CaptureQueriesContext(connection) as captured:
            with_posts(anniversaries_ahead(date(2027, 1, 1)))
        counts.append(len(captured))
    assert counts == [2, 2]


@pytest.mark.parametrize(
    ("start", "months", "expected"),
    [
        (date(2026, 5, 10), 24, date(2028, 5, 10)),
        (date(2026, 11, 30), 3, date(2027, 3, 1)),
        (date(2028, 2, 29), 24, date(2030, 3, 1)),
        (date(2026, 12, 1), 1, date(2027, 1, 1)),
        (date(2026, 12, 31), 12, date(2027, 12, 31)),
    ],
)
def test_months_later(start, months, expected):
    assert months_later(start, months) == expected
