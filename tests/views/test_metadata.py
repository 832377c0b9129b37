"""What the head of a page says to search engines, to networks and to reference managers."""

import html
import json
import re
from datetime import UTC, datetime

import pytest
from django.conf import settings
from django.test import Client

from posts.archives import in_batches
from posts.models import Post
from posts.views.pages import POSTS_PER_PAGE
from tests.citing.stories import HOSTILE_TITLES
from tests.factories import (
    make_category,
    make_citation,
    make_editor,
    make_image,
    make_place,
    make_post,
)
from tests.schema_org import faults

pytestmark = pytest.mark.django_db


def page_of(client: Client, path: str) -> str:
    return client.get(path).content.decode()


def metas(page: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name, content in re.findall(
        r'<meta [^>]*?(?:name|property)="([^"]+)" content="([^"]*)"', page
    ):
        found.setdefault(name, []).append(html.unescape(content))
    return found


def links(page: str) -> dict[str, str]:
    return {
        rel: html.unescape(href)
        for rel, href in re.findall(r'<link rel="([^"]+)" href="([^"]*)">', page)
    }


def data_of(page: str) -> dict:
    (text,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.S)
    return json.loads(text)


def test_a_story_is_shared_with_its_own_picture(client):
    make_post(
        "Hastings",
        hero=make_image(),
        categories=[make_category("War"), make_category("Politics")],
        tags=["siege"],
        publish_at=datetime(2020, 1, 1, tzinfo=UTC),
    )
    found = metas(page_of(client, "/posts/hastings/"))

    picture = f"{settings.SITE_URL}/posts/hastings/cover.png"
    assert {name: value for name, value in found.items() if name[:3] in ("og:", "twi")} == {
        "og:site_name": ["On This Day"],
        "og:type": ["article"],
        "og:title": ["Hastings"],
        "og:description": ["What happened: Hastings."],
        "og:url": [f"{settings.SITE_URL}/posts/hastings/"],
        "og:locale": ["en_GB"],
        "og:image": [picture],
        "og:image:type": ["image/png"],
        "og:image:width": ["1200"],
        "og:image:height": ["630"],
        "og:image:alt": ["14 October 1066: Hastings"],
        "twitter:card": ["summary_large_image"],
        "twitter:image:alt": ["14 October 1066: Hastings"],
    }
    assert found["article:published_time"] == ["2020-01-01T00:00:00+00:00"]
    assert found["article:section"] == ["Politics"]
    assert found["article:tag"] == ["siege"]
    assert len(found["article:modified_time"]) == 1


def test_zotero_finds_a_blog_post_with_all_its_fields(client):
    make_post("Hastings", language="fr", publish_at=datetime(2020, 1, 1, tzinfo=UTC))
    page = page_of(client, "/posts/hastings/")
    found = metas(page)

    assert 'prefix="z: http://www.zotero.org/namespaces/export#" property="z:itemType"' in page
    assert found["z:itemType"] == ["blogPost"]
    assert found["citation_title"] == ["Hastings"]
    assert found["citation_publication_date"] == ["2020/01/01"]
    assert found["citation_language"] == ["fr"]
    assert found["citation_public_url"] == [f"{settings.SITE_URL}/posts/hastings/"]
    assert found["og:site_name"] == ["On This Day"]
    assert found["description"] == ["What happened: Hastings."]


def test_nothing_hides_the_story_from_those_who_file_it(client):
    """One context object in the page, and Zotero files a list of them in place of the story."""
    post = make_post("Hastings")
    make_citation(post, "The Carmen", author="Guy")
    assert "Z3988" not in page_of(client, "/posts/hastings/")


def test_the_neighbours_in_event_order_are_linked_in_the_head(client):
    make_post("Before", event_input="1 January 1066")
    make_post("Hastings")
    make_post("After", event_input="c. 1200")

    found = links(page_of(client, "/posts/hastings/"))

    assert (found["prev"], found["next"]) == ("/posts/before/", "/posts/after/")
    assert "prev" not in links(page_of(client, "/posts/before/"))


@pytest.mark.parametrize("title", HOSTILE_TITLES.values(), ids=HOSTILE_TITLES)
def test_no_title_leaves_its_place(client, title):
    post = make_post(title[:200], slug="hostile", description=title[:200])
    make_citation(post, title[:200], author=title[:100])
    page = page_of(client, "/posts/hostile/")

    assert data_of(page)["@graph"][0]["headline"] == post.title
    assert faults(data_of(page)) == []
    assert metas(page)["og:title"] == metas(page)["citation_title"] == [post.title]
    assert "<script>alert" not in page


@pytest.mark.parametrize(
    "path",
    ["/categories/war/", "/places/france/", "/tags/siege/", "/categories/", "/archive/2020/01/"],
)
def test_a_list_tells_where_it_stands(client, path):
    make_post(
        categories=[make_category("War", description="<Battles> & sieges.")],
        places=[make_place("Hexagon", slug="hexagon")],
        tags=["siege"],
    )
    path = path.replace("france", "hexagon")
    graph = data_of(page_of(client, path))

    assert [node["@type"] for node in graph["@graph"]] == ["CollectionPage", "BreadcrumbList"]
    assert graph["@graph"][1]["itemListElement"][-1]["item"] == settings.SITE_URL + path
    assert faults(graph) == []


def test_pages_of_a_list_are_linked_in_the_head(client):
    war = make_category("War")
    with in_batches():
        for number in range(2 * POSTS_PER_PAGE + 1):
            make_post(f"Battle {number}", categories=[war])

    pages = [links(page_of(client, f"/categories/war/?page={number}")) for number in (1, 2, 3)]

    assert [(page.get("prev"), page.get("next")) for page in pages] == [
        (None, "?page=2"),
        ("?page=1", "?page=3"),
        ("?page=2", None),
    ]


def test_a_story_is_cited_in_three_styles_and_three_files(client):
    make_post("Hastings <b>", slug="hastings", language="fr")
    page = page_of(client, "/posts/hastings/")
    cited = page.split('<details class="citing">')[1].split("</details>")[0]
    texts = [
        html.unescape(re.sub(r"<[^>]+>", "", text)) for text in re.findall("<dd>(.*?)</dd>", cited)
    ]

    address = f"{settings.SITE_URL}/posts/hastings/"
    event = "Event date: 14 October 1066"
    assert texts == [
        f"On This Day. (2020, January 1). Hastings <b> [{event}]. {address}",
        f"“Hastings <b>.” On This Day, 1 Jan. 2020, {address}. {event}.",
        f"On This Day. “Hastings <b>.” {event}. Published January 1, 2020. {address}.",
    ]
    assert '<bdi lang="fr" dir="ltr">Hastings &lt;b&gt;</bdi>' in cited
    assert re.findall('href="([^"]+)"', cited) == [
        f"/posts/hastings/cite.{ending}" for ending in ("bib", "ris", "json")
    ]


def test_a_draft_cannot_be_cited(client):
    post = make_post("Hastings", status=Post.Status.DRAFT, publish_at=None)
    make_citation(post)
    client.force_login(make_editor())
    page = page_of(client, "/posts/hastings/")

    assert 'class="citing"' not in page
    assert faults(data_of(page)) == []


@pytest.mark.parametrize(("language", "locale"), [("en", "en_GB"), ("de", "de_DE"), ("", "en_GB")])
def test_a_story_tells_its_language_with_a_country(client, language, locale):
    make_post("Hastings", language=language)

    assert metas(page_of(client, "/posts/hastings/"))["og:locale"] == [locale]
