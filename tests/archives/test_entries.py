"""Under which days, years, decades and centuries a date is listed."""

import pytest

from posts.archives.entries import entries_of, spans_of
from posts.dates import Span, Unit
from posts.models import UNDATED, Archive, ArchiveEntry, Post
from tests.factories import make_category, make_place, make_post

SPANS = {Archive.YEAR: Unit.YEAR, Archive.DECADE: Unit.DECADE, Archive.CENTURY: Unit.CENTURY}


def listed(event_input: str, **fields) -> list[str]:
    post = Post(event_input=event_input, **fields)
    post.set_event_columns()
    return [Span(SPANS[archive], key).address for archive, key in spans_of(post)]


@pytest.mark.parametrize(
    ("event_input", "addresses"),
    [
        # What is known to the year stands in all three.
        ("27 May 1997", ["1997", "1990s", "20"]),
        ("May 1997", ["1997", "1990s", "20"]),
        # A winter stands in both its years.
        ("winter 1916", ["1916", "1917", "1910s", "20"]),
        ("Winter 1788/89", ["1788", "1789", "1780s", "18"]),
        ("winter 1959–60", ["1959", "1960", "1950s", "1960s", "20"]),
        ("winter 1899/00", ["1899", "1900", "1890s", "1900s", "19", "20"]),
        ("winter 1 BC – AD 1", ["1-bc", "1", "0s-bc", "0s", "1-bc", "1"]),
        ("winter 219/18 BC", ["219-bc", "218-bc", "210s-bc", "3-bc"]),
        ("spring 1968", ["1968", "1960s", "20"]),
        ("c. 1200", ["1200", "1200s", "13"]),
        ("1066?", ["1066", "1060s", "11"]),
        ("15 March 44 BC", ["44-bc", "40s-bc", "1-bc"]),
        ("1 BC", ["1-bc", "0s-bc", "1-bc"]),
        ("AD 1", ["1", "0s", "1"]),
        ("AD 79", ["79", "70s", "1"]),
        ("100 BC", ["100-bc", "100s-bc", "1-bc"]),
        # A decade stands in no year, a century in no decade, a millennium in none of them.
        ("1980s", ["1980s", "20"]),
        ("480s BC", ["480s-bc", "5-bc"]),
        ("19th century", ["19"]),
        ("5th century BC", ["5-bc"]),
        ("3rd millennium BC", []),
        # Ranges and "since" stand where they begin, "until" where it ends.
        ("28 July 1914 – 11 November 1918", ["1914", "1910s", "20"]),
        ("44 BC – AD 14", ["44-bc", "40s-bc", "1-bc"]),
        ("since 1991", ["1991", "1990s", "20"]),
        ("until 1806", ["1806", "1800s", "19"]),
        # Nor do they stand in more than is known of that end.
        ("1980s–1990s", ["1980s", "20"]),
        ("since the 1980s", ["1980s", "20"]),
        ("until the 1980s", ["1980s", "20"]),
        ("19th–20th century", ["19"]),
        ("since the 5th century", ["5"]),
        ("until the 19th century", ["19"]),
        ("1985 – 1990s", ["1985", "1980s", "20"]),
        # "Between" stands where both its ends lie, and in no year; the others nowhere.
        ("between 1981 and 1985", ["1980s", "20"]),
        ("between 1895 and 1905", []),
        ("between 1981 and 1995", ["20"]),
        ("between 3 May 1916 and 9 May 1916", ["1910s", "20"]),
        ("before 1000 BC", []),
        ("after 1200", []),
        ("", []),
    ],
)
def test_a_date_is_listed_in_the_spans_that_are_known(event_input, addresses):
    assert listed(event_input) == addresses


def test_an_old_style_day_is_listed_in_the_year_of_todays_calendar():
    assert listed("25 December 1917 (O.S.)") == ["1918", "1910s", "20"]


@pytest.mark.django_db
def test_a_range_is_remembered_on_both_its_days_each_in_its_own_year():
    post = make_post(event_input="11 November 1914 – 11 November 1918")
    days = ArchiveEntry.objects.filter(post=post, archive=Archive.DAY).order_by("sort")
    assert list(days.values_list("key", "sort")) == [
        (1111, post.event_start),
        (1111, post.event_end),
    ]


@pytest.mark.django_db
def test_both_styles_of_a_day_are_listed_by_the_day_that_was():
    post = make_post(event_input="25 October 1917 (O.S.)")
    days = ArchiveEntry.objects.filter(post=post, archive=Archive.DAY).order_by("key")
    assert list(days.values_list("key", "sort")) == [(1025, 2421540), (1107, 2421540)]


@pytest.mark.django_db
def test_a_post_stands_in_the_places_around_its_own_and_in_a_ring_of_places_once():
    city = make_place("Paris")
    country = make_place("France", parent=city)
    war = make_category()
    post = make_post(event_input="", places=[city], categories=[war])
    parents = {city.pk: country.pk, country.pk: city.pk}

    entries = [(row.archive, row.key, row.sort) for row in entries_of(post, parents)]

    assert entries == [
        (Archive.CATEGORY, war.pk, UNDATED),
        *((Archive.PLACE, pk, UNDATED) for pk in sorted(parents)),
    ]
