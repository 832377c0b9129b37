from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from posts.exchange.errors import ExchangeError
from posts.exchange.jekyll.publish_dates import read_publish_date, read_zone

PARIS = ZoneInfo("Europe/Paris")


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("2025-05-27 21:06:11 +02:00", datetime(2025, 5, 27, 19, 6, 11, tzinfo=UTC)),
        ("2025-05-27 21:06:11 +0200", datetime(2025, 5, 27, 19, 6, 11, tzinfo=UTC)),
        ("2025-05-27T21:06:11Z", datetime(2025, 5, 27, 21, 6, 11, tzinfo=UTC)),
        ("2025-05-27 21:06:11 UTC", datetime(2025, 5, 27, 21, 6, 11, tzinfo=UTC)),
        ("2025-05-27  21:06", datetime(2025, 5, 27, 19, 6, tzinfo=UTC)),
        ("2025-05-27", datetime(2025, 5, 26, 22, 0, tzinfo=UTC)),
        ("2024-9-1", datetime(2024, 8, 31, 22, 0, tzinfo=UTC)),
        ("24-09-01", datetime(2024, 8, 31, 22, 0, tzinfo=UTC)),
        ("2025-05-27 21:06:11.123 -0330", datetime(2025, 5, 28, 0, 36, 11, tzinfo=UTC)),
    ],
)
def test_a_time_is_read_in_the_sites_zone_unless_it_names_its_own(text, instant):
    assert read_publish_date(text).instant(PARIS) == instant


@pytest.mark.parametrize(
    "text", ["soon", "2025-13-01", "2025-02-30", "2025-05-27 25:00", "0000-01-01", "x" * 1000]
)
def test_what_is_no_time_is_refused_with_the_accepted_forms(text):
    with pytest.raises(ExchangeError, match=r"2025-05-27 21:06:11 \+02:00"):
        read_publish_date(text)


def test_a_known_zone_alone_decides_the_day():
    moment = read_publish_date("2025-05-27 00:30 +02:00")

    assert [d.date().isoformat() for d in moment.days(PARIS, certain=True)] == ["2025-05-27"]
    assert [d.date().isoformat() for d in moment.days(UTC, certain=True)] == ["2025-05-26"]


def test_near_midnight_in_a_zone_unknown_both_days_are_possible():
    moment = read_publish_date("2025-05-27 00:30 +02:00")
    days = [d.date().isoformat() for d in moment.days(UTC, certain=False)]
    assert days == ["2025-05-26", "2025-05-27"]

    noon = read_publish_date("2025-05-27 12:30 +02:00")
    assert [d.date().isoformat() for d in noon.days(UTC, certain=False)] == ["2025-05-27"]


def test_an_hour_that_the_clocks_leapt_over_is_known():
    assert read_publish_date("2025-03-30 02:30").is_skipped(PARIS) is True
    assert read_publish_date("2025-03-30 03:30").is_skipped(PARIS) is False
    assert read_publish_date("2025-03-30 02:30 +01:00").is_skipped(PARIS) is False


@pytest.mark.parametrize("name", ["Mars/Olympus", "../etc/passwd", ""])
def test_a_zone_that_is_none_is_refused(name):
    with pytest.raises(ExchangeError, match="is no time zone"):
        read_zone(name)
