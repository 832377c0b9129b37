from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from dateutil.rrule import rrulestr
from icalendar import Calendar

from posts.dates import AnniversaryRule
from posts.feeds import ical
from posts.models import Place, Post
from posts.views.caching import FOR_READERS
from tests.factories import make_category, make_place, make_post
from tests.views.hidden import NOW, make_filed
from tests.views.queries import queries_of

pytestmark = [pytest.mark.django_db, pytest.mark.any_engine]
SITE = "http://history.example"
CALENDARS = (
    *("/calendar.ics", "/feeds/categories/war.ics", "/feeds/tags/siege.ics"),
    *("/feeds/places/france.ics", "/feeds/places/europe.ics"),
)


@pytest.fixture(autouse=True)
def _site(settings) -> None:
    settings.SITE_URL = SITE
    settings.SITE_NAME = "Clio’s Almanac"


def parsed(client, path: str = "/calendar.ics") -> Calendar:
    response = client.get(path)
    assert response.status_code == 200, path
    calendar = Calendar.from_ical(response.content)
    assert [error for part in calendar.walk() for error in part.errors] == []
    return calendar


def events(client, path: str = "/calendar.ics") -> dict:
    return {str(event["SUMMARY"]): event for event in parsed(client, path).walk("VEVENT")}


def days_in(event, year: int) -> list[date]:
    """The days of one year on which the event's rule says that it occurs."""
    start = datetime.combine(event["DTSTART"].dt, datetime.min.time())
    rule = rrulestr(event["RRULE"].to_ical().decode(), dtstart=start)
    found = rule.between(datetime(year, 1, 1), datetime(year, 12, 31), inc=True)
    return [moment.date() for moment in found]


def test_a_day_of_a_story_is_a_yearly_event(client):
    with time_machine.travel("2024-05-27T10:00:00Z", tick=False):
        make_post(
            "The Act, signed; at last",
            slug="act",
            event_input="27 May 1997",
            description="A treaty.\nOf two.",
            categories=[make_category("History"), make_category("Law, and order")],
        )

    event = events(client)["1997: The Act, signed; at last"]

    assert event["DTSTART"].to_ical() == b"20250527"
    assert event["DTSTART"].params["VALUE"] == "DATE"
    assert event["RRULE"].to_ical() == b"FREQ=YEARLY"
    assert event["DTSTAMP"].dt == event["LAST-MODIFIED"].dt == datetime(2024, 5, 27, 10, tzinfo=UTC)
    assert event["URL"] == f"{SITE}/posts/act/"
    assert event["DESCRIPTION"] == f"27 May 1997\n\nA treaty.\nOf two.\n\n{SITE}/posts/act/"
    assert [str(name) for name in event["CATEGORIES"].cats] == ["History", "Law, and order"]
    assert event["TRANSP"] == "TRANSPARENT"
    assert "DTEND" not in event
    assert days_in(event, 2031) == [date(2031, 5, 27)]


def test_each_kind_of_date_stands_on_its_primary_days(client):
    for title, event in (
        ("War", "28 July 1914 – 11 November 1918"),
        ("Caesar", "15 March 44 BC"),
        ("Revolution", "25 October 1917 (O.S.)"),
        ("Truce", "25 December 1917 (O.S.)"),
        ("Open", "since 26 December 1991"),
        ("Month", "May 1997"),
        ("About", "c. 1200"),
        ("Undated", ""),
    ):
        make_post(title, event_input=event)
    make_post(
        "Plot",
        event_input="5 November 1605 (O.S.)",
        anniversary_rule=AnniversaryRule.AS_WRITTEN,
    )
    make_post("Quiet", event_input="1 May 1886", anniversary_rule=AnniversaryRule.NONE)

    found = {
        name: event["DTSTART"].to_ical()[4:].decode() for name, event in events(client).items()
    }

    assert found == {
        "1914: War (begins)": "0728",
        "1918: War (ends)": "1111",
        "44 BC: Caesar": "0315",
        "1917: Revolution": "1107",
        "1918: Truce": "0107",
        "1991: Open (begins)": "1226",
        "1605: Plot": "1105",
    }


