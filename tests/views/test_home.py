import re
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core.cache import cache

from posts import archives
from posts.archives import in_batches
from posts.archives.front import front_of_day
from posts.dates.anniversaries import DAYS
from posts.models import Dossier, Post
from tests.factories import make_category, make_dossier, make_image, make_place, make_post
from tests.views.queries import queries_of
from tests.views.reading import stamps_in, titles_in

pytestmark = pytest.mark.django_db
HASTINGS_DAY = datetime(2026, 10, 14, 12, tzinfo=UTC)
ON_THIS_DAY = "on this day"


def halves(client) -> list[str]:
    """The day, with its lead and the nearest days, and the latest stories; without the week."""
    day, latest = client.get("/").content.decode().split('class="latest"')
    head, _, rest = day.partition("data-day-week")
    return [head + rest.partition("data-day-lead")[2], latest.split("</section>")[0]]


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
    assert titles_in(latest) == ["Next day"]


@time_machine.travel(HASTINGS_DAY, tick=False)
def test_the_day_leads_to_its_page_which_holds_all_of_a_long_day(client):
    with in_batches():
        for number in range(30):
            make_post(f"Story {number}", event_input=f"14 October {1800 + number}")

    day, _ = halves(client)

    assert titles_in(day) == [f"Story {number}" for number in range(6)]
    assert '<a class="today-day" href="/on/10-14/"' in day
    assert '<p class="more"><a href="/on/10-14/" data-day-more>' in day


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
    assert titles_in(day) == ["Before", *(f"Also {number}" for number in range(3)), "After"]
    assert 'The nearest story: two days ago, on <a href="/on/07-01/">1 July</a>' in day
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

    assert titles_in(halves(client)[1]) == ["Newer", "Older"]


def test_home_lists_the_latest_by_publish_time(client):
    make_post("Second", event_input="", publish_at=datetime(2021, 1, 1, tzinfo=UTC))
    make_post("First", event_input="", publish_at=datetime(2022, 1, 1, tzinfo=UTC))

    assert titles_in(halves(client)[1]) == ["First", "Second"]


@time_machine.travel(HASTINGS_DAY, tick=False)
def test_the_first_with_a_picture_leads_the_day_and_none_is_the_share_card(client):
    make_post("Hastings")
    make_post("Pictured", event_input="14 October 1900", hero=make_image())
    make_post("Also pictured", event_input="14 October 1950", hero=make_image("blue"))

    day, _ = halves(client)

    assert titles_in(day) == ["Pictured", "Hastings", "Also pictured"]
    assert day.count("is-lead") == 1
    shown = day.partition("<main")[2]
    assert ("cover.png" in shown, 'class="entry-picture plate"' in shown) == (False, False)


@time_machine.travel(HASTINGS_DAY, tick=False)
def test_a_lead_without_a_picture_has_its_year_drawn(client):
    make_post("Caesar", event_input="14 October 44 BC")

    plate = halves(client)[0].split('plate" aria-hidden="true">')[1].split("</div>")[0]

    assert plate == "<span>44</span>"


@pytest.mark.parametrize(
    ("today", "event", "told"),
    [
        (datetime(2026, 2, 28), "1 March 1932", "one day from now"),
        (datetime(2028, 2, 28), "1 March 1932", "two days from now"),
        (datetime(2026, 12, 30), "2 January 1932", "three days from now"),
        (datetime(2026, 1, 1), "20 December 1932", "12 days ago"),
    ],
)
def test_an_empty_day_tells_how_far_the_nearest_story_is(client, today, event, told):
    make_post("Lindbergh", event_input=event)
    with time_machine.travel(today.replace(hour=12, tzinfo=UTC), tick=False):
        day = halves(client)[0]
    assert f"The nearest story: {told}, on <a" in day
    assert day.count("is-lead") == 1


