"""The page of a day of the year, and the same as data."""

import re
from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from posts.archives import in_batches
from posts.models import Post
from tests.factories import make_image, make_post
from tests.views.reading import links_in, stamps_in, text_of, titles_in

pytestmark = [pytest.mark.django_db, pytest.mark.any_engine]
COMMON_YEAR = datetime(2026, 7, 3, 12, tzinfo=UTC)
LEAP_YEAR = datetime(2028, 7, 3, 12, tzinfo=UTC)
ON_THIS_DAY = "on this day"


# A day


def test_a_day_is_a_date_to_machines(client):
    assert '<time class="today-day" datetime="07-03"' in client.get("/on/07-03/").text


def test_a_day_tells_its_posts_by_year_with_their_roles_and_styles(client):
    make_post("Revolution", event_input="25 October 1917 (O.S.)")
    make_post("War", event_input="28 July 1914 – 7 November 1918")
    make_post("Siege", event_input="7 November 1300 – 2 May 1301")
    make_post("Caesar", event_input="7 November 44 BC")
    make_post("Doubtful", event_input="7 November 1800?")
    make_post("About", event_input="c. 7 November 1801")

    text = text_of(client, "/on/11-07/")

    assert titles_in(text) == ["Caesar", "Siege", "Doubtful", "Revolution", "War"]
    assert stamps_in(text) == [
        ("44 BC", ON_THIS_DAY),
        ("1300", "begins"),
        ("1800", ON_THIS_DAY),
        ("1917", "25 October Old Style"),
        ("1918", "ends"),
    ]


@pytest.mark.parametrize(
    ("day", "year", "note"),
    [
        ("12-25", "1917", "25 December Old Style, 7 January New Style"),
        ("01-07", "1918", "25 December Old Style"),
    ],
)
def test_both_styles_of_a_day_have_the_year_of_their_own_calendar(client, day, year, note):
    make_post("Christmas", event_input="25 December 1917 (O.S.)")
    assert stamps_in(text_of(client, f"/on/{day}/")) == [(year, note)]


def test_a_day_kept_as_written_is_still_told_in_both_styles(client):
    make_post("Powder", event_input="5 November 1605 (O.S.)", anniversary_rule="as_written")

    both = "5 November Old Style, 15 November New Style"
    assert stamps_in(text_of(client, "/on/11-05/")) == [("1605", both)]
    assert stamps_in(text_of(client, "/on/11-15/")) == [("1605", "5 November Old Style")]


def test_a_range_from_a_day_to_the_same_day_stands_there_twice(client):
    make_post("Four years", event_input="11 November 1914 – 11 November 1918")

    text = text_of(client, "/on/11-11/")

    assert titles_in(text) == ["Four years", "Four years"]
    assert stamps_in(text) == [("1914", "begins"), ("1918", "ends")]


def test_a_post_that_just_left_a_day_is_left_out_until_its_entries_follow(client):
    post = make_post("Hastings")
    Post.objects.filter(pk=post.pk).update(anniversary_rule="none")
    assert titles_in(text_of(client, "/on/10-14/")) == []


def test_a_day_names_the_week_around_it_with_its_numbers(client):
    for number in range(3):
        make_post(f"New Year {number}", event_input=f"1 January {1900 + number}")
    make_post("Before", event_input="29 December 1890")

    week = text_of(client, "/on/12-31/").split("is-week")[1].split("</nav>")[0]

    days = ["12-28", "12-29", "12-30", "12-31", "01-01", "01-02", "01-03"]
    assert links_in(week) == [f"/on/{day}/" for day in days]
    numbers = re.findall(r'strip-number">(.+?)<', week)
    assert numbers == ["–", "1", "–", "–", "3", "–", "–"]