def test_the_leap_day_is_kept_on_the_last_day_of_every_february(client):
    make_post("Agadir", event_input="29 February 1960")

    event = events(client)["1960: Agadir"]

    assert event["DTSTART"].dt == date(2025, 2, 28)
    assert event["RRULE"].to_ical() == b"FREQ=YEARLY;BYMONTHDAY=-1;BYMONTH=2"
    assert days_in(event, 2027) == [date(2027, 2, 28)]
    assert days_in(event, 2028) == [date(2028, 2, 29)]


def test_nothing_is_remembered_before_it_happened(client):
    make_post("Eclipse", event_input="12 August 2026")
    make_post("Leap", event_input="29 February 2032")
    make_post("Far", event_input="31 December 9999")

    found = {name: event["DTSTART"].dt for name, event in events(client).items()}

    assert found == {
        "2026: Eclipse": date(2026, 8, 12),
        "2032: Leap": date(2032, 2, 29),
        "9999: Far": date(9999, 12, 31),
    }


def test_an_event_keeps_its_id_while_its_story_changes(client):
    post = make_post("War", event_input="1 September 1939 – 2 September 1945")
    before = sorted(str(event["UID"]) for event in events(client).values())
    post.title, post.slug = "The war", "the-war"
    post.save()
    after = sorted(str(event["UID"]) for event in events(client).values())

    assert before == after
    assert len(set(before)) == 2


def test_a_calendar_names_itself(client):
    make_filed()

    found = {
        path: (str(calendar["X-WR-CALNAME"]), str(calendar["URL"]), str(calendar["X-WR-CALDESC"]))
        for path in CALENDARS
        for calendar in [parsed(client, path)]
    }

    assert found == {
        "/calendar.ics": ("Clio’s Almanac", f"{SITE}/", "What happened on each day of the year."),
        "/feeds/categories/war.ics": (
            *("War – Clio’s Almanac", f"{SITE}/categories/war/", "Armed & organised."),
        ),
        "/feeds/tags/siege.ics": (
            *("siege – Clio’s Almanac", f"{SITE}/tags/siege/", "Stories with the tag siege."),
        ),
        "/feeds/places/france.ics": (
            *("France – Clio’s Almanac", f"{SITE}/places/france/", "What happened in France."),
        ),
        "/feeds/places/europe.ics": (
            *("Europe – Clio’s Almanac", f"{SITE}/places/europe/", "What happened in Europe."),
        ),
    }


@pytest.mark.parametrize("path", CALENDARS)
def test_a_calendar_is_cut_at_the_newest_stories_and_says_so(client, monkeypatch, path):
    monkeypatch.setattr(ical, "MOST_EVENTS", 3)
    first = make_filed("Oldest", publish_at=datetime(2020, 1, 1, tzinfo=UTC))
    filed = {
        "categories": first.categories.all(),
        "places": first.places.all(),
        "tags": ["siege"],
    }
    make_post("Range", event_input="1 May 1500 – 3 May 1501", publish_at=NEW_YEAR, **filed)
    whole = parsed(client, path)
    make_post("New", publish_at=NEW_YEAR + timedelta(days=1), **filed)
    cut = parsed(client, path)

    note = " The 3 days of the newest stories. The others are on the site."
    for name in ("DESCRIPTION", "X-WR-CALDESC"):
        assert str(cut[name]) == str(whole[name]) + note
    assert [str(event["SUMMARY"]) for event in cut.walk("VEVENT")] == [
        *("1066: New", "1500: Range (begins)", "1501: Range (ends)"),
    ]


NEW_YEAR = datetime(2021, 1, 1, tzinfo=UTC)


def test_a_story_in_another_language_says_so(client):
    make_post("Révolution — « tout » est dit, et l’on vient trop tard", language="fr")

    (event,) = parsed(client).walk("VEVENT")

    assert event["SUMMARY"].params["LANGUAGE"] == "fr"
    assert event["SUMMARY"].endswith("trop tard")


