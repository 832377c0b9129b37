import copy
import pickle
from dataclasses import FrozenInstanceError

import pytest

from posts.dates import (
    OPEN_END,
    OPEN_START,
    HistoricalDateError,
    explanation,
    from_edtf,
    is_old_style_suspect,
    julian_day,
    parse,
    today_keys,
)
from tests.dates.table import row_name, rows
from tests.walk import failures


def test_the_three_stored_columns_rebuild_the_value():
    def check(row):
        value = parse(row["input"], row["calendar_choice"])
        assert from_edtf(row["edtf"], row["calendar"], row["precision"]) == value

    assert failures(check, rows("ok"), row_name) == {}


def test_the_precision_tells_a_decade_bc_from_a_range_of_years():
    decade = from_edtf("-0488/-0479", "H", "decade")
    years = from_edtf("-0488/-0479", "H", "year")
    assert (decade.kind, str(decade)) == ("single", "480s BC")
    assert (years.kind, str(years)) == ("range", "489–480 BC")


@pytest.mark.parametrize(
    "columns",
    [
        ("1997", "H", "day"),
        ("1997", "X", "year"),
        ("1997", "H", "fortnight"),
        ("27 May 1997", "H", "day"),
        ("", "H", "day"),
        ("../..", "H", "year"),
    ],
)
def test_columns_that_do_not_belong_together_are_refused(columns):
    with pytest.raises(HistoricalDateError) as caught:
        from_edtf(*columns)
    assert caught.value.code == "edtf"


@pytest.mark.parametrize("text", ["10s BC", "AD 10s", "20s–10s BC", "1st century", "AD 1–9"])
def test_periods_beside_year_one_are_rebuilt(text):
    value = parse(text)
    assert from_edtf(value.edtf, value.calendar, value.precision) == value


def test_a_stored_day_that_does_not_exist_is_refused():
    with pytest.raises(HistoricalDateError) as caught:
        from_edtf("2001-02-29", "H", "day")
    assert caught.value.code == "day_range"


def test_values_are_frozen_hashable_and_survive_copying():
    value = parse("c. 27 BC – 19 August AD 14")
    with pytest.raises(FrozenInstanceError):
        value.calendar = "J"
    assert {value: 1}[parse(str(value))] == 1
    assert pickle.loads(pickle.dumps(value)) == value
    assert copy.deepcopy(value).end == value.end


def test_a_range_from_a_year_to_itself_is_that_year():
    assert parse("1914–1914") == parse("1914")
    assert from_edtf("1914/1914", "H", "year") == parse("1914")


def test_open_sides_have_no_day_and_the_sentinels_bound_every_other():
    assert (parse("before 1200").start, parse("since 1991").end) == (None, None)
    assert parse("200001 BC").sort > OPEN_START
    assert parse("9999").end == OPEN_END


def test_as_written_swaps_the_primary_and_the_alternative_key():
    plot = parse("5 November 1605 (O.S.)")
    assert plot.anniversaries() == ((1115, "on", False), (1105, "on", True))
    assert plot.anniversaries("as_written") == ((1105, "on", False), (1115, "on", True))
    assert plot.anniversaries("none") == ()


def test_an_unknown_rule_is_an_error_of_the_caller():
    with pytest.raises(HistoricalDateError, match="as-written"):
        parse("5 November 1605 (O.S.)").anniversaries("as-written")


def test_a_day_written_as_it_is_kept_has_one_key_under_either_rule():
    hastings = parse("14 October 1066")
    assert hastings.anniversaries("as_written") == hastings.anniversaries()
    assert hastings.anniversaries() == ((1014, "on", False),)


def test_ranges_key_their_ends_in_both_styles():
    assert parse("24–26 October 1917 (O.S.)").anniversaries() == (
        (1106, "start", False),
        (1024, "start", True),
        (1108, "end", False),
        (1026, "end", True),
    )


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("since 3 May 1991", ((503, "start", False),)),
        ("until 6 August 1806", ((806, "end", False),)),
        ("3 May 1991?", ((503, "on", False),)),
        ("c. 3 May 1991", ()),
        ("May 1991", ()),
        ("before 3 May 1991", ()),
        ("between 3 May 1991 and 5 June 1991", ()),
        ("1990 – 3 May 1991", ()),
        ("c. 3–5 May 1991", ()),
    ],
)
def test_only_days_known_exactly_have_an_anniversary(text, keys):
    assert parse(text).anniversaries() == keys


def test_gregorian_digits_replace_the_days_of_a_range_and_leave_its_years():
    assert parse("c. 1200 – 14 May 1250").to_gregorian_edtf() == "1200~/1250-05-21"
    assert parse("before 29 May 1453").to_gregorian_edtf() == "[..1453-06-06]"
    assert parse("1 January 9999 BC").to_gregorian_edtf() == "-9999-10-16"


def test_the_first_day_is_the_same_in_every_calendar():
    """A day that can be kept can be told in the other calendar too."""
    first = parse("16 October 10000 BC", "gregorian")
    assert explanation(first).startswith("16 October 10000 BC, Gregorian calendar (1 January 9999")
    assert first.start == parse("1 January 9999 BC", "julian").start
    for text, calendar in (("15 October 10000 BC", "gregorian"), ("December 10000 BC", "julian")):
        with pytest.raises(HistoricalDateError) as caught:
            parse(text, calendar)
        assert caught.value.code == "too_early"


def test_a_leap_day_is_shown_on_the_last_of_february_of_a_common_year():
    assert today_keys(2, 28, 2026) == (228, 229)
    assert today_keys(2, 28, 1900) == (228, 229)
    assert today_keys(2, 28, 2028) == (228,)
    assert today_keys(2, 29, 2028) == (229,)
    assert today_keys(12, 31, 2026) == (1231,)


@pytest.mark.parametrize(
    ("text", "suspect"),
    [
        ("11 February 1732", True),
        ("15 October 1582", True),
        ("13 September 1752", True),
        ("14 September 1752", False),
        ("4 October 1582", False),
        ("February 1732", False),
        ("1–20 September 1752", True),
        ("1731 – 11 February 1732", True),
        ("11 February 1732 (O.S.)", False),
        ("11 February 1732 (N.S.)", False),
    ],
)
def test_days_between_the_reform_and_the_places_own_may_be_old_style(text, suspect):
    britain = julian_day(1752, 9, 14)
    assert is_old_style_suspect(parse(text), britain) is suspect
