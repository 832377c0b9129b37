from datetime import date, timedelta

import pytest

from posts.archives import in_batches
from posts.models import Anniversary, Post
from posts.planning.coverage import coverage, days_ahead, lines_of, remembered
from tests.factories import NOON, make_post


def counted(now=NOON):
    return {
        day.month_day: (day.published, day.scheduled, day.drafted, day.state)
        for day in coverage(now).days
        if day.number
    }


@pytest.mark.django_db
def test_each_day_has_its_posts_by_what_readers_see():
    later = NOON + timedelta(seconds=1)
    make_post(event_input="27 May 1997", publish_at=NOON)
    make_post(event_input="27 May 1703", publish_at=later)
    make_post(event_input="27 May 1905", status="review")
    make_post(event_input="28 May 1905", status="draft")
    make_post(event_input="29 May 1453", publish_at=later)
    make_post(event_input="30 May 1431", status="withdrawn")
    make_post(event_input="1997")

    assert counted() == {
        527: (1, 1, 1, "published"),
        528: (0, 0, 1, "drafted"),
        529: (0, 1, 0, "scheduled"),
    }
    assert coverage(NOON).numbers == {
        "published": 1,
        "scheduled": 1,
        "drafted": 1,
        "empty": 363,
    }


@pytest.mark.django_db
def test_a_post_counts_on_its_own_days_only_and_once_on_each():
    make_post(event_input="25 October 1917", calendar_choice="julian")
    make_post(event_input="4 August 1914–4 August 1918")
    make_post(event_input="29 February 1704–3 March 1704")

    assert {key: number for key, (number, *_) in counted().items()} == {
        229: 1,
        303: 1,
        804: 1,
        1107: 1,
    }


@pytest.mark.django_db
def test_the_counts_are_those_of_the_database():
    with in_batches():
        for number in range(12):
            status = ("approved", "draft", "withdrawn")[number % 3]
            make_post(event_input=f"{1 + number % 4} May 19{10 + number}", status=status)

    shown = Anniversary.objects.filter(is_alt=False).exclude(post__status="withdrawn")
    assert sum(day.number for day in coverage(NOON).days) == shown.count() == 8
    assert sum(day.published for day in coverage(NOON).days) == (
        Post.objects.published(NOON).count()
    )


@pytest.mark.django_db
def test_all_366_days_stand_in_their_months():
    months = coverage(NOON).months

    assert [(month, len(days)) for month, days in months][:3] == [(1, 31), (2, 29), (3, 31)]
    assert sum(len(days) for _, days in months) == 366


@pytest.mark.django_db
def test_the_next_empty_days_go_round_the_year():
    make_post(event_input="31 December 1999")
    make_post(event_input="2 January 1492", status="draft")

    found = coverage(NOON).empty_after(date(2026, 12, 30), 3)
    assert [day.month_day for day in found] == [1230, 101, 103]


@pytest.mark.django_db
def test_the_lines_of_a_day_stand_by_year_and_tell_the_day_they_mean():
    make_post("Moon", event_input="20 July 1969")
    make_post("Ended", event_input="1 July 1900–20 July 1936")
    make_post("Caesar", event_input="20 July 44 BC", status="draft")
    make_post("Gone", event_input="20 July 1944", status="withdrawn")
    make_post("Old", event_input="7 July 1917", calendar_choice="julian")

    lines = lines_of(remembered(720))
    assert [(line.year_name, line.post.title, line.told) for line in lines] == [
        ("44 BC", "Caesar", ""),
        ("1917", "Old", ""),
        ("1936", "Ended", "ends"),
        ("1969", "Moon", ""),
    ]
    assert lines_of(remembered(707)) == []


@pytest.mark.django_db
def test_a_day_kept_as_written_is_told_in_the_year_it_was_written_in():
    make_post(
        event_input="25 December 1917", calendar_choice="julian", anniversary_rule="as_written"
    )

    assert [line.year for line in lines_of(remembered(1225))] == [1917]


def test_the_days_ahead_hold_the_29th_where_readers_are_reminded_of_it():
    assert days_ahead(date(2027, 2, 27), date(2027, 3, 2)) == {227, 228, 229, 301}
    assert days_ahead(date(2028, 2, 27), date(2028, 2, 29)) == {227, 228}
    assert len(days_ahead(date(2027, 5, 27), date(2028, 5, 27))) == 366
