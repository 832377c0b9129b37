import io
import re

import pytest
import time_machine
from django.conf import settings
from django.core.cache import cache
from PIL import Image as Pillow

from posts.models import Dossier, Place, Post
from posts.views.caching import FOR_READERS
from posts.views.story import cover_of
from tests.factories import make_dossier, make_post
from tests.views.hidden import NOW, STATES, make_hidden

pytestmark = [pytest.mark.django_db, pytest.mark.any_engine]


def test_a_cover_is_a_picture_anyone_may_show(client):
    make_post("Hastings")

    response = client.get("/posts/hastings/cover.png")

    assert Pillow.open(io.BytesIO(response.content)).size == (1200, 630)
    assert response.headers["Content-Type"] == "image/png"
    assert response.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert response.headers["Cache-Control"] == FOR_READERS


def test_a_cover_is_drawn_once_for_its_words(client, monkeypatch):
    drawn = []
    monkeypatch.setattr("posts.views.covers.draw_cover", lambda text: drawn.append(text) or b"PNG")
    post = make_post("Drawn once")
    first = client.get("/posts/drawn-once/cover.png")
    again = client.get("/posts/drawn-once/cover.png", headers={"if-none-match": first["ETag"]})
    post.title = "Drawn anew"
    post.save()
    anew = client.get("/posts/drawn-once/cover.png")

    assert [text.title for text in drawn] == ["Drawn once", "Drawn anew"]
    assert again.status_code == 304
    assert anew["ETag"] != first["ETag"]


def test_the_cover_of_a_renamed_post_is_found_at_its_old_address(client):
    post = make_post("Hastings")
    post.slug = "senlac"
    post.save()

    shown = client.get("/posts/hastings/cover.png")
    Post.objects.update(status="withdrawn")
    hidden, unknown = client.get("/posts/hastings/cover.png"), client.get("/nothing/")

    assert (shown.status_code, shown["Location"]) == (301, "/posts/senlac/cover.png")
    assert (hidden.status_code, hidden.content) == (404, unknown.content)


@pytest.mark.parametrize(
    ("event", "parts"),
    [
        ("14 October 1066", ("14", "October", "1066", "", "")),
        ("44 BC", ("", "", "44", "BC", "")),
        ("1914–1918", ("", "", "1914–1918", "", "")),
        ("c. 1200", ("", "", "1200", "", "about")),
        ("1 July 1916 – 18 November 1916", ("", "", "1 July – 18 November 1916", "", "")),
        ("", ("", "", "", "", "")),
    ],
)
def test_a_cover_tells_the_whole_date(event, parts):
    cover = cover_of(make_post(event_input=event))

    assert (cover.day, cover.month, cover.year, cover.era, cover.note) == parts


LISTS = (
    *("/", "/on/10-14/", "/on/10-15/", "/years/1066/", "/years/1067/", "/decades/1060s/"),
    *("/centuries/11/", "/places/france/", "/dossiers/conquest/", "/on/", "/timeline/", "/tags/"),
)


@pytest.fixture
def told(monkeypatch) -> None:
    """Covers are their words instead of a picture of them, which takes longer."""
    monkeypatch.setattr("posts.views.covers.draw_cover", lambda cover: repr(cover).encode())


@pytest.fixture
def hastings() -> Post:
    post = make_post("Hastings", event_input="14 October 1066")
    post.places.add(Place.objects.get(slug="france"))
    make_dossier("Conquest").posts.add(post)
    return post


@time_machine.travel(NOW, tick=False)
def test_every_list_names_a_picture_that_is_there(client, told, hastings):
    found = {}
    for path in LISTS:
        html = client.get(path).content.decode()
        named = re.findall(r'property="og:image" content="http://[^/]*(/[^"]*)"', html)
        assert [client.get(each).status_code for each in named] == [200], path
        assert 'name="twitter:card" content="summary_large_image"' in html
        assert 'property="og:locale" content="en_GB"' in html
        found[path] = named[0]

    today = f"/on/{NOW:%m-%d}/cover.png"
    own = {path: f"{path}cover.png" for path in LISTS if path[1:].count("/") == 2}
    plain = dict.fromkeys(("/on/", "/timeline/", "/tags/", "/years/1067/"), "/cover.png")
    assert found == own | plain | {"/": today}


