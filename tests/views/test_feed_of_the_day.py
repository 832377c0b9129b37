"""The feed of what happened on this day."""

import re

import pytest
import time_machine

from tests.factories import make_post
from tests.views.feed_reading import moment, parsed

pytestmark = [pytest.mark.django_db, pytest.mark.any_engine]
SITE = "http://history.example"


@pytest.fixture(autouse=True)
def _site(settings) -> None:
    settings.SITE_URL = SITE
    settings.SITE_NAME = "Clio’s Almanac"


def today_entries(client) -> list:
    return parsed(client, "/feeds/today.xml").entries


def lines(entry) -> list[str]:
    return re.findall(r"<p[^>]*><strong>(.*?)</strong></p>", entry.content[0].value)


@time_machine.travel("2026-05-27T15:00:00Z", tick=False)
def test_today_tells_how_long_ago_it_was(client):
    for title, event in (
        ("Act", "27 May 1997"),
        ("Old war ends", "1 March 1500 – 27 May 1501"),
        ("New war", "27 May 1939 – 2 September 1945"),
        ("Caesar", "27 May 44 BC"),
        ("Not known", "May 1997"),
        ("Doubtful", "27 May 1300?"),
        ("Russian", "14 May 1917 (O.S.)"),
        ("Russian too", "27 May 1900 (O.S.)"),
        ("Last year", "27 May 2025"),
        ("Yesterday", "26 May 1997"),
    ):
        make_post(title, event_input=event)

    told = {entry.title: lines(entry) for entry in today_entries(client)}

    assert told == {
        "44 BC: Caesar": ["27 May 44 BC, 2069 years ago"],
        "1300: Doubtful": ["27 May 1300, 726 years ago", "27 May 1300?"],
        "1501: Old war ends (ends)": [
            "27 May 1501, 525 years ago · ends",
            "1 March 1500 – 27 May 1501",
        ],
        "1900: Russian too": [
            "27 May 1900, 126 years ago · Old Style",
            "27 May (O.S.) / 9 June 1900",
        ],
        "1917: Russian": ["27 May 1917, 109 years ago", "14 May (O.S.) / 27 May 1917"],
        "1939: New war (begins)": [
            "27 May 1939, 87 years ago · begins",
            "27 May 1939 – 2 September 1945",
        ],
        "1997: Act": ["27 May 1997, 29 years ago"],
        "2025: Last year": ["27 May 2025, 1 year ago"],
    }


def test_the_years_before_christ_are_counted_without_a_year_nought(client):
    make_post("Augustus", event_input="5 January 1 BC")
    with time_machine.travel("2026-01-05T12:00:00Z", tick=False):
        assert lines(today_entries(client)[0]) == ["5 January 1 BC, 2026 years ago"]


def test_an_old_style_day_has_the_year_of_its_own_calendar(client):
    make_post("Truce", event_input="25 December 1917 (O.S.)")
    with time_machine.travel("2026-12-25T12:00:00Z", tick=False):
        (old,) = today_entries(client)
    with time_machine.travel("2027-01-07T12:00:00Z", tick=False):
        (new,) = today_entries(client)

    assert (old.title, new.title) == ("1917: Truce", "1918: Truce")


def test_today_is_one_entry_per_story_and_year(client, settings):
    settings.TIME_ZONE = "Europe/Paris"
    make_post("Act", event_input="27 May 1997")
    found = []
    for now in ("2026-05-26T22:30Z", "2026-05-27T21:30Z", "2027-05-27T08:00Z"):
        with time_machine.travel(now, tick=False):
            (entry,) = today_entries(client)
            found.append((entry.id, moment(entry.updated), entry.published))

    first, same, next_year = found
    assert first == same
    assert first[0].startswith("urn:uuid:")
    assert first[0] != next_year[0]
    assert first[1:] == (moment("2026-05-27T00:00:00+02:00"), "2020-01-01T00:00:00+00:00")
    assert next_year[1:] == (moment("2027-05-27T00:00:00+02:00"), "2020-01-01T00:00:00+00:00")


def test_both_ends_of_a_range_are_occasions_of_one_year_each_once(client):
    make_post("War", event_input="1 September 1939 – 2 September 1945")
    make_post("Feast", event_input="1 September 1300 – 1 September 1310")
    ids = []
    for day in ("2026-09-01", "2026-09-02"):
        with time_machine.travel(f"{day}T12:00:00Z", tick=False):
            ids.append([entry.id for entry in today_entries(client)])

    assert [len(each) for each in ids] == [2, 1]
    assert len({*ids[0], *ids[1]}) == 3


@pytest.mark.parametrize(
    ("now", "told"),
    [
        (
            "2026-02-28",
            ["29 February 1960, 66 years ago · kept today in years without that day"],
        ),
        ("2028-02-28", ["29 February 1960, 68 years ago · the nearest day with a story"]),
        ("2028-02-29", ["29 February 1960, 68 years ago"]),
    ],
)
def test_a_common_year_keeps_the_leap_day_on_the_28th(client, now, told):
    make_post("Agadir", event_input="29 February 1960")
    with time_machine.travel(f"{now}T12:00:00Z", tick=False):
        entries = today_entries(client)
    assert [lines(entry) for entry in entries] == [told]


@pytest.mark.parametrize(
    ("now", "told"),
    [
        ("2026-05-25", "27 May 1997, 29 years ago"),
        ("2026-05-31", "27 May 1997, 29 years ago"),
        ("2026-12-31", "2 January 1492, 535 years ago"),
        ("2026-01-01", "2 January 1492, 534 years ago"),
        ("2026-01-04", "2 January 1492, 534 years ago"),
        ("2026-03-16", "27 May 1997, 29 years ago"),  # 72 days on, and 73 back
        ("2026-03-15", "2 January 1492, 534 years ago"),
    ],
)
def test_an_empty_day_carries_the_nearest_and_says_so(client, now, told):
    make_post("Act", event_input="27 May 1997")
    make_post("Granada", event_input="2 January 1492")

    with time_machine.travel(f"{now}T12:00:00Z", tick=False):
        feed = parsed(client, "/feeds/today.xml")

    (entry,) = feed.entries
    assert lines(entry) == [f"{told} · the nearest day with a story"]
    day, year = told.partition(",")[0].rsplit(" ", 1)
    assert entry.title == f"{day} {year}: {'Act' if year == '1997' else 'Granada'}"
    assert re.fullmatch(
        rf"What happened on {day}, the nearest day to .* with a story\.", (feed.feed.subtitle)
    )
    assert moment(entry.updated) <= moment(f"{now}T12:00:00+00:00")


def test_a_past_day_that_stands_in_is_nothing_new_and_a_coming_one_is_new_once_more(client):
    make_post("Act", event_input="27 May 1997")
    ids = []
    for now in ("2026-05-25", "2026-05-26", "2026-05-27", "2026-05-28", "2027-05-26"):
        with time_machine.travel(f"{now}T12:00:00Z", tick=False):
            ids.append(today_entries(client)[0].id)

    assert [ids.index(each) for each in ids] == [0, 0, 2, 2, 4]


def test_a_new_day_is_a_change_of_the_days_feed(client):
    with time_machine.travel("2026-10-13T12:00:00Z", tick=False):
        make_post("Hastings")
        first = client.get("/feeds/today.xml")
    with time_machine.travel("2026-10-14T00:00:01Z", tick=False):
        asked = {"if-modified-since": first["Last-Modified"]}
        second = client.get("/feeds/today.xml", headers=asked)

    assert second.status_code == 200
    assert second["Last-Modified"] == "Wed, 14 Oct 2026 00:00:00 GMT"
