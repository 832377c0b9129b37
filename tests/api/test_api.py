"""What programs of others read: described truly, whole, and nothing hidden."""

import pytest
import time_machine
from django.test import Client
from django.urls import get_resolver
from openapi_spec_validator import validate

from posts.models import Dossier, Place, Post, Redirect
from posts.views.caching import FOR_READERS
from tests.api.description import description, faults
from tests.api.world import SITE, make_more, make_world
from tests.factories import (
    make_citation,
    make_editor,
    make_place,
    make_post,
)
from tests.views.hidden import NOW, make_hidden
from tests.views.queries import queries_of

pytestmark = pytest.mark.django_db


VALUES = {"slug": {"posts": "hastings", "places": "france", "dossiers": "conquest"}}


ANSWERS = {
    "/api/": "/api/",
    "/api/posts/": "/api/posts/",
    "/api/posts/{slug}/": "/api/posts/hastings/",
    "/api/days/": "/api/days/",
    "/api/days/{month_day}/": "/api/days/10-14/",
    "/api/places/": "/api/places/",
    "/api/places/{slug}/": "/api/places/france/",
    "/api/dossiers/": "/api/dossiers/",
    "/api/dossiers/{slug}/": "/api/dossiers/conquest/",
    "/api/search/": "/api/search/?q=conquest",
}


def test_the_description_is_openapi_and_names_every_address():
    validate(description())
    names = {name for name in get_resolver().reverse_dict if str(name).startswith("api")}
    routes = {get_resolver().reverse_dict[name][0][0][0] for name in names}

    written = {f"/{route}".replace("%(", "{").replace(")s", "}") for route in routes}
    assert written - {"/api/openapi.json"} == set(description()["paths"]) == set(ANSWERS)


def test_every_answer_is_as_it_is_described(client):
    make_world()
    make_post("Essay on the conquest", event_input="", undated=True)
    make_post("Caesar", event_input="c. 15 March 44 BC", places=[make_place("Rome")])

    answers = {template: client.get(path) for template, path in ANSWERS.items()}
    assert {response.status_code for response in answers.values()} == {200}
    assert [fault for each in answers.items() for fault in faults(*each)] == []


@pytest.mark.parametrize("template", [name for name in ANSWERS if "{" in name])
def test_what_is_not_there_is_a_problem_in_words(client, template):
    missing = template.replace("{slug}", "nobody").replace("{month_day}", "02-30")
    if "month_day" not in template:
        assert faults(template, client.get(missing)) == []
    assert client.get(missing).json() == {
        "title": "Not Found",
        "status": 404,
        "detail": "Nothing is here. /api/ lists what there is.",
    }


def test_the_index_leads_everywhere(client):
    told = client.get("/api/").json()

    assert (told["name"], told["openapi"]) == ("On This Day", f"{SITE}/api/openapi.json")
    addresses = [each["address"] for each in told["addresses"]]
    assert addresses == [f"{SITE}{path}" for path in description()["paths"]]
    assert [each["about"] for each in told["addresses"] if not each["about"]] == []


def test_a_post_is_told_whole(client):
    post = make_world()
    stamp = post.modified_at.isoformat(timespec="seconds")
    told = client.get("/api/posts/hastings/").json()

    assert told.pop("picture")["credit"] == "J. Doe"
    france = {"slug": "france", "name": "France", "url": f"{SITE}/places/france/"}
    assert told == {
        "id": post.feed_id,
        "kind": "post",
        "slug": "hastings",
        "title": "Hastings",
        "url": f"{SITE}/posts/hastings/",
        "api": f"{SITE}/api/posts/hastings/",
        "description": "What happened: Hastings.",
        "language": "en",
        "published": "2020-01-01T00:00:00+00:00",
        "updated": stamp,
        "event": {"text": "14 October 1066", "edtf": "1066-10-20"},
        "categories": [{"slug": "war", "name": "War", "url": f"{SITE}/categories/war/"}],
        "places": [france | {"api": f"{SITE}/api/places/france/"}],
        "bullets": [{"label": "Event", "html": "A <em>battle</em> of the conquest."}],
        "html": f'<p>See <a href="{SITE}/on/10-14/">the day</a>.</p>\n',
        "question": "Was it worth it?",
        "author": None,
        "tags": ["siege"],
        "sources": [
            {
                "title": "The Carmen",
                "author": "Guy",
                "publisher": "",
                "issued": {"text": "1067", "edtf": "1067"},
                "url": "https://example.org/carmen",
                "language": "",
                "locator": "p. 3",
                "quotation": "Heu!",
                "note": "In Latin.",
            }
        ],
    }


