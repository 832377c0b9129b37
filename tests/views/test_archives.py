from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.test import Client

from posts.models import Place, Post
from tests.factories import make_category, make_image, make_place, make_post
from tests.views.queries import queries_of

pytestmark = pytest.mark.django_db
HASTINGS_DAY = datetime(2026, 10, 14, 12, tzinfo=UTC)


def titles(response) -> list[str]:
    """The titles of the chronicle, from top to bottom."""
    text = response.content.decode()
    parts = text.split('class="entry-title"')[1:]
    return [part.split("</a>")[0].rpartition(">")[2] for part in parts]


@time_machine.travel(HASTINGS_DAY, tick=False)
def test_home_tells_the_day_across_the_years_and_what_each_post_has_to_do_with_it(client):
    make_post("Hastings")
    make_post("A long siege", event_input="14 October 1300 – 2 May 1301")
    make_post("Another siege", event_input="2 May 1200 – 14 October 1201")
    make_post("By the old calendar", event_input="14 October 1800 (O.S.)")
    make_post("Next day", event_input="15 October 1900")
    for number in range(4):
        make_post(f"Also {number}", event_input="14 October 1950")

    text = client.get("/").content.decode()
    day, latest = text.split('class="latest"')

    assert titles_in(day) == [
        *("Hastings", "Another siege", "A long siege", "By the old calendar"),
        *("Also 0", "Also 1", "Also 2", "Also 3"),
    ]
    assert roles_in(day) == ["on this day", "ends", "begins", "Old Style", *["on this day"] * 4]
    assert "Next day" in latest


def titles_in(text: str) -> list[str]:
    return [part.split("</a>")[0].rpartition(">")[2] for part in text.split('"entry-title"')[1:]]


def roles_in(text: str) -> list[str]:
    stamps = [part.split("</p>")[0] for part in text.split('class="stamp stamp-small')[1:]]
    return [stamp.rstrip().removesuffix("</span>").rpartition(">")[2] for stamp in stamps]


@time_machine.travel(datetime(2026, 10, 13, 23, 30, tzinfo=UTC), tick=False)
def test_today_is_the_day_in_the_sites_zone(client, settings):
    settings.TIME_ZONE = "Europe/Berlin"
    make_post("Hastings")

    assert "14</span>" in client.get("/").content.decode().split("</h1>")[0]


@time_machine.travel(datetime(2026, 2, 28, 12, tzinfo=UTC), tick=False)
def test_a_common_year_keeps_the_leap_day_on_the_28th_and_says_so(client):
    make_post("Agadir", event_input="29 February 1960")

    text = client.get("/").content.decode()

    assert "29 February, kept today in years without one" in text
    assert titles_in(text.split('class="latest"')[0]) == ["Agadir"]


@time_machine.travel(datetime(2026, 7, 3, 12, tzinfo=UTC), tick=False)
def test_a_day_without_posts_names_the_nearest_that_have_some(client):
    make_post("Before", event_input="1 July 1867")
    make_post("Long before", event_input="1 May 1867")
    make_post("After", event_input="20 July 1969")

    text = client.get("/").content.decode().split('class="latest"')[0]

    assert "Nothing in our archive happened on 3 July yet." in text
    assert titles_in(text) == ["Before", "After"]
    assert "1 July</h2>" in text.replace(" <span", "</h2><span")


@time_machine.travel(datetime(2026, 1, 1, 12, tzinfo=UTC), tick=False)
def test_the_year_is_a_ring_for_the_nearest_days(client):
    make_post("New Year's Eve", event_input="31 December 1999")
    make_post("Spring", event_input="1 March 1900")

    text = client.get("/").content.decode().split('class="latest"')[0]

    assert titles_in(text) == ["New Year&#x27;s Eve", "Spring"]


def test_an_empty_archive_says_so_everywhere(client):
    for path in ("/", "/categories/", "/places/", "/tags/", "/archive/"):
        response = client.get(path)
        assert (response.status_code, 'class="empty"' in response.content.decode()) == (200, True)


def test_a_young_site_lists_as_latest_what_its_days_show_already(client):
    for day, title in enumerate(("Older", "Newer"), 1):
        make_post(title, publish_at=datetime(2020, 1, day, tzinfo=UTC))
    context = client.get("/").context
    assert [post.title for post in context["latest"]] == ["Newer", "Older"]


def test_home_lists_the_latest_by_publish_time(client):
    make_post("Second", event_input="", publish_at=datetime(2021, 1, 1, tzinfo=UTC))
    make_post("First", event_input="", publish_at=datetime(2022, 1, 1, tzinfo=UTC))

    latest = client.get("/").content.decode().split('class="latest"')[1]

    assert latest.index("First") < latest.index("Second")


def test_a_category_is_a_chronicle_broken_by_centuries(client):
    war = make_category("War")
    for title, event in (
        ("Undated", ""),
        ("Actium", "2 September 31 BC"),
        ("Hastings", "14 October 1066"),
        ("Stamford Bridge", "25 September 1066"),
        ("Early", "before 1000 BC"),
    ):
        make_post(title, event_input=event, categories=[war])

    text = client.get("/categories/war/").content.decode()

    assert titles_in(text) == ["Early", "Actium", "Stamford Bridge", "Hastings", "Undated"]
    eras = [part.split("</span>")[0] for part in text.split('class="era-name"><span>')[1:]]
    assert eras == ["11th century BC", "1st century BC", "11th century", "Without a date"]


def test_a_category_without_public_posts_is_there_and_empty_but_not_indexed(client):
    make_post("Secret", status=Post.Status.DRAFT, categories=[make_category("Espionage")])

    assert "No story stands in this category yet" in text_of(client, "/categories/espionage/")
    assert "Espionage" not in text_of(client, "/categories/")


