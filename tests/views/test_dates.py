"""The year as a calendar, and what all pages of days and years have in common."""

import re
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.db import transaction

from posts.models import ArchiveEntry, Post
from tests.factories import make_category, make_image, make_place, make_post
from tests.views.queries import queries_of
from tests.views.reading import links_in, text_of

pytestmark = pytest.mark.django_db
COMMON_YEAR = datetime(2026, 7, 3, 12, tzinfo=UTC)


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


@pytest.mark.engine
@pytest.mark.parametrize(
    "path", [*DAYS, *DATA, *YEARS, *MORE_YEARS, *DECADES, *CENTURIES, *NAMELESS]
)
def test_an_address_that_names_nothing_answers_as_an_unknown_one(client, path):
    with time_machine.travel(COMMON_YEAR, tick=False):  # A header tells the second.
        response, unknown = client.get(path), client.get("/nothing/")

    assert (response.status_code, response.content) == (404, unknown.content)
    assert response.headers == unknown.headers


QUERIES = {
    # The number of entries, a page of their cards, the week.
    "/on/07-03/": 3,
    # The number of entries, a page of them, posts, content version and publish times.
    "/on/07-03.json": 4,
    # Content version and publish times, two neighbours, the number and the cards of what
    # began, the number and a page of what goes on, its lines, and the shorter spans.
    "/years/1914/": 10,
    "/decades/1910s/": 11,
    "/centuries/20/": 11,
    # Days and centuries, each with the content version and the next publish time.
    "/on/": 6,
}


def test_a_page_takes_as_many_queries_for_thirty_posts_as_for_one():
    found = []
    for number in (1, 3, 30):
        _filed(number)
        found.append({path: queries_of(path) for path in QUERIES})
    assert found == [QUERIES] * 3


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