def test_control_characters_break_no_calendar(client):
    post = make_filed()
    bad = "a\x0bb\x1b\r\nEND:VEVENT"
    Post.objects.filter(pk=post.pk).update(title=bad, description=bad, language="f\x0br")
    post.categories.update(name=bad, description=bad)

    for path in CALENDARS:
        (event,) = parsed(client, path).walk("VEVENT")
        assert event["SUMMARY"] == "1066: ab\nEND:VEVENT"


def test_no_line_is_longer_than_the_format_allows(client):
    make_post("é" * 150, description="ü; " * 200)

    lines = client.get("/calendar.ics").content.split(b"\r\n")

    assert max(map(len, lines)) <= 75


@pytest.mark.parametrize("path", CALENDARS)
@time_machine.travel(NOW, tick=False)
def test_an_unchanged_calendar_answers_304_by_either_validator(client, path):
    make_filed()
    first = client.get(path)
    with time_machine.travel(NOW + timedelta(minutes=5), tick=False):
        by_tag = client.get(path, headers={"if-none-match": first["ETag"]})
        by_time = client.get(path, headers={"if-modified-since": first["Last-Modified"]})
        Post.objects.get().save()
        after_tag = client.get(path, headers={"if-none-match": first["ETag"]})
        after_time = client.get(path, headers={"if-modified-since": first["Last-Modified"]})

    assert [by_tag.status_code, by_time.status_code] == [304, 304]
    assert [after_tag.status_code, after_time.status_code] == [200, 200]
    for response in (first, by_tag, by_time, after_tag):
        assert response.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
        assert response.headers["Cache-Control"] == FOR_READERS
    assert first.headers["Content-Type"] == "text/calendar; charset=utf-8"


@pytest.mark.parametrize(
    "path",
    [
        *("/feeds/categories/none.ics", "/feeds/tags/none.ics", "/feeds/tags/a%00b.ics"),
        *("/feeds/places/germany.ics", "/feeds/places/none.ics"),
    ],
)
def test_a_calendar_of_nothing_is_unknown(client, path):
    make_filed()
    assert client.get(path).status_code == 404


def test_an_empty_category_has_an_empty_calendar(client):
    """It holds a time zone: none may hold nothing, and who subscribed to it stays so."""
    make_category("War")
    make_post("Undated", event_input="", tags=["lore"])
    make_post("Year", event_input="1066", places=[Place.objects.get(slug="france")])

    for path in ("categories/war", "tags/lore", "places/france", "places/europe"):
        parts = [part.name for part in parsed(client, f"/feeds/{path}.ics").subcomponents]
        assert parts == ["VTIMEZONE"]


@pytest.mark.parametrize(
    ("when", "is_offered"),
    [("14 October 1066", True), ("1066", False), ("", False), ("May 1066", False)],
)
def test_a_calendar_is_offered_only_where_there_are_days(client, when, is_offered):
    filed = {"categories": [make_category("War")], "tags": ["siege"]}
    make_post(when, event_input=when, places=[Place.objects.get(slug="france")], **filed)
    make_post("Hidden", event_input="1 May 1066", status="draft", **filed)

    for path in ("/categories/war/", "/tags/siege/", "/places/france/", "/places/europe/"):
        page = client.get(path).content.decode().partition("<main")[2].partition("</main>")[0]
        assert (".ics" in page) is is_offered, path


@pytest.mark.parametrize("path", CALENDARS)
def test_a_calendar_takes_as_many_queries_however_long_it_is(client, path):
    first = make_filed()
    at_one = queries_of(path)
    for number in range(2):
        make_post(
            f"More {number}",
            categories=[*first.categories.all(), make_category(f"Kind {number}")],
            places=[*first.places.all(), make_place(f"Town {number}")],
            tags=["siege"],
        )

    assert queries_of(path) == at_one
    assert len(events(client, path)) == 3