def text_of(client: Client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200, path
    return response.content.decode()


def test_indexes_count_public_posts_only(client):
    war = make_category("War")
    make_post("Public", categories=[war], tags=["siege"])
    make_post("Draft", status=Post.Status.DRAFT, categories=[war], tags=["siege"])

    assert '"ledger-number">1<' in text_of(client, "/categories/")
    assert '"index-number">1<' in text_of(client, "/tags/")


def test_tags_stand_under_their_first_letter_and_nameless_ones_nowhere(client):
    make_post(tags=["École", "eclipse", "1066", "😀"])

    letters = [part.split("</h2>")[0] for part in text_of(client, "/tags/").split("<h2>")[1:]]

    assert letters == ["#", "E"]


def test_a_tag_in_any_script_has_its_archive(client):
    make_post("Meiji", tags=["明治"])

    assert titles(client.get("/tags/明治/")) == ["Meiji"]


def test_places_stand_under_their_continents_with_the_years_of_former_states(client):
    make_post(places=[Place.objects.get(slug="austria-hungary"), make_place("Atlantis")])

    text = text_of(client, "/places/")

    sections = [part.split("</h2>")[0].rpartition(">")[2] for part in text.split("<section")[1:]]
    assert sections == ["Europe", "Elsewhere"]
    assert "1867 – 1918" in text


def test_a_country_holds_the_posts_of_its_cities(client):
    france = Place.objects.get(slug="france")
    make_post("Bastille", places=[make_place("Paris", parent=france)])

    assert titles(client.get("/places/france/")) == ["Bastille"]
    assert titles(client.get("/places/europe/")) == ["Bastille"]
    assert client.get("/places/germany/").status_code == 404


def test_a_former_state_names_who_came_before_and_after(client):
    make_post(places=[Place.objects.get(slug="austria-hungary"), Place.objects.get(slug="austria")])

    text = text_of(client, "/places/austria-hungary/")

    after = text.split("After it</dt><dd>")[1].split("</dd>")[0]
    assert '<a href="/places/austria/">Austria</a>' in after
    assert "Hungary" in after
    assert "/places/hungary/" not in after


def test_archive_counts_by_month_of_the_sites_zone(client, settings):
    settings.TIME_ZONE = "Europe/Berlin"
    make_post("New Year", publish_at=datetime(2024, 12, 31, 23, 30, tzinfo=UTC))

    assert 'href="/archive/2025/01/"' in text_of(client, "/archive/")
    assert titles(client.get("/archive/2025/01/")) == ["New Year"]
    assert client.get("/archive/2024/12/").status_code == 404


@pytest.mark.parametrize("path", ["/archive/0000/01/", "/archive/9999/12/", "/archive/0001/01/"])
def test_months_that_no_clock_can_hold_are_unknown(client, settings, path):
    settings.TIME_ZONE = "Pacific/Auckland"
    assert client.get(path).status_code == 404


@pytest.mark.parametrize(
    ("asked", "number"),
    [
        *(("1", 1), ("2", 2), ("3", 2), ("0", 1), ("-1", 1), ("x", 1), ("", 1), ("1.5", 1)),
        *(("9" * 5000, 1), ("999999999999", 2), ("\0", 1)),
    ],
)
def test_a_page_that_does_not_exist_is_the_nearest_one(client, asked, number):
    war = make_category("War")
    posts = [make_post(f"Battle {n}", slug=f"battle-{n}") for n in range(21)]
    war.posts.set(posts)

    response = client.get("/categories/war/", {"page": asked})

    assert (response.status_code, response.context["page"].number) == (200, number)


def test_later_pages_say_which_they_are_and_are_their_own_canonical(client, settings):
    war = make_category("War")
    war.posts.set([make_post(f"Battle {n}", slug=f"battle-{n}") for n in range(21)])

    text = client.get("/categories/war/", {"page": "2", "utm": "x"}).content.decode()

    canonical = f'<link rel="canonical" href="{settings.SITE_URL}/categories/war/?page=2">'
    assert canonical in text
    assert "Page 2 of 2" in text
    assert '<a rel="prev" href="?page=1">' in text


def test_nul_in_a_tags_address_is_unknown(client):
    assert client.get("/tags/a%00b/").status_code == 404


LISTS = ("/", "/categories/", "/categories/war/", "/tags/", "/tags/siege/", "/places/")
MORE_LISTS = ("/places/france/", "/archive/", "/archive/2020/01/")


@pytest.mark.parametrize("path", LISTS + MORE_LISTS)
@time_machine.travel(HASTINGS_DAY, tick=False)
def test_a_list_takes_at_most_six_queries_however_long_it_is(path):
    war, france = make_category("War"), Place.objects.get(slug="france")
    _listed("One", war, france, "red")
    at_one = queries_of(path)
    _listed("Two", war, france, "green")
    _listed("Three", war, france, "blue")

    assert queries_of(path) == at_one
    assert at_one <= 6


def _listed(title: str, war, france, colour: str) -> None:
    make_post(
        title,
        hero=make_image(colour),
        categories=[war, make_category(f"{title} kind")],
        places=[france, make_place(f"{title} town", parent=france)],
        tags=["siege", title],
        publish_at=datetime(2020, 1, 1, tzinfo=UTC) + timedelta(hours=1),
    )


@time_machine.travel(datetime(2026, 7, 3, 12, tzinfo=UTC), tick=False)
def test_a_home_without_a_post_today_takes_six_queries_at_most():
    make_post("Hastings", hero=make_image(), categories=[make_category()], places=[make_place()])

    assert queries_of("/") <= 6
