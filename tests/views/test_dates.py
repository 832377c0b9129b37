"""The pages of days, years, decades and centuries, and of the year as a calendar."""

import re
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.db import connection, transaction
from django.test import Client

from posts.dates import Span, Unit
from posts.models import ArchiveEntry, Post
from tests.factories import make_category, make_image, make_place, make_post
from tests.views.queries import queries_of
from tests.views.reading import stamps_in, titles_in

pytestmark = pytest.mark.django_db
COMMON_YEAR = datetime(2026, 7, 3, 12, tzinfo=UTC)
LEAP_YEAR = datetime(2028, 7, 3, 12, tzinfo=UTC)
ON_THIS_DAY = "on this day"


def text_of(client: Client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200, path
    return response.content.decode()


def links_in(text: str, prefix: str = "/") -> list[str]:
    return re.findall(rf'href="({prefix}[^"]*)"', text)


# A day


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
    nearest = text.split('class="empty"')[1].split("</p>")[0]

    assert "Nothing in our archive happened on 3 July yet." in text
    assert links_in(nearest) == ["/on/07-01/", "/on/07-20/"]


def test_in_an_empty_archive_a_day_leads_nowhere_near(client):
    assert 'class="empty"' not in text_of(client, "/on/07-03/")


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
    assert titles_in(text_of(client, "/on/03-01/")) == []


def test_a_long_day_has_pages_and_the_nearest_for_a_number_that_has_none(client):
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


# Years, decades, centuries


def began_and_going(text: str) -> tuple[list[str], list[str]]:
    began, _, going = text.partition('class="going"')
    return titles_in(began), titles_in(going)


@pytest.fixture
def _history() -> None:
    make_post("War", event_input="28 July 1914 – 11 November 1918")
    make_post("Tower", event_input="1889–1930")
    make_post("Republic", event_input="since 1875")
    make_post("Ship", event_input="14 April 1912")
    make_post("Empire", event_input="until 1917")
    make_post("Decade", event_input="1910s")
    make_post("Century", event_input="20th century")
    make_post("Between", event_input="between 1912 and 1916")
    make_post("Before", event_input="before 1950")
    make_post("Draft", event_input="1900–1950", status=Post.Status.DRAFT)


@pytest.mark.usefixtures("_history")
@pytest.mark.parametrize(
    ("path", "began", "going"),
    [
        ("/years/1914/", ["War"], ["Republic", "Tower"]),
        ("/years/1915/", [], ["Republic", "Tower", "War"]),
        ("/years/1918/", [], ["Republic", "Tower", "War"]),
        ("/years/1919/", [], ["Republic", "Tower"]),
        ("/years/1917/", ["Empire"], ["Republic", "Tower", "War"]),
        ("/years/1875/", ["Republic"], []),
        ("/years/1874/", [], []),
        ("/years/1930/", [], ["Republic", "Tower"]),
        ("/years/2500/", [], []),
        ("/decades/1910s/", ["Decade", "Between", "Ship", "War", "Empire"], ["Republic", "Tower"]),
        ("/decades/1880s/", ["Tower"], ["Republic"]),
        ("/centuries/20/", ["Century", "Decade", "Between", "Ship", "War", "Empire"], GOING := [
            "Republic", "Tower",
        ]),
        ("/centuries/19/", ["Republic", "Tower"], []),
    ],
)  # fmt: skip
def test_a_span_tells_what_began_in_it_and_apart_what_was_still_going_on(
    client, path, began, going
):
    assert began_and_going(text_of(client, path)) == (began, going)


@pytest.mark.parametrize(
    ("path", "began", "going"),
    [
        ("/years/44-bc/", ["Ides"], ["Rome"]),
        ("/decades/40s-bc/", ["Ides"], ["Rome"]),
        ("/decades/480s-bc/", ["Salamis"], ["Rome"]),
        ("/decades/0s-bc/", ["Last"], ["Rome"]),
        ("/decades/0s/", ["First"], ["Rome"]),
        ("/centuries/1-bc/", ["Ides", "Last"], ["Rome"]),
        ("/centuries/1/", ["First"], ["Rome"]),
        ("/centuries/5-bc/", ["Salamis"], ["Rome"]),
    ],
)
def test_spans_before_christ(client, path, began, going):
    for title, event_input in (
        ("Rome", "753 BC – AD 476"),
        ("Salamis", "September 480 BC"),
        ("Ides", "15 March 44 BC"),
        ("Last", "1 BC"),
        ("First", "AD 1"),
    ):
        make_post(title, event_input=event_input)
    assert began_and_going(text_of(client, path)) == (began, going)


@pytest.mark.usefixtures("_history")
def test_what_was_still_going_on_is_found_in_the_index_of_spans_alone():
    going = Post.objects.published().still_going_on(Span(Unit.YEAR, 1914))
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE posts_post")  # else it plans by the rows of earlier tests
            cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_bitmapscan = off")

    plan = going.values("pk").explain()

    used = ("COVERING INDEX post_spans", "Index Only Scan using post_spans")
    assert [words in plan for words in used].count(True) == 1


def test_both_lists_of_a_span_have_pages_of_their_own(client):
    for number in range(25):
        make_post(f"Began {number}", event_input=f"{number + 1} May 1914")
        make_post(f"Going {number}", event_input=f"{1880 + number} – 1920")

    text = text_of(client, "/years/1914/?page=2&going=2")
    began, going = began_and_going(text)

    assert began == [f"Began {number}" for number in range(20, 25)]
    assert going == [f"Going {number}" for number in range(10, 20)]
    assert re.findall(r'href="(\?.+?)"', text.split("<main")[1]) == [
        "?page=1&amp;going=2",
        "?going=1&amp;page=2#going",
        "?going=3&amp;page=2#going",
    ]
    far = f"/years/1914/?page={'9' * 20}&going={'9' * 20}"
    assert began_and_going(text_of(client, far)) == (began, [f"Going {n}" for n in range(20, 25)])


@pytest.mark.usefixtures("_history")
def test_a_span_leads_to_its_nearest_neighbours_with_posts_and_to_those_around_it(client):
    head, _, rest = text_of(client, "/years/1914/").partition('class="span-body"')
    assert links_in(head.split("<main")[1]) == ["/decades/1910s/", "/centuries/20/"]
    assert links_in(rest.split('class="ways"')[1], "/years/") == ["/years/1912/", "/years/1917/"]

    empty = text_of(client, "/years/1900/").split('class="empty"')[1]
    assert links_in(empty.split("</p>")[0]) == ["/years/1889/", "/years/1912/"]


@pytest.mark.usefixtures("_history")
def test_a_decade_counts_its_years_and_a_century_its_decades(client):
    def parts(path: str) -> list[tuple[str, str]]:
        strip = text_of(client, path).split('<nav class="strip')[1].split("</nav>")[0]
        names = re.findall(r'strip-name">(.+?)<', strip)
        return list(zip(names, re.findall(r'strip-number">(.+?)<', strip), strict=True))

    years = dict(parts("/decades/1910s/"))
    assert (list(years), years["1912"], years["1914"], years["1917"], years["1911"]) == (
        [str(year) for year in range(1910, 1920)],
        *("1", "1", "1", "–"),
    )
    decades = parts("/centuries/20/")
    assert (len(decades), decades[1], decades[2]) == (10, ("1910s", "5"), ("1920s", "–"))


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/years/1915/", "Nothing in our archive began in 1915 yet."),
        ("/decades/480s-bc/", "Nothing in our archive began in the 480s BC yet."),
        ("/decades/480s-bc/", "From 489 to 480 BC."),
        ("/decades/0s/", "From AD 1 to 9"),
        ("/centuries/20/", "Our 20th century runs from 1900 to 1999: we count by hundreds"),
        ("/centuries/20/", "<title>20th century (1900–1999) in history"),
        ("/years/200001-bc/", "200001"),
    ],
)
def test_an_empty_span_is_a_page_that_says_what_it_is(client, path, words):
    assert words in text_of(client, path)


