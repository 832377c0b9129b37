"""What stands above a list: what it is about, and its picture."""

import json
import re

import pytest
from taggit.models import Tag

from posts.archives import in_batches
from posts.editorial.taxonomy import store_tag
from posts.models import Category, Image, Place
from tests.factories import make_category, make_image, make_place, make_post
from tests.views.queries import queries_of

pytestmark = pytest.mark.django_db


def make_told(kind: str, *, posts: int = 21, **fields) -> str:
    """Store an archive with a page that says something; return its address."""
    if kind == "tags":
        tag = Tag.objects.create(name="war", slug="war")
        store_tag(tag, description=fields.get("description", ""), picture=fields.get("picture"))
        row = tag
    else:
        row = {"categories": make_category, "places": make_place}[kind]("war", **fields)
    with in_batches():
        for number in range(posts):
            make_post(f"Post {number}", **{kind: [row]})
    return f"/{kind}/war/"


@pytest.mark.any_engine
@pytest.mark.parametrize("kind", ["categories", "places", "tags"])
def test_an_archive_says_what_it_is_about_and_shows_its_picture(client, kind):
    picture = make_image(alt="A field", credit="Anna Field", licence=Image.Licence.CC0)
    address = make_told(kind, description="Of armies.", picture=picture)

    page = client.get(address).text

    assert '<p class="standfirst">Of armies.</p>' in page
    assert '<meta name="description" content="Of armies.">' in page
    assert (page.count('<figure class="archive-picture">'), page.count("Anna Field, CC0")) == (1, 1)
    assert f'content="http://127.0.0.1:8000{picture.as_picture().src}"' in page
    graph = json.loads(page.partition('ld+json">')[2].partition("</script>")[0])
    assert graph["@graph"][0]["image"]["creditText"] == "Anna Field"
    assert "archive-picture" not in client.get(f"{address}?page=2").text
    assert "Of armies." in client.get(f"/feeds{address[:-1]}.xml").text


@pytest.mark.parametrize(
    ("path", "what"),
    [
        ("/categories/war/", "War: 2 stories"),
        ("/tags/siege/", "Siege: 2 stories"),
        ("/places/france/", "France: 2 stories"),
        ("/years/1066/", "What happened in 1066: 1 story"),
        ("/decades/1060s/", "What happened in the 1060s: 1 story"),
        ("/centuries/11/", "What happened in the 11th century: 1 story"),
        ("/archive/2020/01/", "What came out in January 2020: 2 stories"),
        ("/years/1067/", None),
    ],
)
def test_a_list_that_nobody_described_says_what_it_holds(client, path, what):
    for year in (1066, 1166):
        make_post(
            f"Battle {year}",
            event_input=f"14 October {year}",
            categories=[Category.objects.get_or_create(name="war")[0]],
            places=[Place.objects.get(slug="france")],
            tags=["siege"],
        )

    (about,) = re.findall(r'name="description" content="([^"]*)"', client.get(path).text)

    rest = ", told in full and dated by when it happened."
    empty = "What happened in 1067: no stories yet."
    assert about == (f"{what}{rest}" if what else empty)


@pytest.mark.parametrize("kind", ["categories", "places", "tags"])
def test_a_picture_takes_no_query_more(client, kind):
    plain = make_told(kind, posts=2)
    before = queries_of(plain)
    rows = {"categories": Category, "places": Place, "tags": Tag}[kind]
    row = rows.objects.get(slug="war")
    if kind == "tags":
        store_tag(row, description="Of armies.", picture=make_image())
    else:
        row.picture = make_image()
        row.save()
    assert queries_of(plain) == before
