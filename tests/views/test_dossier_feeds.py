"""Dossiers in their feed, in the sitemap, and in what machines read of their pages."""

import json
import re
from datetime import UTC, datetime, timedelta

import feedparser
import pytest
import time_machine
from lxml import etree

from posts.models import Dossier
from tests.factories import make_dossier, make_image
from tests.schema_org import faults
from tests.views.queries import queries_of
from tests.views.test_sitemaps import RULES

pytestmark = pytest.mark.django_db
SITE = "http://history.example"
FEED, FILE = "/feeds/dossiers.xml", "/sitemaps/dossiers-1.xml"
NOW = datetime(2026, 10, 14, 12, tzinfo=UTC)
HIDDEN = {
    "draft": {"status": "draft"},
    "review": {"status": "review"},
    "scheduled": {"publish_at": NOW + timedelta(seconds=1)},
    "withdrawn": {"status": "withdrawn"},
}


@pytest.fixture(autouse=True)
def _site(settings) -> None:
    settings.SITE_URL = SITE
    settings.SITE_NAME = "Clio’s Almanac"


def entries(client):
    content = client.get(FEED).content
    etree.fromstring(content)
    feed = feedparser.parse(content, sanitize_html=False, resolve_relative_uris=False)
    assert not feed.bozo, feed.get("bozo_exception")
    return feed.entries


def test_the_feed_tells_the_background_in_full_under_an_id_that_stays(client):
    dossier = make_dossier(sections=[("Before", "See [the day](/on/10-14/).")])
    (entry,) = entries(client)

    assert (entry.id, entry.link) == (dossier.feed_id, f"{SITE}/dossiers/the-conquest/")
    assert (entry.title, entry.summary) == ("The Conquest", "All about The Conquest.")
    assert f'See <a href="{SITE}/on/10-14/">the day</a>.' in entry.content[0].value
    dossier.title, dossier.slug = "The Norman Conquest", "normans"
    dossier.save()
    (renamed,) = entries(client)
    assert (renamed.id, renamed.title) == (entry.id, "The Norman Conquest")


def test_updated_is_the_publish_time_until_a_later_save(client):
    with time_machine.travel("2019-01-01T00:00:00Z", tick=False):
        dossier = make_dossier()
    assert entries(client)[0].updated == "2020-01-01T00:00:00+00:00"
    with time_machine.travel("2024-05-27T10:00:00Z", tick=False):
        dossier.save()
    assert entries(client)[0].updated == "2024-05-27T10:00:00+00:00"


@pytest.mark.parametrize("path", [FEED, FILE])
@time_machine.travel(NOW, tick=False)
def test_an_unchanged_file_answers_304_by_either_validator(client, path):
    dossier = make_dossier()
    first = client.get(path)
    asked = (
        {"if-none-match": first["ETag"]},
        {"if-modified-since": first["Last-Modified"]},
    )
    with time_machine.travel(NOW + timedelta(minutes=5), tick=False):
        kept = [client.get(path, headers=headers).status_code for headers in asked]
        dossier.title = "Another"
        dossier.save()
        changed = [client.get(path, headers=headers).status_code for headers in asked]

    assert (kept, changed) == ([304, 304], [200, 200])


@pytest.mark.parametrize("number", [1, 3])
def test_the_feed_takes_as_many_queries_however_long_it_is(number):
    for n in range(number):
        make_dossier(f"Dossier {n}", sections=[("Before", "Text")])
    assert queries_of(FEED) <= 4


def test_the_sitemap_names_a_dossier_with_its_picture(client):
    make_dossier(hero=make_image(size=(900, 600)))

    root = etree.fromstring(client.get(FILE).content)

    etree.XMLSchema(file=str(RULES)).assertValid(root)
    files = etree.fromstring(client.get("/sitemap.xml").content)
    assert f"{SITE}{FILE}" in files.xpath("//*[local-name()='loc']/text()")
    page, picture = root.xpath("//*[local-name()='loc']/text()")
    assert (page, picture.startswith(f"{SITE}/media/")) == (f"{SITE}/dossiers/the-conquest/", True)


@pytest.mark.parametrize("state", HIDDEN)
@time_machine.travel(NOW, tick=False)
def test_a_hidden_dossier_is_in_neither(client, state):
    make_dossier()
    paths = (FEED, "/sitemap.xml", FILE)
    before = {path: client.get(path).content for path in paths}
    hidden = make_dossier("Zebra", sections=[("Zebra", "Zebra")], **HIDDEN[state])
    after = {path: client.get(path).content for path in paths}
    assert after == before

    Dossier.objects.filter(pk=hidden.pk).update(status="approved", publish_at=NOW)
    shown = [b"zebra" in client.get(path).content for path in (FEED, FILE)]
    assert shown == [True, True]


def test_a_dossier_says_what_it_is_to_machines(client):
    make_dossier(hero=make_image(size=(900, 600), alt="A field", credit="J. Doe"))

    text = client.get("/dossiers/the-conquest/").text

    address = f"{SITE}/dossiers/the-conquest/"
    assert re.findall('<link rel="canonical" href="([^"]*)"', text) == [address]
    shared = dict(re.findall(r'<meta property="(og:[^"]*)" content="([^"]*)"', text))
    picture = shared.pop("og:image")
    assert picture.startswith(f"{SITE}/media/")
    assert shared == {
        "og:site_name": "Clio’s Almanac",
        "og:locale": "en_GB",
        "og:type": "website",
        "og:title": "The Conquest",
        "og:description": "All about The Conquest.",
        "og:url": address,
        "og:image:width": "900",
        "og:image:height": "600",
        "og:image:alt": "A field",
    }
    (block,) = re.findall(r'<script type="application/ld\+json"[^>]*>(.*?)</script>', text, re.S)
    graph = json.loads(block)
    assert faults(graph) == []
    page, trail = graph["@graph"]
    assert page["image"]["url"] == picture
    names = [step["name"] for step in trail["itemListElement"]]
    assert names == ["Clio’s Almanac", "Dossiers", "The Conquest"]
