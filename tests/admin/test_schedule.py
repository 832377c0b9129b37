from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from posts.archives import in_batches
from tests.factories import make_post

pytestmark = [pytest.mark.django_db, pytest.mark.any_engine]
NOW = datetime(2027, 5, 31, 22, 30, tzinfo=UTC)  # 00:30 on 1 June in Paris
SCHEDULE = "/admin/schedule/"


@pytest.fixture(autouse=True)
def _in_june(settings: Any) -> Any:
    settings.TIME_ZONE = "Europe/Paris"
    with time_machine.travel(NOW, tick=False):
        yield


def shown(response: Any) -> dict[str, list[tuple[str, str, str]]]:
    return {
        day.date.isoformat(): [
            (entry["post"].title, entry["state"], entry["universal"]) for entry in entries
        ]
        for day, entries in response.context["days"]
        if entries
    }


def test_it_opens_with_this_week_and_those_to_come_in_the_sites_zone(desk: Client) -> None:
    make_post("Out", publish_at=datetime(2027, 5, 31, 22, 10, tzinfo=UTC))
    make_post("Soon", publish_at=datetime(2027, 6, 2, 6, tzinfo=UTC))
    make_post("Planned", status="review", publish_at=datetime(2027, 6, 3, 6, tzinfo=UTC))

    response = desk.get(SCHEDULE)
    assert shown(response) == {
        "2027-06-01": [("Out", "published", "22:10 UTC on 31 May")],
        "2027-06-02": [("Soon", "scheduled", "06:00 UTC")],
        "2027-06-03": [("Planned", "planned", "06:00 UTC")],
    }
    assert '<time datetime="2027-06-02T08:00:00+02:00">08:00</time>' in response.text
    assert "31 May – 4 July 2027" in response.text
    with time_machine.travel(datetime(2027, 6, 9, 12, tzinfo=UTC), tick=False):
        days = [day.date.isoformat() for day, _ in desk.get(SCHEDULE).context["days"]]
    assert (days[0], days[-1]) == ("2027-06-07", "2027-07-11")


@pytest.mark.parametrize(
    ("moment", "day", "clock", "universal"),
    [
        (datetime(2027, 3, 28, 0, 30, tzinfo=UTC), "2027-03-28", "01:30", "00:30 UTC"),
        (datetime(2027, 3, 28, 1, 30, tzinfo=UTC), "2027-03-28", "03:30", "01:30 UTC"),
        (datetime(2027, 10, 31, 0, 30, tzinfo=UTC), "2027-10-31", "02:30", "00:30 UTC"),
        (datetime(2027, 10, 31, 1, 30, tzinfo=UTC), "2027-10-31", "02:30", "01:30 UTC"),
    ],
)
def test_times_around_a_change_of_clocks_are_told_apart_by_utc(
    desk: Client, moment: datetime, day: str, clock: str, universal: str
) -> None:
    make_post("It", publish_at=moment)
    response = desk.get(f"{SCHEDULE}?month={day[:7]}")
    state = "published" if moment < NOW else "scheduled"
    assert shown(response) == {day: [("It", state, universal)]}
    assert f">{clock}</time>" in response.text


def test_in_utc_a_time_is_told_once(desk: Client, settings: Any) -> None:
    settings.TIME_ZONE = "UTC"
    make_post("Soon", publish_at=datetime(2027, 6, 2, 6, tzinfo=UTC))
    response = desk.get(f"{SCHEDULE}?month=2027-06")
    assert shown(response) == {"2027-06-02": [("Soon", "scheduled", "")]}
    assert "with UTC beside it" not in response.text


def test_one_goes_from_month_to_month(desk: Client) -> None:
    page = desk.get(f"{SCHEDULE}?month=2027-12").text
    assert 'href="?month=2027-11#month"' in page
    assert 'href="?month=2028-01#month"' in page


def test_what_comes_up_is_told_in_both_clocks(desk: Client) -> None:
    make_post("Later", publish_at=datetime(2028, 1, 1, 6, tzinfo=UTC))
    make_post("Sooner", publish_at=datetime(2027, 6, 1, 23, tzinfo=UTC))
    make_post("Out", publish_at=NOW)

    coming = desk.get(SCHEDULE).context["coming"]
    assert [(entry["post"].title, entry["reading"]) for entry in coming] == [
        ("Sooner", "2 June 2027, 01:00 Europe/Paris · 23:00 UTC on 1 June"),
        ("Later", "1 January 2028, 07:00 Europe/Paris · 06:00 UTC"),
    ]


def test_empty_pages_say_so(desk: Client) -> None:
    page = desk.get(SCHEDULE).text
    assert "Nothing is published or planned for these weeks." in page
    assert "Nothing is scheduled." in page
    day = desk.get(f"{SCHEDULE}?day=2027-06-05").text
    assert "Nothing is published or planned on this day." in day


def test_a_full_day_is_opened_by_itself_page_by_page(desk: Client) -> None:
    with in_batches():
        for minute in range(52):
            make_post(f"Post {minute}", publish_at=datetime(2027, 6, 5, 8, minute, tzinfo=UTC))

    month = desk.get(SCHEDULE)
    assert len(shown(month)["2027-06-05"]) == 4
    assert 'href="?day=2027-06-05#whole-day">and 48 more' in month.text
    first = desk.get(f"{SCHEDULE}?day=2027-06-05").context
    assert (len(first["entries"]), first["month"].first.isoformat()) == (50, "2027-06-01")
    second = desk.get(f"{SCHEDULE}?day=2027-06-05&page=2").context
    assert [entry["post"].title for entry in second["entries"]] == ["Post 50", "Post 51"]


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("month=2027-13", "“2027-13” is not a month: give it as 2027-05."),
        ("month=May", "“May” is not a month: give it as 2027-05."),
        ("month=0001-01", "“0001-01” is not a month"),
        ("month=9999-12", "“9999-12” is not a month"),
        ("day=2027-02-30", "“2027-02-30” is not a day: give it as 2027-05-27."),
        ("month=2027-05-01", "“2027-05-01” is not a month"),
        ("month=٢٠٢٧-٠٥", "“٢٠٢٧-٠٥” is not a month"),
    ],
)
def test_what_no_calendar_has_is_named_and_the_weeks_to_come_shown(
    desk: Client, query: str, words: str
) -> None:
    response = desk.get(f"{SCHEDULE}?{query}")
    assert response.status_code == 200
    assert response.context["refused"].startswith(words)
    assert response.context["month"].first.isoformat() == "2027-05-31"


def test_more_posts_take_as_many_queries(desk: Client) -> None:
    counts = []
    for number in (1, 2):
        for _ in range(number):
            make_post(publish_at=datetime(2027, 6, 5, tzinfo=UTC))
        cache.clear()
        desk.get(SCHEDULE)
        with CaptureQueriesContext(connection) as captured:
            desk.get(SCHEDULE)
        counts.append(len(captured))
    assert counts[0] == counts[1]
