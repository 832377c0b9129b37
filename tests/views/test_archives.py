import re
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from posts.archives import in_batches, neighbours
from posts.models import Place, Post
from tests.factories import make_category, make_image, make_place, make_post
from tests.views.queries import queries_of
from tests.views.reading import text_of, titles_in

pytestmark = pytest.mark.django_db


def titles(response) -> list[str]:
    return titles_in(response.content.decode())


def test_an_empty_archive_says_so_everywhere(client):
    for path in ("/", "/categories/", "/places/", "/tags/", "/archive/"):
        response = client.get(path)
        assert (response.status_code, 'class="empty"' in response.content.decode()) == (200, True)


@pytest.mark.parametrize(
    ("pictured", "lead"),
    [
        ((), "Story 0"),
        ((1,), "Story 1"),
        ((2, 1), "Story 1"),
        ((3,), "Story 0"),
        ((0, 2), "Story 0"),
    ],
)
def test_a_list_has_one_lead_in_its_place_that_is_pictured_or_the_first(client, pictured, lead):
    war, france = make_category("War"), Place.objects.get(slug="france")
    for number in range(4):
        hero = make_image(size=(900 + number, 600)) if number in pictured else None
        event = f"1066-0{number + 1}-01"
        filed = {"categories": [war], "places": [france], "tags": ["siege"]}
        make_post(f"Story {number}", event_input=event, hero=hero, **filed)

    for path in (
        *("/categories/war/", "/places/france/", "/tags/siege/"),
        *("/years/1066/", "/decades/1060s/", "/centuries/11/"),
    ):
        text = text_of(client, path)
        entries = text.split('<li class="entry')[1:]
        leads = [titles_in(each) for each in entries if each.split('"')[0].endswith(" is-lead")]
        assert (leads, titles_in(text)) == ([[lead]], [f"Story {n}" for n in range(4)]), path
        assert text.count(" has-picture") == len(pictured), path
    assert text_of(client, "/archive/2020/01/").count(" is-lead") == 1


def test_only_the_first_page_of_a_list_has_a_lead(client):
    war = make_category("War")
    with in_batches():
        for number in range(21):
            make_post(f"Story {number}", categories=[war])
    pages = [text_of(client, f"/categories/war/?page={number}") for number in (1, 2)]
    assert [page.count(" is-lead") for page in pages] == [1, 0]


def test_a_category_without_a_sign_goes_by_its_initial(client):
    make_post(categories=[make_category("war", sign="†"), make_category("history")])
    signs = re.findall(r'ledger-sign" aria-hidden="true">(.+?)<', text_of(client, "/categories/"))
    assert signs == ["H", "†"]


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


def test_indexes_count_public_posts_only(client):
    war = make_category("War")
    make_post("Public", categories=[war], tags=["siege"])
    make_post("Draft", status=Post.Status.DRAFT, categories=[war], tags=["siege"])

    assert '"ledger-number">1<' in text_of(client, "/categories/")
    assert '"index-number">1<' in text_of(client, "/tags/")


def test_tags_stand_in_order_under_their_first_letter_and_nameless_ones_nowhere(client):
    make_post(tags=["École", "eclipse", "Zoo", "1066", "😀", "Łódź", "Lviv", "Edessa"])

    text = text_of(client, "/tags/").partition("</main>")[0]
    groups = [part.split("</h2>") for part in text.split("<h2>")[1:]]

    found = {letter: re.findall(r">([^<]+)</a>", rows) for letter, rows in groups}
    assert found == {
        "#": ["1066"], "E": ["eclipse", "École", "Edessa"], "L": ["Łódź", "Lviv"], "Z": ["Zoo"],
    }  # fmt: skip


def test_a_tag_in_any_script_has_its_archive(client):
    make_post("Meiji", tags=["明治"])

    assert titles(client.get("/tags/明治/")) == ["Meiji"]


def test_places_stand_under_their_continents_with_the_years_of_former_states(client):
    make_post(places=[Place.objects.get(slug="austria-hungary"), make_place("Atlantis")])

    text = text_of(client, "/places/")

    parts = [part.split("</h2>")[0].partition("<h2>")[2] for part in text.split("<section")[1:]]
    sections = [re.sub(r"<[^>]*>", "", part) for part in parts]
    assert sections == ["Europe 1", "Elsewhere"]
    assert "1867–1918" in text