def test_the_earliest_year_lies_in_a_decade_and_a_century_that_exist(client):
    head = text_of(client, "/years/200001-bc/").partition('class="span-body"')[0]
    around = links_in(head.split("<main")[1])
    assert [client.get(path).status_code for path in around] == [200, 200]


# The year as a calendar


@time_machine.travel(datetime(2026, 7, 3, 23, 30, tzinfo=UTC), tick=False)
def test_the_calendar_has_a_cell_for_each_day_with_its_number_and_marks_today(client, settings):
    settings.TIME_ZONE = "Europe/Berlin"
    for number in range(3):
        make_post(f"Story {number}", event_input=f"27 May {1900 + number}")
    make_post("Leap", event_input="29 February 1960")
    make_post("Draft", event_input="28 May 1960", status=Post.Status.DRAFT)

    text = text_of(client, "/on/")
    cells = re.findall(
        r'<td><a class="shade-(\d)( is-today)?" href="/on/(.+?)/" title="(.+?)"', text
    )
    filled = [(day, shade, title) for shade, _, day, title in cells if shade != "0"]

    assert (len(cells), text.count("<caption>"), text.count('scope="row"')) == (366, 12, 60)
    assert filled == [
        ("02-29", "1", "29 February: 1 story"),
        ("05-27", "3", "27 May: 3 stories"),
    ]
    assert [day for _, today, day, _ in cells if today] == ["07-04"]
    assert text.count('aria-current="date"') == 1


def test_the_calendar_follows_a_scheduled_post_to_its_moment(client):
    with time_machine.travel(COMMON_YEAR, tick=False):
        make_post("Soon", publish_at=COMMON_YEAR + timedelta(minutes=1))
        assert "14 October: no stories" in text_of(client, "/on/")
    with time_machine.travel(COMMON_YEAR + timedelta(minutes=2), tick=False):
        cache.clear()  # A kept sum ends by itself on the wall clock, which stands still here.
        assert "14 October: 1 story" in text_of(client, "/on/")