@pytest.mark.parametrize(
    ("typed", "edtf"),
    [
        ("15 March 44 BC", "-0043-03-13"),
        ("c. 1200", "1200~"),
        ("28 July 1914 – 11 November 1918", "1914-07-28/1918-11-11"),
        ("since 1991", "1991/.."),
        ("480s BC", "-0488/-0479"),
    ],
)
def test_dates_come_in_edtf_beside_their_words(client, typed, edtf):
    post = make_post(event_input=typed)
    told = client.get("/api/posts/hastings/").json()["event"]
    assert told == {"text": post.event_text, "edtf": edtf}


def test_a_day_tells_why_a_post_stands_there(client):
    make_post("War", event_input="1 March 1300 – 7 November 1301")
    make_post("Revolution", event_input="25 October 1917 (O.S.)")

    told = [client.get(f"/api/days/{day}/").json()["posts"] for day in ("11-07", "10-25")]

    found = [[(p["title"], p["year"], p["role"], p["old_style"]) for p in day] for day in told]
    assert found == [
        [("War", 1301, "end", False), ("Revolution", 1917, "on", False)],
        [("Revolution", 1917, "on", True)],
    ]
    assert client.get("/api/days/02-29/").json()["posts"] == []
    assert [day["month_day"] for day in client.get("/api/days/").json()["days"]] == [
        *("03-01", "10-25", "11-07"),
    ]


def test_any_site_may_read_it_and_ask_again(client):
    make_world()
    first = {path: read_again(client, path) for path in ANSWERS.values()}
    make_more(1)
    Post.objects.update(title="Conquest")
    Dossier.objects.update(title="Conquest anew")

    same = [path for path, etag in first.items() if client.get(path)["ETag"] == etag]
    assert same == ["/api/"]


def read_again(client: Client, path: str) -> str:
    """Return the ETag under which an address answers, to whoever asks and however."""
    first, head = client.get(path), client.head(path)
    again = [
        ask(path, headers={"if-none-match": first["ETag"]}) for ask in (client.get, client.head)
    ]

    assert (head.status_code, head["ETag"]) == (200, first["ETag"])
    assert [response.status_code for response in again] == [304, 304]
    for response in (first, head, *again):
        told = {name: response[name] for name in ("Access-Control-Allow-Origin", "Cache-Control")}
        assert told == {"Access-Control-Allow-Origin": "*", "Cache-Control": FOR_READERS}
        assert response["Cross-Origin-Resource-Policy"] == "cross-origin"
        assert "Access-Control-Allow-Credentials" not in response
    assert client.post(path).status_code == 405
    return first["ETag"]


def test_an_editor_is_told_no_more_than_anybody():
    hidden = make_hidden("draft", make_world())
    editor = Client()
    editor.force_login(make_editor())

    for path in ("/api/posts/", f"/api/posts/{hidden.slug}/", "/api/search/?q=quaggatitle"):
        told, plain = editor.get(path), Client().get(path)
        assert (told.status_code, told.content) == (plain.status_code, plain.content)
        kept = "no-cache" if told.status_code == 404 else "private, no-store"
        assert told["Cache-Control"] == kept


@pytest.mark.parametrize("kind", ["posts", "dossiers", "places"])
def test_a_former_address_leads_to_todays(client, kind):
    make_world()
    targets = {"posts": "post", "dossiers": "dossier", "places": "place"}
    slug = VALUES["slug"][kind]
    model = {"posts": Post, "places": Place}.get(kind) or Dossier
    row = model.objects.get(slug=slug)
    Redirect.objects.create(path=f"/{kind}/former/", **{targets[kind]: row})

    response = client.get(f"/api/{kind}/former/")

    assert (response.status_code, response["Location"]) == (301, f"/api/{kind}/{slug}/")


@time_machine.travel(NOW, tick=False)
def test_it_takes_as_many_queries_however_much_it_tells():
    post = make_world()
    at_one = {path: queries_of(path) for path in ANSWERS.values()}
    for number in (1, 2):
        make_more(number)
    for added in Post.objects.exclude(pk=post.pk):
        added.dossiers.add(post.dossiers.get())
        make_citation(post, f"Other {added.pk}")

    assert {path: queries_of(path) for path in at_one} == at_one
    assert at_one == {
        "/api/": 0,
        "/api/posts/": 3,
        "/api/posts/hastings/": 8,
        "/api/days/": 3,
        "/api/days/10-14/": 4,
        "/api/places/": 4,
        "/api/places/france/": 8,
        "/api/dossiers/": 1,
        "/api/dossiers/conquest/": 7,
        "/api/search/?q=conquest": 6,
    }
