import re
from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from posts.models import Post
from tests.factories import make_category, make_image, make_place, make_post
from tests.views.queries import queries_of
from tests.views.reading import stamps_in, titles_in

pytestmark = pytest.mark.django_db
HASTINGS_DAY = datetime(2026, 10, 14, 12, tzinfo=UTC)
ON_THIS_DAY = "on this day"


def halves(client) -> list[str]:
    """The day and the latest stories."""
    return client.get("/").content.decode().split('class="latest"')


@time_machine.travel(HASTINGS_DAY, tick=False)
def test_home_tells_the_day_across_the_years_and_what_each_post_has_to_do_with_it(client):
    make_post("Hastings")
    make_post("A long siege", event_input="14 October 1300 – 2 May 1301")
    make_post("Another siege", event_input="2 May 1200 – 14 October 1201")
    make_post("By the old calendar", event_input="14 October 1800 (O.S.)")
    make_post("Next day", event_input="15 October 1900")

    day, latest = halves(client)

    assert titles_in(day) == ["Hastings", "Another siege", "A long siege", "By the old calendar"]
    assert stamps_in(day) == [
        ("1066", ON_THIS_DAY),
        ("1201", "ends"),
        ("1300", "begins"),
        ("1800", "14 October Old Style, 26 October New Style"),
    ]
    assert titles_in(latest) == []
    assert "Next day" in latest


@time_machine.travel(HASTINGS_DAY, tick=False)
def test_the_day_leads_to_its_page_which_holds_all_of_a_long_day(client):
    for number in range(21):
        make_post(f"Story {number}", event_input=f"14 October {1800 + number}")

    day, _ = halves(client)

    assert titles_in(day) == [f"Story {number}" for number in range(20)]
    assert '<a class="today-day" href="/on/10-14/"' in day
    assert day.count('href="/on/10-14/"') == 2


@time_machine.travel(datetime(2026, 10, 13, 23, 30, tzinfo=UTC), tick=False)
def test_today_is_the_day_in_the_sites_zone(client, settings):
    settings.TIME_ZONE = "Europe/Berlin"
    make_post("Hastings")

    assert "14</span>" in client.get("/").content.decode().split("</h1>")[0]


@time_machine.travel(datetime(2026, 2, 28, 12, tzinfo=UTC), tick=False)
def test_a_common_year_keeps_the_leap_day_on_the_28th_and_says_so(client):
    make_post("Agadir", event_input="29 February 1960")
    make_post("Columbus", event_input="28 February 1504")

    day, _ = halves(client)

    assert titles_in(day) == ["Columbus", "Agadir"]
    assert '<a href="/on/02-29/">29 February</a> <span class="era-years">kept on this day' in day


@time_machine.travel(datetime(2028, 2, 28, 12, tzinfo=UTC), tick=False)
def test_a_leap_year_keeps_the_28th_for_itself(client):
    make_post("Agadir", event_input="29 February 1960")
    for year in range(1504, 1508):
        make_post(f"In {year}", event_input=f"28 February {year}")

    assert titles_in(halves(client)[0]) == ["In 1504", "In 1505", "In 1506", "In 1507"]


@time_machine.travel(datetime(2026, 7, 3, 12, tzinfo=UTC), tick=False)
def test_a_day_without_posts_names_the_nearest_that_have_some(client):
    make_post("Before", event_input="1 July 1867")
    make_post("Long before", event_input="1 May 1867")
    make_post("After", event_input="20 July 1969")
    for number in range(7):
        make_post(f"Also {number}", event_input=f"1 July {1900 + number}")

    day, _ = halves(client)

    assert "Nothing in our archive happened on 3 July yet." in day
    assert titles_in(day) == ["Before", *(f"Also {number}" for number in range(5)), "After"]
    assert '<a href="/on/07-01/">1 July</a> <span class="era-years">the nearest days' in day
    assert '<a href="/on/07-20/">20 July</a> </h2>' in day


@time_machine.travel(datetime(2026, 1, 1, 12, tzinfo=UTC), tick=False)
def test_the_year_is_a_ring_for_the_nearest_days(client):
    make_post("New Year's Eve", event_input="31 December 1999")
    make_post("Spring", event_input="1 March 1900")

    assert titles_in(halves(client)[0]) == ["New Year&#x27;s Eve", "Spring"]


@time_machine.travel(datetime(2026, 7, 3, 12, tzinfo=UTC), tick=False)
def test_a_hidden_post_makes_no_day_the_nearest(client):
    make_post("Draft", event_input="2 July 1900", status=Post.Status.DRAFT)
    make_post(
        "Due tomorrow", event_input="4 July 1776", publish_at=datetime(2026, 7, 4, tzinfo=UTC)
    )
    make_post("Hastings")

    day, _ = halves(client)

    assert titles_in(day) == ["Hastings"]
    assert set(re.findall(r'/on/(.+?)/"', day)) == {"07-03", "10-14"}


def test_a_young_site_lists_as_latest_what_its_days_show_already(client):
    for day, title in enumerate(("Older", "Newer"), 1):
        make_post(title, publish_at=datetime(2020, 1, day, tzinfo=UTC))

    assert [post.title for post in client.get("/").context["latest"]] == ["Newer", "Older"]


def test_home_lists_the_latest_by_publish_time(client):
    make_post("Second", event_input="", publish_at=datetime(2021, 1, 1, tzinfo=UTC))
    make_post("First", event_input="", publish_at=datetime(2022, 1, 1, tzinfo=UTC))

    latest = halves(client)[1]

    assert latest.index("First") < latest.index("Second")


@pytest.mark.parametrize(
    ("today", "expected"),
    # The entries of today; where they are few, the days that have any, with content version and
    # next publish time, and the entries of the nearest; the posts, the latest posts, and the
    # categories and places of both at once.
    [(HASTINGS_DAY, [8, 8, 5]), (datetime(2026, 7, 3, tzinfo=UTC), [9, 9, 9])],
)
def test_home_takes_no_more_queries_for_thirty_posts_than_for_one(today, expected):
    with time_machine.travel(today, tick=False):
        found = []
        for number in (1, 3, 30):
            _filed(number)
            found.append(queries_of("/"))
    assert found == expected


def _filed(number: int) -> None:
    for each in range(Post.objects.count(), number):
        make_post(
            f"Story {each}",
            event_input=f"14 October {1000 + each}",
            hero=make_image(size=(900 + each, 600)),
            categories=[make_category(f"Kind {each}")],
            places=[make_place(f"Town {each}")],
            publish_at=datetime(2020, 1, 1, tzinfo=UTC) + timedelta(hours=each),
        )