@pytest.mark.parametrize(
    ("day", "before", "after"),
    [
        ("01-01", "12-31", "01-02"),
        ("12-31", "12-30", "01-01"),
        ("02-29", "02-28", "03-01"),
        ("02-28", "02-27", "02-29"),
        ("03-01", "02-29", "03-02"),
    ],
)
def test_a_day_leads_to_the_one_before_and_the_one_after(client, day, before, after):
    ways = text_of(client, f"/on/{day}/").split('class="ways"')[1].split("</nav>")[0]
    assert links_in(ways) == [f"/on/{before}/", "/on/", f"/on/{after}/"]


def test_an_empty_day_speaks_and_leads_to_the_nearest_with_posts(client):
    make_post("Before", event_input="1 July 1867")
    make_post("After", event_input="20 July 1969")
    make_post("Far", event_input="24 August 1572")
    make_post("Hidden", event_input="4 July 1776", status=Post.Status.DRAFT)

    text = text_of(client, "/on/07-03/")

    assert "Nothing in our archive happened on 3 July yet." in text
    assert 'The nearest story: two days earlier, on <a href="/on/07-01/">1 July</a>' in text
    assert titles_in(text) == ["Before", "After"]


def test_in_an_empty_archive_a_day_leads_nowhere_near(client):
    text = text_of(client, "/on/07-03/")
    assert ("The nearest" in text, "is-lead" in text) == (False, False)


@pytest.mark.parametrize(
    ("now", "titles"), [(COMMON_YEAR, ["Columbus", "Agadir"]), (LEAP_YEAR, ["Columbus"])]
)
def test_in_a_common_year_28_february_has_the_leap_days_posts_too(client, now, titles):
    make_post("Agadir", event_input="29 February 1960")
    make_post("Columbus", event_input="28 February 1504")

    with time_machine.travel(now, tick=False):
        text = text_of(client, "/on/02-28/")
        data = client.get("/on/02-28.json").json()

    assert titles_in(text) == titles
    assert [post["title"] for post in data["posts"]] == titles
    labelled = '<a href="/on/02-29/">29 February</a> <span class="era-years">kept on this day'
    assert (labelled in text) == ("Agadir" in titles)


@time_machine.travel(COMMON_YEAR, tick=False)
def test_29_february_always_exists(client):
    make_post("Agadir", event_input="29 February 1960")

    text = text_of(client, "/on/02-29/")

    assert titles_in(text) == ["Agadir"]
    assert "29 February comes in leap years only" in text
    assert titles_in(text_of(client, "/on/02-28/")) == ["Agadir"]
    assert "on 1 March yet" in text_of(client, "/on/03-01/")


def test_a_long_day_has_pages_and_the_nearest_for_a_number_that_has_none(client):
    with in_batches():
        for year in range(1900, 1921):
            make_post(f"In {year}", event_input=f"3 July {year}")

    assert titles_in(text_of(client, "/on/07-03/?page=2")) == ["In 1920"]
    assert titles_in(text_of(client, f"/on/07-03/?page={'9' * 20}")) == ["In 1920"]
    assert titles_in(text_of(client, "/on/07-03/?page=-1"))[0] == "In 1900"
    assert titles_in(text_of(client, "/on/07-03/?page=%00"))[0] == "In 1900"


# A day as data


def test_a_day_as_data(client, settings):
    hero = make_image(size=(900, 600))
    make_post("Revolution", event_input="25 October 1917 (O.S.)", hero=hero, description="In two.")
    make_post("Caesar", event_input="15 March 44 BC", description="")
    site = settings.SITE_URL

    response = client.get("/on/10-25.json")

    assert response.headers["Content-Type"] == "application/json"
    assert response.json() == {
        "month_day": "10-25",
        "posts": [
            {
                "title": "Revolution",
                "url": f"{site}/posts/revolution/",
                "year": 1917,
                "event_date": "25 October (O.S.) / 7 November 1917",
                "edtf": "1917-11-07",
                "description": "In two.",
                "role": "on",
                "old_style": True,
                "image": site + hero.as_card().src,
            }
        ],
    }
    assert client.get("/on/03-15.json").json()["posts"] == [
        {
            "title": "Caesar",
            "url": f"{site}/posts/caesar/",
            "year": -43,
            "event_date": "15 March 44 BC",
            "edtf": "-0043-03-13",
            "description": "",
            "role": "on",
            "old_style": False,
            "image": None,
        }
    ]
    assert client.get("/on/07-03.json").json() == {"month_day": "07-03", "posts": []}


