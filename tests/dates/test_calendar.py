import pytest

from posts.dates.calendar import Calendar, civil, julian_day, month_length, require_day, year_name
from posts.dates.errors import HistoricalDateError

H, J, G = Calendar.HISTORICAL, Calendar.JULIAN, Calendar.GREGORIAN


@pytest.mark.parametrize(
    ("date", "calendar", "jdn"),
    [
        ((-4712, 1, 1), J, 0),
        ((-43, 3, 15), H, 1705426),
        ((1582, 10, 4), H, 2299160),
        ((1582, 10, 15), H, 2299161),
        ((1752, 9, 2), J, 2361221),
        ((1752, 9, 14), G, 2361222),
        ((1970, 1, 1), G, 2440588),
        ((9999, 12, 31), G, 5373484),
        ((-200000, 1, 1), J, -71328942),
    ],
)
def test_anchors_read_both_ways(date, calendar, jdn):
    assert julian_day(*date, calendar) == jdn
    assert civil(jdn, calendar) == date


@pytest.mark.parametrize(
    ("year", "calendar", "days"),
    [
        (1500, H, 29),
        (1500, G, 28),
        (1700, H, 28),
        (1700, J, 29),
        (1600, H, 29),
        (1997, H, 28),
        (0, H, 29),
        (-100, G, 28),
    ],
)
def test_february_has_its_calendars_leap_days(year, calendar, days):
    assert month_length(year, 2, calendar) == days
    last, following = julian_day(year, 2, days, calendar), julian_day(year, 3, 1, calendar)
    assert following - last == 1


def test_the_gap_of_1582_is_only_in_the_historical_calendar():
    for day in (5, 14):
        with pytest.raises(HistoricalDateError) as caught:
            require_day(1582, 10, day, H)
        assert caught.value.code == "gap_1582"
        assert require_day(1582, 10, day, J) is None
        assert require_day(1582, 10, day, G) is None


def test_years_are_named_without_a_year_zero():
    names = [year_name(year) for year in (-43, 0, 1, 999, 1000)]
    assert names == ["44 BC", "1 BC", "AD 1", "AD 999", "1000"]
