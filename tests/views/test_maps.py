"""The map: where stories happened, in the countries of today."""

import re

import pytest
import time_machine
from django.test import Client

from posts.archives.countries import lands_with_stories
from posts.models import Place
from tests.factories import make_place, make_post
from tests.views.hidden import NOW, STATES, make_filed, make_hidden
from tests.views.queries import queries_of

pytestmark = pytest.mark.django_db


def place(slug: str) -> Place:
    return Place.objects.get(slug=slug)


def page(client: Client) -> str:
    response = client.get("/map/")
    assert response.status_code == 200
    return response.content.decode()


def told(html: str) -> list[str]:
    """What the titles of shapes and dots say."""
    figure = html.partition('class="map"')[2].partition("</svg>")[0]
    return re.findall(r"<a [^>]*><title>([^<]*)</title>", figure)


def listed(html: str) -> list[tuple[str, int]]:
    part = html.partition('class="lands-list"')[2].partition("</ol>")[0]
    pairs = re.findall(r'class="land-name"[^>]*>([^<]*)<.*?land-number">(\d+)<', part)
    return [(name, int(number)) for name, number in pairs]


def test_countries_are_counted_with_the_stories_of_their_cities(client):
    france = place("france")
    make_post("Bastille", places=[make_place("Paris", parent=france)])
    make_post("Verdun", places=[france, place("germany")])
    html = page(client)

    assert listed(html) == [("France", 2), ("Germany", 1)]
    assert told(html) == ["France: 2 stories", "Germany: 1 story"]
    assert '<a href="/places/france/"><title>France: 2 stories</title>' in html


def test_a_small_state_is_a_dot(client):
    make_post("Siege", places=[place("malta")])

    figure = page(client).partition('class="map"')[2].partition("</svg>")[0]

    assert '<a href="/places/malta/"' in figure
    assert 'class="map-dot is-step-1"' in figure


def test_a_state_that_is_gone_shows_through_todays_and_says_so(client):
    make_post("Sputnik", places=[place("soviet-union")])
    make_post("Duma", places=[place("russia")])
    lands, elsewhere = lands_with_stories()
    by_name = {land.name: land for land in lands}
    html = page(client)

    assert (by_name["Russia"].own, by_name["Russia"].number) == (1, 2)
    assert (by_name["Ukraine"].own, by_name["Ukraine"].number) == (0, 1)
    assert by_name["Ukraine"].words == "Ukraine – through Soviet Union: 1 story"
    assert by_name["Russia"].words == "Russia – also through Soviet Union: 2 stories"
    assert elsewhere == []
    assert 'href="#land-804"><title>Ukraine – through Soviet Union: 1 story</title>' in html
    assert 'id="land-804"' in html
    assert "only through a former state" in html


def test_a_story_that_names_the_country_too_is_counted_once():
    make_post("Sputnik", places=[place("soviet-union"), place("russia")])
    lands, _ = lands_with_stories()

    assert [(land.name, land.number, land.former) for land in lands] == [("Russia", 1, ())]


def test_a_story_of_two_states_before_a_country_is_counted_once_in_it():
    make_post("Partition", places=[place("austria-hungary"), place("czechoslovakia")])
    lands, _ = lands_with_stories()
    found = {land.name: land.number for land in lands}

    assert found["Czechia"] == found["Slovakia"] == found["Austria"] == 1


def test_what_lies_in_no_country_is_listed_apart(client):
    make_post("Flood", places=[make_place("Atlantis")])
    make_post("Duma", places=[place("russia")])

    assert 'On no country of today: <a href="/places/atlantis/">Atlantis</a> (1)' in page(client)


def test_an_archive_without_places_says_so(client):
    make_post("Nowhere")

    assert "No story has a place yet." in page(client)


@pytest.mark.parametrize("state", STATES)
@time_machine.travel(NOW, tick=False)
def test_hidden_stories_are_not_counted(client, state):
    public = make_filed()
    before = page(client)
    make_hidden(state, public)

    assert page(client) == before


def test_queries_do_not_grow_with_the_stories():
    make_post("One", places=[place("france"), place("soviet-union")])
    make_post("Two", places=[place("austria-hungary"), make_place("Atlantis")])
    make_post("Three", places=[place("czechoslovakia")])
    at_three = queries_of("/map/")
    for number, slug in enumerate(("germany", "malta", "yugoslavia", "ottoman-empire")):
        make_post(f"Story {number}", places=[place(slug)])

    assert queries_of("/map/") == at_three
    assert at_three <= 10
