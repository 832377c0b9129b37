import string

import pytest
from convertdate import gregorian, julian
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from posts.dates import HistoricalDate, HistoricalDateError, Kind, explanation, from_edtf, parse
from posts.dates import date_parts as parts_of
from posts.dates.calendar import REFORM, Calendar, civil, julian_day, month_length
from posts.dates.period import Period, Precision, Qualifier
from tests.dates.table import rows

USUAL, FULL = 500, 20_000
INPUTS = [row["input"] for row in rows("ok") + rows("error")]


@st.composite
def civil_days(draw):
    calendar = draw(st.sampled_from([Calendar.JULIAN, Calendar.GREGORIAN]))
    year, month = draw(st.integers(-4712, 9999)), draw(st.integers(1, 12))
    return year, month, draw(st.integers(1, month_length(year, month, calendar))), calendar


def agrees_with_convertdate(year, month, day, calendar):
    other = julian if calendar is Calendar.JULIAN else gregorian
    noon = other.to_jd(year, month, day) + 0.5
    jdn = julian_day(year, month, day, calendar)
    assert jdn == noon
    assert civil(jdn, calendar) == (year, month, day)
    in_force = Calendar.JULIAN if jdn < REFORM else Calendar.GREGORIAN
    assert civil(jdn) == civil(jdn, in_force)
    assert julian_day(*civil(jdn)) == jdn


@settings(max_examples=USUAL, deadline=None)
@given(civil_days())
def test_random_days_agree_with_convertdate(day):
    agrees_with_convertdate(*day)


@pytest.mark.long
@settings(max_examples=FULL, deadline=None)
@given(civil_days())
def test_very_many_random_days_agree_with_convertdate(day):
    agrees_with_convertdate(*day)


@st.composite
def periods(draw):
    precision = draw(st.sampled_from(Precision))
    qualifier = draw(st.sampled_from(Qualifier))
    # Near AD 1, near 1000, near the reform and anywhere.
    year = draw(
        st.one_of(
            st.integers(-120, 120),
            st.integers(980, 1020),
            st.integers(1570, 2030),
            st.integers(-9998, 9999),
        )
    )
    if precision is Precision.DAY:
        month = draw(st.integers(1, 12))
        return Period(precision, year, month, draw(st.integers(1, 31)), qualifier)
    if precision is Precision.MONTH:
        return Period(precision, year, draw(st.integers(1, 12)), None, qualifier)
    if precision is Precision.SEASON:
        return Period(precision, year, draw(st.integers(21, 24)), None, qualifier)
    if precision is Precision.YEAR:
        distant = draw(st.sampled_from([0, 0, 0, -150_000]))
        return Period(precision, year + distant, qualifier=qualifier)
    assume(precision is not Precision.DECADE or not -8 <= year < 10)
    return Period.around(precision, year, qualifier)


@st.composite
def values(draw):
    """Any value there can be: made of periods, not of text, so the grammar is not asked."""
    calendar, kind = draw(st.sampled_from(Calendar)), draw(st.sampled_from(Kind))
    try:
        first = draw(periods())
        last = first if kind is Kind.SINGLE else draw(near(first))
        if kind is Kind.ONEOF:
            side = draw(st.integers(0, 2))
            first, last = (None if side == 1 else first), (None if side == 2 else last)
        first = None if kind is Kind.OPEN_START else first
        last = None if kind is Kind.OPEN_END else last
        return HistoricalDate.of(calendar, kind, first, last)
    except HistoricalDateError:
        assume(False)


@st.composite
def near(draw, first):
    """A period that often shares the first one's precision, month or year."""
    other = draw(periods())
    if draw(st.booleans()):
        return other
    later = draw(st.integers(0, 3))
    if first.month is None:
        precision = first.precision
        if precision is Precision.YEAR:
            return Period(precision, first.year + later, qualifier=other.qualifier)
        return Period.nth(precision, first.index + later, other.qualifier)
    month = draw(st.integers(first.month, 24 if first.month > 12 else 12))
    year = first.year + draw(st.sampled_from([0, 0, 1]))
    qualifier = draw(st.sampled_from([first.qualifier, other.qualifier]))
    return Period(first.precision, year, month, first.day and draw(st.integers(1, 31)), qualifier)


