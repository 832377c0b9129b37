"""An address that names nothing is 404, and a number of a page out of range is the nearest."""

import pytest
from django.test import Client

from posts.models import Place
from tests.factories import make_category, make_dossier, make_post

pytestmark = pytest.mark.django_db

NOWHERE = (
    *("/on/02-30/", "/on/13-01/", "/on/00-10/", "/on/04-31/", "/on/5-27/", "/on/0527/"),
    *("/on/02-30.json", "/on/13-01.json", "/years/0/", "/years/99999/", "/years/0-bc/"),
    *("/years/999999-bc/", "/years/01997/", "/years/-44/", "/years/44-ad/", "/years/x/"),
    *("/decades/1985s/", "/decades/1980/", "/decades/99990s/", "/decades/s/", "/decades/-10s/"),
    *("/centuries/0/", "/centuries/0-bc/", "/centuries/101/", "/centuries/20th/"),
    *("/centuries/999999/", "/categories/none/", "/tags/none/", "/places/none/"),
    *("/places/chad/", "/dossiers/none/", "/posts/none/", "/posts/none/cite.bib"),
    *("/posts/none/cite.ris", "/posts/none/cite.json", "/posts/none/cover.png"),
    *("/archive/2020/13/", "/archive/1999/01/", "/feeds/categories/none.xml"),
    *("/feeds/tags/none.xml", "/feeds/places/none.xml", "/feeds/categories/none.ics"),
    *("/feeds/tags/none.ics", "/feeds/places/chad.ics", "/sitemaps/none-1.xml"),
    *("/sitemaps/posts-0.xml", "/sitemaps/posts-99999999999999999999.xml"),
    *("/posts/a%00b/", "/tags/%00/", "/places/%00/", "/on/%00/", "/years/%00/", "/%00"),
    *("/timeline/?category=%00", "/search/?q=a&place=%00", "/media/%00", "/media/../manage.py"),
    *("/feeds/tags/%00.xml", "/dossiers/%00/", "/on/05-27.json%00", "/search/suggestions/%00"),
)
PAGED = (
    *("/on/10-14/", "/years/1066/", "/decades/1060s/", "/centuries/11/", "/categories/war/"),
    *("/tags/siege/", "/places/france/", "/archive/2020/01/", "/dossiers/", "/timeline/"),
    *("/timeline/?decade=1060s", "/search/?q=hastings"),
)
NUMBERS = (
    "-1",
    "0",
    "2",
    "99999999999999999999",
    "9" * 5000,
    "x",
    "",
    "%00",
    "1e9",
    "٣",
    "½",
    "+1",
)


@pytest.fixture(scope="module", autouse=True)
def _archive(module_db) -> None:
    france, war = Place.objects.get(slug="france"), make_category("War")
    post = make_post("Hastings", places=[france], categories=[war], tags=["siege"])
    make_dossier("Conquest").posts.add(post)


def test_what_names_nothing_is_404(client):
    answers = {path: client.get(path).status_code for path in NOWHERE}

    assert {path: status for path, status in answers.items() if status != 404} == {}


@pytest.mark.any_engine
@pytest.mark.parametrize("path", PAGED)
def test_a_page_out_of_range_is_the_nearest(client, path):
    """Each has one page, so the nearest is the first whatever is asked for."""
    sign = "&" if "?" in path else "?"
    first = client.get(path)
    answers = {number: client.get(f"{path}{sign}page={number}") for number in NUMBERS}

    assert first.status_code == 200
    assert {number: answer.status_code for number, answer in answers.items()} == dict.fromkeys(
        NUMBERS, 200
    )
    assert [n for n, answer in answers.items() if answer.content != first.content] == []


def test_what_is_still_going_on_is_paged_alike(client):
    make_post("A long war", event_input="1000–1100")
    path = "/years/1066/"
    first = client.get(path).content

    answers = {number: client.get(f"{path}?going={number}").content for number in NUMBERS}
    assert [number for number, answer in answers.items() if answer != first] == []


@pytest.mark.parametrize(
    "path", ["/on/", "/places/", "/dossiers/", "/categories/", "/tags/", "/archive/"]
)
def test_above_every_kind_is_an_index(client, path):
    assert client.get(path).status_code == 200


@pytest.mark.any_engine
@pytest.mark.parametrize(
    "path",
    [
        *("/", "/on/10-14/", "/search/", "/feed.xml", "/feeds/tags/siege.ics", "/calendar.ics"),
        *("/sitemap.xml", "/posts/hastings/", "/posts/hastings/cover.png", "/media/a.png"),
        *("/search/suggestions/", "/robots.txt", "/nothing/", "/preview/x/", "/timeline/"),
    ],
)
def test_what_is_for_reading_takes_nothing_else(path):
    """And says so to strangers, whose requests bring no token of a form."""
    stranger = Client(enforce_csrf_checks=True)
    methods = ("POST", "PUT", "DELETE", "PATCH", "PURGE")
    answers = {method: stranger.generic(method, path) for method in methods}

    told = {method: (each.status_code, each.get("Allow")) for method, each in answers.items()}
    assert told == dict.fromkeys(methods, (405, "GET, HEAD"))


@pytest.mark.parametrize(
    "path",
    ["/", "/on/10-14/", "/posts/hastings/", "/feed.xml", "/calendar.ics", "/on/10-14.json"],
)
def test_a_head_tells_what_a_get_tells(client, path):
    got, asked = client.get(path), client.head(path)
    again = client.head(path, headers={"If-None-Match": got["ETag"]})

    names = {*got.headers, *asked.headers} - {"X-Accel-Expires"}  # it tells the second
    assert asked.status_code == 200
    assert {name: asked.get(name) for name in names} == {name: got.get(name) for name in names}
    assert (again.status_code, asked.content) == (304, b"")
