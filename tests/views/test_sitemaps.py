from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import time_machine
from lxml import etree

from posts.models import Post
from posts.views import sitemaps
from tests.factories import make_category, make_image, make_post, restart_keys
from tests.views import hidden
from tests.views.hidden import NOW, STATES, WORDS, make_filed, make_hidden
from tests.views.queries import queries_of

pytestmark = pytest.mark.django_db
SITE = "http://history.example"
RULES = Path(__file__).resolve().parents[1] / "data" / "sitemap.xsd"
NS = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}
XHTML = "{http://www.w3.org/1999/xhtml}"
IMAGE = "{http://www.google.com/schemas/sitemap-image/1.1}"


@pytest.fixture(autouse=True)
def _site(settings) -> None:
    settings.SITE_URL = SITE


def parsed(client, path: str) -> etree._Element:
    """The document, which keeps the protocol's rules."""
    response = client.get(path)
    assert response.status_code == 200, path
    assert response.headers["Content-Type"] == "application/xml; charset=utf-8"
    root = etree.fromstring(response.content)
    etree.XMLSchema(file=str(RULES)).assertValid(root)
    return root


def files_of(client) -> list[str]:
    addresses = parsed(client, "/sitemap.xml").xpath("s:sitemap/s:loc/text()", namespaces=NS)
    return [address.removeprefix(SITE) for address in addresses]


def addresses(client, path: str) -> list[str]:
    found = parsed(client, path).xpath("s:url/s:loc/text()", namespaces=NS)
    return [address.removeprefix(SITE) for address in found]


def test_the_rules_refuse_what_the_protocol_does():
    rules = etree.XMLSchema(file=str(RULES))
    page = '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{}</urlset>'
    entries = (
        "<url><loc>http://a.example/</loc><lastmod>2026-01-01</lastmod></url>",
        "<url><loc>/posts/a/</loc></url>",
        "<url><lastmod>2026-01-01</lastmod></url>",
        "<url><loc>http://a.example/</loc><lastmod>1 May 2026</lastmod></url>",
        "<url><loc>http://a.example/é</loc></url>",
        "<url><loc>http://a.example/</loc></url>" * 2,
        "",
    )
    kept = [rules.validate(etree.fromstring(page.format(entry))) for entry in entries]
    assert kept == [True, False, False, False, False, False, False]


def test_a_post_stands_with_its_last_change_and_its_picture(client):
    hero = make_image(size=(900, 600))
    with time_machine.travel("2024-05-27T10:00:00Z", tick=False):
        make_post(hero=hero)
        make_post("Scheduled then", publish_at=datetime(2025, 1, 1, tzinfo=UTC))

    (path,) = [file for file in files_of(client) if "posts" in file]
    with_picture, plain = parsed(client, path)

    assert [(child.tag.rpartition("}")[2], child.text) for child in with_picture] == [
        ("loc", f"{SITE}/posts/hastings/"),
        ("lastmod", "2024-05-27T10:00:00+00:00"),
        ("image", None),
    ]
    assert with_picture.find(f"{IMAGE}image/{IMAGE}loc").text == SITE + hero.as_picture().src
    assert [child.text for child in plain] == [
        f"{SITE}/posts/scheduled-then/",
        "2025-01-01T00:00:00+00:00",
    ]


def test_a_story_in_several_languages_names_them_all_in_each(client, monkeypatch):
    """Whatever file each stands in; without a word of a hidden one, or where one stands alone."""
    monkeypatch.setattr(sitemaps, "ROWS_IN_A_FILE", 2)
    restart_keys(Post)
    make_post("Alone")
    english = make_post("Hastings")
    for language, fields in {"de": {}, "ar": {}, "fr": hidden.STATES["draft"]}.items():
        make_post(f"Hastings {language}", language=language, translation_of=english, **fields)
    original = make_post("Hidden", **hidden.STATES["withdrawn"])
    make_post("Left alone", language="de", translation_of=original)

    told = {
        page.findtext("s:loc", namespaces=NS): [
            (link.get("hreflang"), link.get("href")) for link in page.iterfind(f"{XHTML}link")
        ]
        for path in files_of(client)
        if "posts" in path
        for page in parsed(client, path)
    }

    there = {key: f"{SITE}/posts/hastings{key}/" for key in ("", "-ar", "-de")}
    all_three = [
        ("ar", there["-ar"]),
        ("de", there["-de"]),
        ("en", there[""]),
        ("x-default", there[""]),
    ]
    assert told == {
        f"{SITE}/posts/alone/": [],
        **dict.fromkeys(there.values(), all_three),
        f"{SITE}/posts/left-alone/": [],
    }


def test_archives_stand_there_if_they_hold_public_posts(client):
    make_filed(event_input="29 February 1960")
    make_post("Caesar", event_input="15 March 44 BC", tags=["明治", "😀"])
    make_category("Empty")

    found = addresses(client, "/sitemaps/archives-1.xml")

    expected = [
        *("/", "/on/", "/timeline/", "/map/", "/categories/", "/places/", "/tags/", "/archive/"),
        *("/corrections/", "/dossiers/", "/categories/war/", "/places/europe/", "/places/france/"),
        *("/tags/siege/", "/tags/%E6%98%8E%E6%B2%BB/", "/on/02-29/", "/on/03-15/"),
        *("/years/44-bc/", "/years/1960/", "/decades/40s-bc/", "/decades/1960s/"),
        *("/centuries/1-bc/", "/centuries/20/"),
    ]
    assert sorted(found) == sorted(expected)
    assert len(found) == len(set(found))