def test_a_country_holds_the_posts_of_its_cities(client):
    france = Place.objects.get(slug="france")
    make_post("Bastille", places=[make_place("Paris", parent=france)])

    assert titles(client.get("/places/france/")) == ["Bastille"]
    assert titles(client.get("/places/europe/")) == ["Bastille"]
    assert client.get("/places/germany/").status_code == 404


def test_a_former_state_names_who_came_before_and_after(client):
    make_post(places=[Place.objects.get(slug="austria-hungary"), Place.objects.get(slug="austria")])

    text = text_of(client, "/places/austria-hungary/")

    before, _, after = text.split('aria-label="States before and after"')[1].partition("After it")
    assert "Austrian Empire" in before
    assert '<a href="/places/austria/">Austria</a>' in after.split("</nav>")[0]
    assert "Hungary" in after.split("</nav>")[0]
    assert "/places/hungary/" not in after


def test_a_neighbour_with_many_stories_is_not_counted_to_the_end(client, monkeypatch):
    monkeypatch.setattr(neighbours, "MOST_COUNTED", 2)
    france, spain, italy = (Place.objects.get(slug=slug) for slug in ("france", "spain", "italy"))
    for number in range(3):
        make_post(f"Story {number}", places=[spain, france])
    make_post("Forum", places=[italy])

    tree = text_of(client, "/places/france/").partition('class="place-tree"')[2]

    assert 'Spain</a> <span class="place-count">2+</span>' in tree
    assert 'Italy</a> <span class="place-count">1</span>' in tree


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


NEAREST = {
    "1": 1,
    "2": 2,
    "3": 2,
    "0": 1,
    "-1": 1,
    "x": 1,
    "": 1,
    "1.5": 1,
    "9" * 5000: 1,
    "999999999999": 2,
    "\0": 1,
}


def test_a_page_that_does_not_exist_is_the_nearest_one(client):
    war = make_category("War")
    posts = [make_post(f"Battle {n}", slug=f"battle-{n}") for n in range(21)]
    war.posts.set(posts)

    found = {asked: client.get("/categories/war/", {"page": asked}) for asked in NEAREST}

    assert {asked: answer.status_code for asked, answer in found.items()} == dict.fromkeys(
        NEAREST, 200
    )
    assert {asked: answer.context["page"].number for asked, answer in found.items()} == NEAREST


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


LISTS = ("/categories/", "/categories/war/", "/tags/", "/tags/siege/", "/places/")


MORE_LISTS = ("/places/france/", "/archive/", "/archive/2020/01/")


def test_a_list_takes_as_many_queries_however_long_it_is():
    """A place takes most: its posts as any list, and three that are kept afterwards."""
    war, france = make_category("War"), Place.objects.get(slug="france")
    _listed("One", war, france, "red")
    at_one = {path: queries_of(path) for path in LISTS + MORE_LISTS}
    _listed("Two", war, france, "green")
    _listed("Three", war, france, "blue")

    assert {path: queries_of(path) for path in at_one} == at_one
    assert at_one.pop("/places/france/") <= 9
    assert {path: number for path, number in at_one.items() if number > 6} == {}


def _listed(title: str, war, france, colour: str) -> None:
    make_post(
        title,
        hero=make_image(colour),
        categories=[war, make_category(f"{title} kind")],
        places=[france, make_place(f"{title} town", parent=france)],
        tags=["siege", title],
        publish_at=datetime(2020, 1, 1, tzinfo=UTC) + timedelta(hours=1),
    )


@pytest.mark.parametrize(
    "path", ["/categories/war/", "/places/france/", "/tags/siege/", "/years/1066/"]
)
def test_the_stories_of_a_list_are_counted_once_until_a_change(client, path):
    war, france, found = make_category("War"), Place.objects.get(slug="france"), []
    for title in ("Hastings", "Stamford", "Fulford"):
        make_post(title, categories=[war], places=[france], tags=["siege"])
        page = client.get(path).context["page"]
        with CaptureQueriesContext(connection) as captured:
            again = client.get(f"{path}?page=2").context["page"]
        counted = [query for query in captured if "COUNT(" in query["sql"]]
        found.append((page.paginator.count, again.paginator.count, counted))

    assert found == [(number, number, []) for number in (1, 2, 3)]
