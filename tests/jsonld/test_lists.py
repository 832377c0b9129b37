import json

import pytest

from posts.jsonld import collection_graph
from posts.models import Place
from tests.factories import make_category, make_dossier, make_post
from tests.jsonld.graphs import SITE, nodes
from tests.schema_org import faults
from tests.search_console import complaints

pytestmark = pytest.mark.any_engine


@pytest.mark.parametrize(
    ("path", "way"),
    [
        ("/categories/war/", [("On This Day", "/"), ("Categories", "/categories/"), ("War", None)]),
        ("/categories/", [("On This Day", "/"), ("War", None)]),
        ("/on/05-27/", [("On This Day", "/"), ("Calendar", "/on/"), ("War", None)]),
        ("/years/44-bc/", [("On This Day", "/"), ("War", None)]),
    ],
)
def test_a_list_stands_below_its_index(path, way):
    graph = collection_graph(path, "War", "Battles.")
    steps = nodes(graph)["BreadcrumbList"]["itemListElement"]

    assert [(step["name"], step["item"]) for step in steps] == [
        (name, f"{SITE}{above or path}") for name, above in way
    ]
    assert nodes(graph)["CollectionPage"]["url"] == f"{SITE}{path}"
    assert nodes(graph)["CollectionPage"]["inLanguage"] == "en-gb"
    assert faults(graph) == []


def test_an_address_is_written_in_ascii():
    graph = collection_graph("/tags/été 1/", "été 1", "")

    assert nodes(graph)["CollectionPage"]["url"] == f"{SITE}/tags/%C3%A9t%C3%A9%201/"
    assert faults(graph) == []


def test_the_home_page_is_the_site():
    graph = collection_graph("/", "On This Day", "")

    assert {kind: node["inLanguage"] for kind, node in nodes(graph).items()} == {
        "Blog": "en-gb",
        "WebSite": "en-gb",
    }
    assert nodes(graph)["WebSite"]["potentialAction"] == {
        "@type": "SearchAction",
        "target": {
            "@type": "EntryPoint",
            "urlTemplate": f"{SITE}/search/?q={{search_term_string}}",
        },
        "query-input": "required name=search_term_string",
    }
    assert (faults(graph), complaints(graph)) == ([], [])


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("path", "first", "number"),
    [
        ("/categories/war/", 1, 20),
        ("/categories/war/?page=2", 21, 2),
        ("/tags/siege/", 1, 20),
        ("/places/france/", 1, 20),
        ("/on/10-14/?page=2", 21, 2),
        ("/years/1066/", 1, 20),
        ("/archive/2020/01/", 1, 20),
        ("/dossiers/conquest/", 1, 22),
        ("/dossiers/", 1, 1),
    ],
)
def test_a_list_names_what_it_lists_in_order(client, path, first, number):
    war, france = make_category("war"), Place.objects.get(slug="france")
    stories = [
        make_post(f"Story {at}", categories=[war], places=[france], tags=["siege"])
        for at in range(22)
    ]
    make_dossier("Conquest", posts=stories)

    text = client.get(path).text
    graph = json.loads(text.partition('ld+json">')[2].partition("</script>")[0])

    page = nodes(graph)["CollectionPage"]
    items = page["mainEntity"]["itemListElement"]
    assert [item["position"] for item in items] == [*range(first, first + number)]
    assert {item["url"].rpartition("/posts/")[0] or item["url"] for item in items} == (
        {SITE} if path != "/dossiers/" else {f"{SITE}/dossiers/conquest/"}
    )
    assert page["url"] == f"{SITE}{path}"
    assert (faults(graph), complaints(graph)) == ([], [])


@pytest.mark.parametrize(
    "node",
    [
        {"@type": "BlogPosting", "title": "Hastings"},
        {"@type": "Battle", "name": "Hastings"},
        {"@type": "Event", "startDate": "1200~"},
        {"@type": "Event", "location": {"@id": "#nowhere"}},
        {"@type": "Event", "location": {"@type": "Event", "name": "Hastings"}},
        {"@type": "ImageObject", "width": "1200"},
        {"@type": "Place", "url": "/places/sussex/"},
    ],
)
def test_the_table_tells_what_is_wrong(node):
    assert len(faults({"@graph": [node]})) == 1