def test_every_address_of_the_sitemap_is_there(client):
    make_filed(event_input="29 February 1960")
    make_post("Caesar", event_input="15 March 44 BC", tags=["明治"])

    found = [address for file in files_of(client) for address in addresses(client, file)]

    statuses = {address: client.get(address).status_code for address in found}
    assert {address: status for address, status in statuses.items() if status != 200} == {}
    assert len(found) > 20


def test_long_lists_are_cut_into_files_by_key(client, monkeypatch):
    monkeypatch.setattr(sitemaps, "ROWS_IN_A_FILE", 2)
    monkeypatch.setattr(sitemaps, "ARCHIVES_IN_A_FILE", 5)
    posts = [make_post(f"Post {number}", tags=["siege"]) for number in range(6)]
    gone = posts[2:5]
    Post.objects.filter(pk__in=[post.pk for post in gone]).delete()

    files = files_of(client)
    of_posts = [file for file in files if "posts" in file]
    found = [address for file in of_posts for address in addresses(client, file)]
    archives = [addresses(client, file) for file in files if "archives" in file]

    assert found == ["/posts/post-0/", "/posts/post-1/", "/posts/post-5/"]
    assert max(len(file) for file in archives) == 5
    assert len({address for file in archives for address in file}) == sum(map(len, archives)) > 5
    numbers = {(post.pk - 1) // 2 + 1 for post in posts if post not in gone}
    assert of_posts == [f"/sitemaps/posts-{number}.xml" for number in sorted(numbers)]


@pytest.mark.parametrize(
    "name",
    [
        *("posts-0", "posts-999999", "posts-" + "9" * 30, "posts-" + "9" * 5000, "archives-0"),
        *("archives-2", "drafts-1", "posts", "posts--1", "posts-1-1", "posts-%00"),
    ],
)
def test_a_file_that_the_index_does_not_name_is_unknown(client, name):
    make_post()
    assert client.get(f"/sitemaps/{name}.xml").status_code == 404


def test_a_site_without_posts_has_a_valid_sitemap(client):
    assert files_of(client) == ["/sitemaps/archives-1.xml"]
    assert "/" in addresses(client, "/sitemaps/archives-1.xml")


@time_machine.travel(NOW, tick=False)
def test_unchanged_files_answer_304_by_either_validator(client):
    make_post()
    for path in ("/sitemap.xml", *files_of(client)):
        first = client.get(path)
        asked = {"if-none-match": first["ETag"]}, {"if-modified-since": first["Last-Modified"]}
        statuses = [client.get(path, headers=headers).status_code for headers in asked]
        assert statuses == [304, 304]


def test_a_file_takes_as_many_queries_however_long_it_is(client):
    make_post("Hastings de", language="de", translation_of=make_filed(hero=make_image("red")))
    paths = ["/sitemap.xml", *files_of(client)]
    at_one = [queries_of(path) for path in paths]
    for colour in ("green", "blue"):
        post = make_post(colour, hero=make_image(colour), tags=["siege", colour])
        make_post(f"{colour} de", language="de", translation_of=post)

    assert [queries_of(path) for path in paths] == at_one


@pytest.mark.parametrize("state", STATES)
@time_machine.travel(NOW, tick=False)
def test_no_file_holds_a_word_of_a_hidden_post(client, state):
    public = make_filed()
    paths = ["/sitemap.xml", *files_of(client)]
    before = {path: client.get(path).content for path in paths}

    post = make_hidden(state, public)
    after = {path: client.get(path).content for path in paths}

    assert [word for word in WORDS for page in after.values() if word.encode() in page] == []
    assert post.hero.content_hash.encode() not in b"".join(after.values())
    assert after == before


@pytest.mark.parametrize("state", STATES)
@time_machine.travel(NOW, tick=False)
def test_a_hidden_post_makes_no_file_of_its_own(client, monkeypatch, state):
    monkeypatch.setattr(sitemaps, "ROWS_IN_A_FILE", 1)
    public = make_filed()
    post = make_hidden(state, public)

    assert [file for file in files_of(client) if "posts" in file] == [
        f"/sitemaps/posts-{public.pk}.xml"
    ]
    assert client.get(f"/sitemaps/posts-{post.pk}.xml").status_code == 404


@time_machine.travel(NOW, tick=False)
def test_the_same_post_is_there_with_its_second(client):
    """Holds the tests above to words that could leak, though nothing is saved."""
    make_hidden("scheduled", make_filed())
    files_of(client)
    with time_machine.travel(NOW + timedelta(seconds=1), tick=False):
        found = [address for file in files_of(client) for address in addresses(client, file)]

    assert [address for address in found if "quagga" in address] == [
        "/posts/quaggaslug/",
        "/categories/quaggacategory/",
        "/places/quaggaplace/",
        "/tags/quaggatag/",
    ]
