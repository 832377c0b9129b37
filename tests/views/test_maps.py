import re

import pytest
import time_machine

from posts.models import Place
from tests.factories import make_place, make_post
from tests.views.hidden import NOW, STATES, make_filed, make_hidden
from tests.views.queries import queries_of

pytestmark = pytest.mark.django_db


def place(slug: str) -> Place:
    return Place.objects.get(slug=slug)


def map_of(client) -> str:
    response = client.get("/map/")
    assert response.status_code == 200
    return response.content.decode()


def drawn(text: str) -> list[str]:
    picture = text.split('<svg class="map"')[1].split("</svg>")[0]
    return re.findall(r"<a [^>]*><title>([^<]*)</title>", picture)


def listed(text: str) -> dict[str, int]:
    found = re.findall(r'land-name"[^>]*>([^<]*)<.*?land-number">(\d+)<', text)
    return {name: int(number) for name, number in found}


def test_each_country_is_a_link_with_its_number_and_the_list_says_the_same(client):
    make_post(places=[place("france"), place("japan")])
    make_post(places=[make_place("Paris", parent=place("france"))])

    text = map_of(client)

    assert drawn(text) == ["France: 2 stories", "Japan: 1 story"]
    assert listed(text) == {"France": 2, "Japan": 1}
    assert '<a href="/places/france/"><title>' in text


def test_a_former_state_stands_in_its_successors_and_is_labelled_so(client):
    make_post(places=[place("austria-hungary")])

    text = map_of(client)

    assert "Austria – through Austria-Hungary: 1 story" in drawn(text)
    code = place("austria").iso_numeric
    assert f'<a href="#land-{code}"><title>Austria' in text
    assert f'<li id="land-{code}">' in text
    assert 'class="map-former"' in text


def test_a_small_state_is_a_dot(client):
    make_post(places=[place("malta")])

    text = map_of(client)

    assert set(drawn(text)) == {"Malta: 1 story"}
    assert text.count('<circle class="map-dot') == 1


def test_an_empty_map_says_so(client):
    assert 'class="empty"' in map_of(client)


@pytest.mark.parametrize("state", STATES)
@time_machine.travel(NOW, tick=False)
def test_what_is_hidden_is_counted_nowhere(client, state):
    make_hidden(state, make_filed())

    assert listed(map_of(client)) == {"France": 1}


def test_queries_do_not_grow_with_the_countries():
    make_post(places=[place("france"), place("soviet-union"), place("austria-hungary")])
    at_one = queries_of("/map/")
    make_post(places=[place("japan"), place("germany")])
    make_post(places=[place("italy"), place("soviet-union")])

    assert queries_of("/map/") == at_one