def test_the_data_of_a_full_day_goes_on_where_next_leads(client, settings):
    with in_batches():
        for number in range(45):
            make_post(f"Story {number:02d}", event_input=f"3 July {1801 + number}")

    pages, path = [], "/on/07-03.json"
    while path:
        data = client.get(path).json()
        assert data.keys() <= {"month_day", "posts", "next"}
        pages.append([post["title"] for post in data["posts"]])
        path = data.get("next", "").removeprefix(settings.SITE_URL)

    titles = [f"Story {number:02d}" for number in range(45)]
    assert pages == [titles[:20], titles[20:40], titles[40:]]


def test_the_data_tells_begin_and_end_and_the_days_other_style(client):
    make_post("War", event_input="28 July 1914 – 11 November 1918")
    make_post("Old war", event_input="11 November 1800 (O.S.) – 2 May 1801 (O.S.)")

    def told(day: str) -> list[tuple[str, int, str, bool]]:
        posts = client.get(f"/on/{day}.json").json()["posts"]
        return [(post["title"], post["year"], post["role"], post["old_style"]) for post in posts]

    assert told("11-11") == [("Old war", 1800, "start", True), ("War", 1918, "end", False)]
    assert told("07-28") == [("War", 1914, "start", False)]
    assert told("11-23") == [("Old war", 1800, "start", False)]
    assert told("05-02") == [("Old war", 1801, "end", True)]


@pytest.mark.parametrize("header", ["If-None-Match", "If-Modified-Since"])
def test_the_data_is_not_sent_again_until_something_changes(client, header):
    with time_machine.travel(COMMON_YEAR, tick=False):
        make_post("Hastings")
        first = client.get("/on/10-14.json")
        known = {"If-None-Match": "ETag", "If-Modified-Since": "Last-Modified"}[header]
        asked = {header: first.headers[known]}
        assert first.headers["Last-Modified"] == "Fri, 03 Jul 2026 12:00:00 GMT"
        assert client.get("/on/10-14.json", headers=asked).status_code == 304
    with time_machine.travel(COMMON_YEAR + timedelta(seconds=2), tick=False):
        make_post("Another", event_input="14 October 1322")
        assert client.get("/on/10-14.json", headers=asked).status_code == 200


def test_the_data_of_28_february_changes_with_the_year(client, settings):
    settings.TIME_ZONE = "Pacific/Auckland"
    with time_machine.travel(COMMON_YEAR, tick=False):
        make_post("Agadir", event_input="29 February 1960")
    new_year = datetime(2027, 12, 31, 12, tzinfo=UTC)  # already 2028 in Auckland
    with time_machine.travel(new_year, tick=False):
        response = client.get("/on/02-28.json")
        assert client.get("/on/03-01.json").headers["Last-Modified"].startswith("Fri, 03 Jul 2026")

    assert response.json()["posts"] == []
    assert response.headers["Last-Modified"] == "Fri, 31 Dec 2027 11:00:00 GMT"


@pytest.mark.parametrize(
    ("when", "day", "machine"),
    [
        ("24 November 1642", "11-24", ["1642-11-24"]),
        ("5 November 1605 OS", "11-15", ["1605-11-15"]),
        ("14 October 1066", "10-14", []),
        ("28 July 1914 – 11 November 1918", "11-11", []),
    ],
)
def test_a_line_of_a_day_tells_machines_its_date(client, when, day, machine):
    make_post("Told", event_input=when)

    page = text_of(client, f"/on/{day}/").partition("<main")[2]
    assert re.findall('<time datetime="([^"]*)">', page) == machine
