from unicodedata import normalize
from urllib.parse import quote

import pytest

from posts.models import Redirect
from tests.factories import NOON, make_image, make_post

pytestmark = pytest.mark.django_db
OLD = "/history/1066/2015/10/14/hästings.html"


def test_an_old_address_leads_to_the_post_in_one_step(client):
    Redirect.objects.create(path=OLD, post=make_post())

    response = client.get(OLD)

    assert (response.status_code, response.headers["Location"]) == (301, "/posts/hastings/")
    told = [response.headers[name] for name in ("Cache-Control", "X-Accel-Expires")]
    assert told == ["max-age=0, s-maxage=1", "@1"]


def test_an_old_address_of_a_picture_leads_to_its_file(client):
    image = make_image()
    Redirect.objects.create(path="/assets/red.png", image=image)

    response = client.get("/assets/red.png")

    assert (response.status_code, response.headers["Location"]) == (301, image.file.url)


@pytest.mark.parametrize(
    "state", [{"status": "draft"}, {"status": "withdrawn", "trashed_at": NOON}]
)
def test_an_old_address_of_a_hidden_post_is_unknown(client, state):
    Redirect.objects.create(path=OLD, post=make_post(**state))

    hidden, unknown = client.get(OLD), client.get("/nothing.html")

    assert (hidden.status_code, hidden.content) == (404, unknown.content)


@pytest.mark.parametrize(
    ("asked", "location"),
    [
        ("/categories", "/categories/"),
        ("/posts/hastings", "/posts/hastings/"),
        ("/posts/unknown?a=1&b=%C3%A4", "/posts/unknown/?a=1&b=%C3%A4"),
        ("/tags/%C3%A9cole", "/tags/%C3%A9cole/"),
        ("/archive/2025/05", "/archive/2025/05/"),
        ("/admin", "/admin/"),
    ],
)
def test_a_missing_slash_is_added_and_the_query_kept(client, asked, location):
    response = client.get(asked)

    assert (response.status_code, response.headers["Location"]) == (301, location)


@pytest.mark.engine
@pytest.mark.parametrize(
    "path",
    [
        *("/nothing", "/nothing/", "/%2Fexample.org", "/%2Ftags/x", "/%2e%2e/etc/passwd"),
        *("/a%00b", "/a%00b/", "/posts/a%00b/", "/categories/%00/", "/%ff", "/" + "a" * 5000),
        *("/archive/2025/13/", "/archive/2025/13", "/media/%00.png", "/tags/%00"),
    ],
)
def test_whatever_else_is_asked_for_is_unknown(client, path):
    assert client.get(path).status_code == 404


def test_only_reading_is_answered(client):
    assert client.post("/nothing/").status_code == 405


@pytest.mark.parametrize("stored", ["/2012/trip.html", "/2012/trip/", "/2012/trip/index.html"])
@pytest.mark.parametrize(
    "asked",
    ["/2012/trip", "/2012/trip/", "/2012/trip.html", "/2012/trip/index.html", "/2012/trip/?a=1"],
)
def test_an_old_address_is_known_in_each_form_that_servers_answer(client, stored, asked):
    Redirect.objects.create(path=stored, post=make_post())

    response = client.get(asked)

    assert (response.status_code, response.headers["Location"]) == (301, "/posts/hastings/")


def test_the_form_that_is_stored_comes_before_others_and_a_page_of_ours_before_both(client):
    trip, journey = make_post("Trip"), make_post("Journey")
    Redirect.objects.create(path="/2012/trip/", post=trip)
    Redirect.objects.create(path="/2012/trip.html", post=journey)
    Redirect.objects.create(path="/timeline.html", post=trip)

    places = {
        path: client.get(path).headers["Location"] for path in ("/2012/trip.html", "/timeline")
    }

    assert places == {"/2012/trip.html": "/posts/journey/", "/timeline": "/timeline/"}


@pytest.mark.parametrize("path", ["/index.html", "/.html", "/html", "/2012/trips", "/trip"])
def test_another_address_is_no_form_of_it(client, path):
    Redirect.objects.create(path="/2012/trip.html", post=make_post())
    assert client.get(path).status_code == 404


@pytest.mark.engine
@pytest.mark.parametrize("stored", ["NFC", "NFD"])
@pytest.mark.parametrize("asked", ["NFC", "NFD"])
@pytest.mark.parametrize("path", ["/2012/élysée.html", "/Łódź/", "/한국/a", "/tags/école/"])
def test_an_old_address_is_known_with_its_accents_taken_apart(client, stored, asked, path):
    Redirect.objects.create(path=normalize(stored, path), post=make_post())
    response = client.get(quote(normalize(asked, path)))
    assert (response.status_code, response.headers["Location"]) == (301, "/posts/hastings/")
    assert Redirect.objects.get().path == path


@pytest.mark.parametrize("page", ["/tags/école/", "/feeds/tags/école.xml", "/feeds/tags/école.ics"])
def test_a_tag_is_known_with_its_accents_taken_apart(client, page):
    make_post(tags=["École"])
    assert client.get(quote(normalize("NFD", page))).status_code == 200
