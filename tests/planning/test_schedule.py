"""Clocks in Paris go forward on 28 March 2027 at 02:00 and back on 31 October at 03:00."""

from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from posts.planning.schedule import SHOWN_A_DAY, month_from, posts_on, weeks_from
from tests.factories import make_post

pytestmark = pytest.mark.django_db


def shown(first: date) -> dict[int, list[str]]:
    days = month_from(first).days
    return {day.date.day: [post.title for post in day.posts] for day in days if day.number}


@pytest.mark.parametrize("zone", ["Europe/Paris"])
def test_a_post_stands_on_the_day_that_clocks_show_across_both_changes(settings, zone):
    settings.TIME_ZONE = zone
    make_post("Before", publish_at=datetime(2027, 3, 27, 22, 59, tzinfo=UTC))
    make_post("Midnight", publish_at=datetime(2027, 3, 27, 23, 0, tzinfo=UTC))
    make_post("Last of the short day", publish_at=datetime(2027, 3, 28, 21, 59, tzinfo=UTC))
    make_post("Monday", publish_at=datetime(2027, 3, 28, 22, 0, tzinfo=UTC))
    make_post("April", publish_at=datetime(2027, 3, 31, 22, 0, tzinfo=UTC))
    make_post("Long day", publish_at=datetime(2027, 10, 31, 22, 59, tzinfo=UTC))
    make_post("November", publish_at=datetime(2027, 10, 31, 23, 0, tzinfo=UTC))

    assert shown(date(2027, 3, 1)) == {
        27: ["Before"],
        28: ["Midnight", "Last of the short day"],
        29: ["Monday"],
    }
    assert shown(date(2027, 4, 1)) == {1: ["April"]}
    assert shown(date(2027, 10, 1)) == {31: ["Long day"]}
    assert shown(date(2027, 11, 1)) == {1: ["November"]}
    assert [post.title for post in posts_on(date(2027, 3, 28))] == [
        "Midnight",
        "Last of the short day",
    ]
    assert [post.title for post in posts_on(date(2027, 10, 31))] == ["Long day"]


def test_planned_posts_stand_there_and_withdrawn_ones_do_not():
    moment = datetime(2027, 5, 27, 12, tzinfo=UTC)
    for status in ("draft", "review", "approved", "withdrawn"):
        make_post(status, status=status, publish_at=moment)

    assert shown(date(2027, 5, 1)) == {27: ["draft", "review", "approved"]}
    assert month_from(date(2027, 5, 1)).number == 3


def test_a_full_day_shows_its_first_posts_and_counts_the_rest():
    for number in range(9):
        make_post(f"{number}", publish_at=datetime(2027, 5, 27, 20 - number, tzinfo=UTC))

    day = month_from(date(2027, 5, 1)).days[26]
    assert [post.title for post in day.posts] == ["8", "7", "6", "5"]
    assert (len(day.posts), day.number, day.more) == (SHOWN_A_DAY, 9, 5)
    assert posts_on(date(2027, 5, 27)).count() == 9


def test_a_month_knows_its_weekday_and_its_neighbours():
    december = month_from(date(2027, 12, 1))

    assert (december.before, december.after) == (date(2027, 11, 1), date(2028, 1, 1))
    assert (december.starts_on, len(december.days), december.number) == (3, 31, 0)
    assert december.is_month


@pytest.mark.parametrize("today", [date(2026, 11, 30), date(2026, 12, 6)])
def test_the_weeks_to_come_begin_with_this_one(today):
    make_post("Before", publish_at=datetime(2026, 11, 29, 23, 59, tzinfo=UTC))
    make_post("First", publish_at=datetime(2026, 11, 30, 0, 0, tzinfo=UTC))
    make_post("Last", publish_at=datetime(2027, 1, 3, 23, 59, tzinfo=UTC))
    make_post("After", publish_at=datetime(2027, 1, 4, 0, 0, tzinfo=UTC))
    weeks = weeks_from(today)

    monday, after = date(2026, 11, 30), date(2027, 1, 4)
    assert (weeks.first, weeks.after, weeks.is_month) == (monday, after, False)
    assert [post.title for day in weeks.days for post in day.posts] == ["First", "Last"]
    assert (weeks.before, weeks.days[-1].date, weeks.starts_on) == (
        date(2026, 11, 1),
        date(2027, 1, 3),
        1,
    )


def test_more_posts_take_as_many_queries():
    counts = []
    for number in (1, 2):
        for _ in range(number):
            make_post(publish_at=datetime(2027, 5, 27, tzinfo=UTC))
        with CaptureQueriesContext(connection) as captured:
            month_from(date(2027, 5, 1))
        counts.append(len(captured))
    assert counts == [1, 1]