def test_the_calendar_leads_to_the_centuries_that_have_posts(client):
    make_post("Hastings")
    make_post("Ides", event_input="15 March 44 BC")

    centuries = text_of(client, "/on/").split("is-centuries")[1].split("</nav>")[0]

    assert links_in(centuries) == ["/centuries/1-bc/", "/centuries/11/"]


# All of them


DAYS = ("/on/02-30/", "/on/13-01/", "/on/00-10/", "/on/01-00/", "/on/5-27/", "/on/05-27x/")
DATA = ("/on/02-30.json", "/on/13-01.json", "/on/05-27.json/", "/on/05-27.xml")
YEARS = ("/years/0/", "/years/99999/", "/years/044-bc/", "/years/-5/", "/years/1997s/")
MORE_YEARS = ("/years/0-bc/", "/years/200002-bc/", "/years/999999999999/", "/years/%00/", "/years/")
DECADES = ("/decades/1985s/", "/decades/1980/", "/decades/00s/", "/decades/10000s/")
CENTURIES = ("/centuries/0/", "/centuries/0-bc/", "/centuries/101/", "/centuries/20th/")
NAMELESS = ("/on/%00/", "/on/😀/", "/years/1997%00/", "/centuries/١/", "/on/٠٥-٢٧/")


@pytest.mark.parametrize(
    "path", [*DAYS, *DATA, *YEARS, *MORE_YEARS, *DECADES, *CENTURIES, *NAMELESS]
)
def test_an_address_that_names_nothing_answers_as_an_unknown_one(client, path):
    response, unknown = client.get(path), client.get("/nothing/")

    assert (response.status_code, response.content) == (404, unknown.content)
    assert response.headers == unknown.headers


FILED = ("/on/07-03/", "/years/1914/", "/decades/1910s/", "/centuries/20/")


@pytest.mark.parametrize(
    ("path", "queries"),
    [
        # The number of entries, a page of their cards, the week.
        ("/on/07-03/", 3),
        # Entries, posts, content version and publish times.
        ("/on/07-03.json", 3),
        # Two neighbours, the number and the cards of what began, the number and a page of what
        # goes on, its lines, and the shorter spans.
        *(("/years/1914/", 7), ("/decades/1910s/", 8), ("/centuries/20/", 8)),
        # The content version, the next publish time, days and centuries.
        ("/on/", 4),
    ],
)
def test_a_page_takes_as_many_queries_for_thirty_posts_as_for_one(path, queries):
    found = []
    for number in (1, 3, 30):
        _filed(number)
        found.append(queries_of(path))
    assert found == [queries] * 3


@transaction.atomic
def _filed(number: int) -> None:
    for each in range(ArchiveEntry.objects.values("post").distinct().count() // 2, number):
        make_post(
            f"Story {each}",
            event_input="3 July 1914",
            hero=make_image(size=(900 + each, 600)),
            categories=[make_category(f"Kind {each}")],
            places=[make_place(f"Town {each}")],
        )
        make_post(f"Range {each}", event_input=f"{1800 + each}–1950")


def test_a_winter_stands_on_the_pages_of_both_its_years(client):
    make_post("Frost", event_input="Winter 1799/00")

    for page in (
        *("years/1799", "years/1800", "decades/1790s", "decades/1800s"),
        *("centuries/18", "centuries/19"),
    ):
        html = text_of(client, f"/{page}/")
        assert titles_in(html) == ["Frost"], page
        assert '<span class="stamp-year">1799–1800</span>' in html


@pytest.mark.parametrize(
    ("path", "before", "after"),
    [
        ("/on/10-14/", "/on/10-13/", "/on/10-15/"),
        ("/on/03-01/", "/on/02-29/", "/on/03-02/"),
        ("/years/1066/", "/years/44-bc/", "/years/1914/"),
        ("/decades/1060s/", "/decades/40s-bc/", "/decades/1910s/"),
        ("/centuries/11/", "/centuries/1-bc/", "/centuries/20/"),
    ],
)
def test_machines_are_told_the_neighbours_in_time(client, path, before, after):
    for when in ("15 March 44 BC", "14 October 1066", "28 July 1914"):
        make_post(when, event_input=when)

    head = text_of(client, path).partition("</head>")[0]

    assert re.findall('<link rel="(prev|next)" href="([^"]*)">', head) == [
        ("prev", before),
        ("next", after),
    ]


def test_the_first_page_of_many_leads_back_in_time_and_on_to_the_second(client):
    for when in ("13 October 1066", *("14 October 1066",) * 21):
        make_post(when, event_input=when)

    head = text_of(client, "/on/10-14/").partition("</head>")[0]

    assert '<link rel="prev" href="/on/10-13/">' in head
    assert '<link rel="next" href="?page=2">' in head


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