def survives_display_and_storage(value):
    assert parse(str(value)) == value
    assert from_edtf(value.edtf, value.calendar, value.precision) == value
    ends = [jdn for jdn in (value.start, value.end) if jdn is not None]
    assert ends == sorted(ends)
    assert value.sort in ends
    assert (value.day is None) or (value.month is not None)
    assert len(value.edtf) <= 64
    assert len(str(value)) <= 120
    assert explanation(value)
    assert parts_of(value).year


FIRST_CENTURY = Period(Precision.CENTURY, 1)
WINTER_OF_1_BC = Period(Precision.SEASON, 0, 24)
H = Calendar.HISTORICAL


@settings(max_examples=USUAL, deadline=None)
@given(values())
@example(HistoricalDate(H, Kind.RANGE, FIRST_CENTURY, WINTER_OF_1_BC))
@example(HistoricalDate(H, Kind.ONEOF, FIRST_CENTURY, WINTER_OF_1_BC))
def test_display_and_storage_give_the_value_back(value):
    survives_display_and_storage(value)


@pytest.mark.long
@settings(max_examples=FULL, deadline=None)
@given(values())
def test_display_and_storage_give_very_many_values_back(value):
    survives_display_and_storage(value)


CLUTTER = string.ascii_letters + string.digits + " .,-–—/?~%[](){}'\"\u00a0\u200b½²１٣\x00İßﬀ"
VOCABULARY = """
    1 27 44 476 1066 1997 12345 0 May June spring winter century millennium 5th 1st 480s 1800s
    c. circa BC AD O.S. (N.S.) Julian ? ~ - – / , . .. [ ] to from between and before after
    since until present 1914-18 1809-10 27/05/1997 1997-05-27 18XX the of decade Y-11999
"""
WORDS = st.sampled_from(VOCABULARY.split())


@st.composite
def mutated_inputs(draw):
    text = draw(st.sampled_from(INPUTS))
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(text)))
        cut = draw(st.integers(0, 2))
        text = text[:at] + draw(st.text(CLUTTER, max_size=3)) + text[at + cut :]
    return text


ANY_TEXT = st.one_of(
    st.text(max_size=130),
    st.text(CLUTTER, max_size=40),
    st.lists(WORDS, max_size=9).map(" ".join),
    st.lists(WORDS, max_size=9).map("".join),
    mutated_inputs(),
)


def is_read_or_refused(text, calendar):
    try:
        value = parse(text, calendar)
    except HistoricalDateError:
        return
    survives_display_and_storage(value)


@settings(max_examples=USUAL, deadline=None)
@given(ANY_TEXT, st.sampled_from(["auto", "julian", "gregorian"]))
def test_any_text_is_read_or_refused_and_nothing_else_escapes(text, calendar):
    is_read_or_refused(text, calendar)


@pytest.mark.long
@settings(max_examples=FULL, deadline=None)
@given(ANY_TEXT, st.sampled_from(["auto", "julian", "gregorian"]))
def test_very_many_texts_are_read_or_refused(text, calendar):
    is_read_or_refused(text, calendar)


STORED = st.tuples(
    st.text("0123456789XY-/.[]?~% ", max_size=24),
    st.sampled_from(["H", "J", "G", ""]),
    st.sampled_from([*Precision, ""]),
)


@settings(max_examples=USUAL, deadline=None)
@given(STORED)
def test_any_columns_rebuild_a_value_or_are_refused(columns):
    try:
        value = from_edtf(*columns)
    except HistoricalDateError:
        return
    assert value.precision == columns[2]