@time_machine.travel(datetime(2026, 10, 3, 12, tzinfo=UTC), tick=False)
def test_round_years_of_the_month_are_told_of_public_posts_alone(client):
    make_post("Five hundred", event_input="14 October 1526")
    make_post("Seventy", event_input="31 October 1956")
    make_post("No round year", event_input="15 October 1957")
    make_post("Next month", event_input="1 November 1926")
    make_post("Hidden", event_input="20 October 1926", status=Post.Status.DRAFT)

    rounds = client.get("/").content.decode().split('class="rounds"')[1].split("</ol>")[0]

    assert re.findall(r"(\d+) years</span>.*?/\">(.*?)</a>.*?/\">(.*?)</a>", rounds) == [
        ("500", "Five hundred", "14 October"),
        ("70", "Seventy", "31 October"),
    ]


def test_the_question_and_the_dossier_take_turns_by_day(client):
    for number in range(3):
        make_post(f"Story {number}", closing_question=f"Why {number}?")
        make_dossier(f"Dossier {number}")
    make_dossier("Hidden", status=Dossier.Status.DRAFT)
    asked, told = [], []
    for day in range(3):
        cache.clear()
        with time_machine.travel(HASTINGS_DAY + timedelta(days=day), tick=False):
            text = client.get("/").content.decode()
        asked += re.findall(r'href="/posts/[a-z0-9-]+/#question">(.*?)</a>', text)
        told += re.findall(r'class="beside-title"><a href="/dossiers/.*?">(.*?)</a>', text)
    assert sorted(asked) == ["Why 0?", "Why 1?", "Why 2?"]
    assert sorted(told) == ["Dossier 0", "Dossier 1", "Dossier 2"]


@time_machine.travel(datetime(2028, 1, 1, 12, tzinfo=UTC), tick=False)
def test_each_day_of_the_year_has_one_lead_where_there_is_any_story(django_assert_num_queries):
    """It is of the day, or else of the nearest, of two the earlier; there is no 367th."""
    events = {101: "1 January 1804", 229: "29 February 1504", 527: "27 May 1703", 1014: "1066"}
    for key, event in events.items():
        make_post(event, event_input=event if key != 1014 else "14 October 1066")
    numbers = dict.fromkeys(events, 1)
    archives.make_missing(list(Post.objects.values_list("pk", flat=True)))

    def steps(key: int, other: int) -> int:
        days = (datetime(2028, *divmod(k, 100)).timetuple().tm_yday for k in (key, other))
        first, last = days
        return min((last - first) % 366, (first - last) % 366)

    with django_assert_num_queries(2 * 366):
        fronts = {key: front_of_day((key,), numbers) for key in DAYS}

    for key, front in fronts.items():
        nearest = min(events, key=lambda event: (steps(key, event), event))
        assert abs(front.days) == steps(key, nearest), key
        assert str(front.lead.html).count(" is-lead") == 1, key
        assert front.is_empty == (key not in events), key


def test_an_empty_archive_has_a_front_page_without_a_lead(client):
    text = client.get("/").content.decode()
    assert ("is-lead" in text, "No story has been published yet." in text) == (False, True)
    assert 'name="date"' in text


@pytest.mark.parametrize(
    ("today", "expected"),
    # The content version, under which the figures are; the entries of today and of the nearest
    # days; the cards of both, and the latest stories, twice where there are no others.
    [(HASTINGS_DAY, [5, 5, 4]), (datetime(2026, 7, 3, tzinfo=UTC), [5, 5, 4])],
)
def test_home_takes_no_more_queries_for_thirty_posts_than_for_one(today, expected):
    with time_machine.travel(today, tick=False):
        found = []
        for number in (1, 3, 30):
            _filed(number)
            found.append(queries_of("/", with_figures=True))
    assert found == expected
    assert queries_of("/") - found[-1] == 5  # what the figures take, made anew


def _filed(number: int) -> None:
    with in_batches():
        for each in range(Post.objects.count(), number):
            make_post(
                f"Story {each}",
                event_input=f"14 October {1000 + each}",
                hero=make_image(size=(900 + each, 600)),
                categories=[make_category(f"Kind {each}")],
                places=[make_place(f"Town {each}")],
                publish_at=datetime(2020, 1, 1, tzinfo=UTC) + timedelta(hours=each),
            )
