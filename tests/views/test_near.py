"""What the page of an unknown address names instead of what was asked for."""

import re

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client

from posts.archives import in_batches
from posts.models import Place, Post
from tests.factories import make_category, make_dossier, make_post
from tests.views.hidden import NOW, STATES, make_hidden

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module", autouse=True)
def stored(module_db) -> int:
    war, france = make_category("War at sea"), Place.objects.get(slug="france")
    moon = make_post("People walk on the moon", slug="moon-1969", places=[france])
    make_post("The fall of Constantinople", slug="constantinople-1453", categories=[war])
    make_dossier("Crossing the oceans")
    return moon.pk


@pytest.fixture
def archive(db, stored) -> Post:
    return Post.objects.get(pk=stored)


def named(client: Client, path: str) -> list[str]:
    """What the page says might be meant: the addresses that it links to first."""
    response = client.get(path)
    assert response.status_code == 404
    told = response.content.decode().partition("Did you mean")[2].partition("?</p>")[0]
    return re.findall(r'href="([^"]*)"', told)


@pytest.mark.parametrize(
    ("path", "page"),
    [
        ("/posts/moon-1968/", "/posts/moon-1969/"),
        ("/posts/mon-1969/", "/posts/moon-1969/"),
        ("/posts/noon-1969/", "/posts/moon-1969/"),
        ("/posts/moon-19699/", "/posts/moon-1969/"),
        ("/posts/omon-1969/", "/posts/moon-1969/"),
        ("/posts/constantinpole-1453/", "/posts/constantinople-1453/"),
        ("/posts/constantinople-14/", "/posts/constantinople-1453/"),
        ("/posts/fall-constantinople/", "/posts/constantinople-1453/"),
        ("/posts/crossing-the-ocean/", "/dossiers/crossing-the-oceans/"),
        ("/dossiers/crosing-the-oceans/", "/dossiers/crossing-the-oceans/"),
        ("/places/frence/", "/places/france/"),
        ("/categories/war-at-the-sea/", "/categories/war-at-sea/"),
    ],
)
def test_an_address_with_a_fault_leads_to_what_was_meant(client, path, page):
    assert named(client, path)[0] == page


@pytest.mark.parametrize(
    "path",
    [
        *(
            "/posts/elephants/",
            "/posts/mo/",
            "/moon-1968/",
            "/wp-login.php",
            "/posts/%00moon-1968/",
        ),
        *("/posts/moon-1968/cover.png", "/places/germany/", f"/posts/{'moon-1969' * 30}/"),
    ],
)
def test_nothing_is_named_where_nothing_is_near(client, path):
    assert named(client, path) == []


def test_the_nearest_come_first_and_are_few(client):
    with in_batches():
        for year in range(1950, 1960):
            make_post(f"Probe {year}", slug=f"moon-probe-{year}")

    assert named(client, "/posts/moon-probe-1953x/")[0] == "/posts/moon-probe-1953/"
    assert len(named(client, "/posts/moon-probe-1953x/")) == 3


def test_hidden_stories_do_not_stand_between_an_address_and_what_is_near(client, monkeypatch):
    monkeypatch.setattr("posts.search.near.BESIDE", 2)
    for number in range(6):
        make_post(f"Battle {number}", slug=f"battle-{number}-of-many", status=Post.Status.DRAFT)
    make_post("A battle", slug="battle-7-of-many")

    assert named(client, "/posts/battle-0-of-many/") == ["/posts/battle-7-of-many/"]


@pytest.mark.parametrize(
    ("path", "number"),
    [("/wp-login.php", 1), ("/posts/moon-1968/", 3), ("/posts/elephants/", 4)],
)
def test_it_costs_few_queries(client, django_assert_num_queries, path, number):
    with django_assert_num_queries(number):
        client.get(path)


@pytest.mark.parametrize("state", STATES)
@time_machine.travel(NOW, tick=False)
def test_what_is_hidden_is_never_named_nor_changes_what_is(client, archive, state):
    paths = ("/posts/quaggaslug/", "/posts/quaggaslog/", "/places/quaggaplac/", "/posts/moon-1968/")
    paths += ("/categories/quaggacategori/", "/posts/quaggatitle/")
    before = [client.get(path).content for path in paths]
    hidden = make_hidden(state, archive)
    cache.clear()

    assert [client.get(path).content for path in paths] == before
    Post.objects.filter(pk=hidden.pk).update(
        status="approved", publish_at=NOW, trashed_at=None, trashed_status=""
    )
    assert named(client, "/posts/quaggaslog/") == ["/posts/quaggaslug/"]
