import io

import pytest
import time_machine
from lxml import etree
from PIL import Image as Pillow

from posts.views.caching import FOR_READERS

pytestmark = pytest.mark.django_db
OPENSEARCH = {"o": "http://a9.com/-/spec/opensearch/1.1/"}
PATHS = ("/robots.txt", "/opensearch.xml", "/.well-known/security.txt")


@pytest.fixture(autouse=True)
def _site(settings) -> None:
    settings.SITE_URL = "https://history.example"
    settings.SITE_NAME = "Clio’s <Almanac> & more of it"
    settings.SECURITY_CONTACT = "mailto:clio@history.example"


def test_robots_are_told_what_to_leave_and_where_the_sitemap_is(client):
    response = client.get("/robots.txt")

    assert response.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert response.content.decode().splitlines() == [
        "User-agent: *",
        "Disallow: /admin/",
        "Disallow: /search/",
        "Disallow: /random/",
        "",
        "Sitemap: https://history.example/sitemap.xml",
    ]


def test_a_browser_learns_how_to_search_here(client):
    response = client.get("/opensearch.xml")
    root = etree.fromstring(response.content)

    kind = "application/opensearchdescription+xml; charset=utf-8"
    assert response.headers["Content-Type"] == kind
    assert root.tag == "{http://a9.com/-/spec/opensearch/1.1/}OpenSearchDescription"
    assert root.findtext("o:ShortName", namespaces=OPENSEARCH) == "Clio’s <Almanac>"
    urls = {
        url.get("type"): url.get("template") for url in root.findall("o:Url", namespaces=OPENSEARCH)
    }
    assert urls["text/html"] == "https://history.example/search/?q={searchTerms}"
    assert urls[kind.partition(";")[0]] == "https://history.example/opensearch.xml"
    assert client.get("/").content.decode().count('<link rel="search"') == 1


@time_machine.travel("2026-11-24T23:59:00Z", tick=False)
def test_security_txt_says_whom_to_tell(client):
    response = client.get("/.well-known/security.txt")

    assert response.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert response.content.decode() == (
        "Contact: mailto:clio@history.example\n"
        "Expires: 2027-05-23T00:00:00Z\n"
        "Preferred-Languages: en\n"
        "Canonical: https://history.example/.well-known/security.txt\n"
    )


def test_security_txt_is_the_same_all_day(client):
    with time_machine.travel("2026-11-24T00:00:01Z", tick=False):
        first = client.get(PATHS[2])
    with time_machine.travel("2026-11-24T23:59:59Z", tick=False):
        same = client.get(PATHS[2], headers={"if-none-match": first["ETag"]})
    with time_machine.travel("2026-11-25T00:00:01Z", tick=False):
        later = client.get(PATHS[2], headers={"if-none-match": first["ETag"]})

    assert (same.status_code, later.status_code) == (304, 200)


def test_without_a_contact_there_is_no_security_txt(client, settings):
    settings.SECURITY_CONTACT = ""
    assert client.get("/.well-known/security.txt").status_code == 404


def test_a_contact_is_written_as_it_is(client, settings):
    settings.SECURITY_CONTACT = "https://history.example/security?a=1&b=2"
    text = client.get("/.well-known/security.txt").content.decode()
    assert text.startswith("Contact: https://history.example/security?a=1&b=2\n")


@pytest.mark.parametrize("path", PATHS)
def test_machines_ask_again_and_hear_that_nothing_changed(client, path):
    first = client.get(path)
    again = client.get(path, headers={"if-none-match": first["ETag"]})
    posted = client.post(path)

    assert (first.status_code, again.status_code, posted.status_code) == (200, 304, 405)
    assert first.headers["Cache-Control"] == FOR_READERS


@pytest.mark.parametrize(
    ("path", "kind", "size"),
    [
        ("/favicon.ico", "image/x-icon", (48, 48)),
        ("/apple-touch-icon.png", "image/png", (180, 180)),
    ],
)
def test_the_sites_sign_answers_at_the_root(client, path, kind, size):
    response = client.get(path)

    assert (response.status_code, response.headers["Content-Type"]) == (200, kind)
    assert Pillow.open(io.BytesIO(response.content)).size == size
    assert response.headers["Cache-Control"] == "public, max-age=604800"
    assert client.post(path).status_code == 405