@pytest.mark.parametrize(
    ("path", "picture"),
    [
        ("/nothing/", "/cover.png"),
        ("/search/", "/cover.png"),
        ("/search/?q=nothing", "/cover.png"),
        ("/follow/sign-up/", "/cover.png"),
        ("/posts/hastings/letter/", "/posts/hastings/cover.png"),
        ("/posts/hastings/letter/thanks/", "/cover.png"),
    ],
)
def test_what_search_engines_leave_out_has_a_picture_too(client, hastings, path, picture):
    html = client.get(path).text

    named = re.findall(r'property="og:image" content="([^"]*)"', html)
    assert named == [f"{settings.SITE_URL}{picture}"]
    assert html.count('name="robots" content="noindex"') == 1


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/cover.png", ("", "", "", "", "On This Day")),
        ("/on/10-14/cover.png", ("14", "October", "", "1 story", "A day in history")),
        ("/on/02-29/cover.png", ("29", "February", "", "", "A day in history")),
        ("/years/1066/cover.png", ("", "", "1066", "1 story", "A year in history")),
        ("/decades/1060s/cover.png", ("", "", "1060s", "1 story", "A decade in history")),
        ("/centuries/11/cover.png", ("", "", "11th century", "1 story", "A century in history")),
        ("/places/france/cover.png", ("", "", "", "1 story", "France")),
        ("/dossiers/conquest/cover.png", ("", "", "", "1 story", "Conquest")),
    ],
)
def test_a_cover_says_what_its_page_holds(client, monkeypatch, hastings, path, words):
    drawn = []
    monkeypatch.setattr("posts.views.covers.draw_cover", lambda text: drawn.append(text) or b"PNG")

    response = client.get(path)

    (cover,) = drawn
    assert (cover.day, cover.month, cover.year, cover.place, cover.title) == words
    assert response.headers["Content-Type"] == "image/png"
    assert response.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert response.headers["Cache-Control"] == FOR_READERS


def test_nothing_is_drawn_of_what_has_no_story(client, monkeypatch, hastings):
    drawn = []
    monkeypatch.setattr("posts.views.covers.draw_cover", lambda text: drawn.append(text) or b"PNG")
    years = [f"/years/{year}/cover.png" for year in ("1", "1067", "9999", "44-bc")]
    others = ("decades/1070s", "centuries/12", "places/japan", "places/none", "dossiers/none")

    answers = [client.get(path) for path in (*years, *(f"/{each}/cover.png" for each in others))]

    assert {response.status_code for response in answers} == {404}
    assert drawn == []


@pytest.mark.parametrize("state", STATES)
@time_machine.travel(NOW, tick=False)
def test_no_cover_counts_what_is_hidden(client, told, hastings, state):
    paths = [f"{path}cover.png" for path in LISTS if path[1:].count("/") == 2]
    before = [client.get(path).content for path in paths]
    hidden = make_hidden(state, hastings, event_input="14 October 1067")
    Dossier.objects.get(slug="conquest").posts.add(hidden)
    cache.clear()

    assert [client.get(path).content for path in paths] == before
    Post.objects.filter(pk=hidden.pk).update(
        status="approved", publish_at=NOW, trashed_at=None, trashed_status=""
    )
    cache.clear()
    assert [client.get(path).content for path in paths] != before


def test_a_cover_is_made_by_few_queries(client, told, hastings, django_assert_num_queries):
    for path, number in (("/years/1066/", 3), ("/places/france/", 4), ("/dossiers/conquest/", 2)):
        cache.clear()
        with django_assert_num_queries(number):
            client.get(f"{path}cover.png")
