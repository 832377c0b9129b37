from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError

from posts.desk.publish_time import PublishTimeField
from posts.planning.publish_time import SITE, UNIVERSAL, from_wall_clock, read_moment, reading

PARIS = ZoneInfo("Europe/Paris")


@pytest.fixture(autouse=True)
def _paris(settings) -> None:
    settings.TIME_ZONE = "Europe/Paris"


def test_a_time_is_read_in_the_sites_zone() -> None:
    assert read_moment("2027-05-27", "08:00") == datetime(2027, 5, 27, 6, tzinfo=UTC)
    assert read_moment("2027-05-27", "08:00", UNIVERSAL) == datetime(2027, 5, 27, 8, tzinfo=UTC)


@pytest.mark.parametrize("text", ["02:30+01:00", "01:30Z", "03:30 +02:00"])
def test_a_time_with_its_own_offset_needs_no_zone(text: str) -> None:
    assert read_moment("2027-10-31", text) == datetime(2027, 10, 31, 1, 30, tzinfo=UTC)


def test_a_time_that_the_clocks_skip_is_refused() -> None:
    with pytest.raises(ValidationError) as refused:
        from_wall_clock(datetime(2027, 3, 28, 2, 30), PARIS)
    assert refused.value.code == "gap"
    assert refused.value.messages == [
        (
            "Clocks in Europe/Paris skip 02:30 on 28 March 2027: they are put forward then. "
            "Give a time before or after."
        )
    ]


def test_a_time_that_comes_twice_is_asked_about() -> None:
    with pytest.raises(ValidationError) as refused:
        from_wall_clock(datetime(2027, 10, 31, 2, 30), PARIS)
    assert refused.value.code == "overlap"
    assert refused.value.messages == [
        (
            "Clocks in Europe/Paris show 02:30 on 31 October 2027 twice, at 00:30 UTC and again at "
            "01:30 UTC. Choose UTC and give the one you mean."
        )
    ]


@pytest.mark.parametrize(
    ("day", "time"), [("2027-05-27", ""), ("", "08:00"), ("soon", "08:00"), ("2027-13-01", "08:00")]
)
def test_half_a_time_is_no_time(day: str, time: str) -> None:
    with pytest.raises(ValidationError, match="Give both a day and a time"):
        PublishTimeField().clean([day, time, SITE])


def test_a_stored_time_comes_back_as_it_was() -> None:
    field = PublishTimeField()
    for moment in (
        datetime(2025, 5, 27, 19, 6, 11, tzinfo=UTC),
        datetime(2027, 10, 31, 0, 30, tzinfo=UTC),
        datetime(2027, 10, 31, 1, 30, tzinfo=UTC),
    ):
        assert field.clean(field.widget.decompress(moment)) == moment


def test_both_zones_are_told() -> None:
    assert reading(datetime(2027, 5, 27, 6, tzinfo=UTC)) == (
        "27 May 2027, 08:00 Europe/Paris · 06:00 UTC"
    )
    assert reading(datetime(2027, 5, 26, 23, tzinfo=UTC)) == (
        "27 May 2027, 01:00 Europe/Paris · 23:00 UTC on 26 May"
    )


@pytest.mark.parametrize(
    ("day", "time"),
    [
        ("0001-01-01", "00:00"),
        ("0001-06-01", "12:00"),
        ("0999-12-31", "23:59"),
        ("9999-01-01", "00:00"),
        ("9999-12-31", "23:59-05:00"),
    ],
)
def test_a_year_at_the_ends_of_the_calendar_is_refused(day: str, time: str) -> None:
    """Other zones would have no such day, and a page that shows it could not be opened."""
    with pytest.raises(ValidationError) as refused:
        read_moment(day, time)
    assert refused.value.messages == [f"Give a year from 1000 to 9998, not {int(day[:4])}."]


@pytest.mark.parametrize("day", ["1000-01-01", "9998-12-31"])
def test_the_first_and_the_last_year_are_taken(day: str) -> None:
    for clock in (SITE, UNIVERSAL):
        assert reading(read_moment(day, "12:00", clock))
