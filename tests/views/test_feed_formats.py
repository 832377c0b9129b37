"""What programs show of feeds beside their words: pictures, what came before, JSON Feed."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from posts.archives import in_batches
from tests.factories import make_image, make_post
from tests.views.feed_reading import moment, parsed
from tests.views.hidden import NOW, make_filed

pytestmark = [pytest.mark.django_db, pytest.mark.any_engine]
SITE = "http://history.example"


@pytest.fixture(autouse=True)
def _site(settings) -> None:
    settings.SITE_URL = SITE
    settings.SITE_NAME = "Clio’s Almanac"


@pytest.mark.parametrize("path", ["/feed.xml", "/feed.rss", "/feeds/today.xml", "/feed.json"])
@time_machine.travel(NOW, tick=False)
def test_a_picture_goes_with_its_entry(client, path):
    hero = make_image(size=(2000, 1000), credit="J. Doe")
    make_filed(hero=hero)
    file = {"href": f"{SITE}{hero.file.url}", "type": "image/png", "length": str(hero.file.size)}

    if path == "/feed.json":
        (item,) = client.get(path).json()["items"]
        (kept,) = item["attachments"]
        names = ("url", "mime_type", "size_in_bytes")
        found = dict(zip(("href", "type", "length"), map(str, map(kept.get, names)), strict=True))
        assert (item["image"], found) == (f"{SITE}{hero.as_picture().src}", file)
        return
    (entry,) = parsed(client, path).entries
    (enclosed,), (media,) = entry.enclosures, entry.media_content
    assert {name: enclosed[name] for name in file} == file
    assert media == {
        "url": f"{SITE}{hero.as_picture().src}", "type": "image/webp", "medium": "image",
        "width": "1600", "height": "800",
    }  # fmt: skip
    assert [credit["content"] for credit in entry.media_credit] == ["J. Doe"]
    assert ">A red field</media:description>" in client.get(path).text
    for address in (enclosed["href"], media["url"]):
        shown = client.get(address.removeprefix(SITE))
        size = len(b"".join(shown))
        assert (shown.status_code, shown["Content-Type"]) == (
            200,
            f"image/{address[-4:].strip('.')}",
        )
        assert address == media["url"] or str(size) == enclosed["length"]


def test_a_file_that_is_gone_is_not_enclosed(client):
    hero = make_image("navy")
    hero.file.storage.delete(hero.file.name)
    make_filed(hero=hero)

    for path in ("/feed.xml", "/feed.rss"):
        (entry,) = parsed(client, path).entries
        assert (entry.enclosures, len(entry.media_content)) == ([], 1)
    assert "attachments" not in client.get("/feed.json").json()["items"][0]


def test_a_feed_shows_the_sign_of_the_site(client):
    atom, rss = (parsed(client, path).feed for path in ("/feed.xml", "/feed.rss"))

    icon = f"{SITE}/apple-touch-icon.png"
    assert (atom.icon, atom.logo, rss.image.href) == (icon, icon, icon)
    assert (rss.image.title, rss.image.link) == (rss.title, rss.link)
    assert client.get("/feed.json").json()["icon"] == icon


@pytest.mark.parametrize("path", ["/feed.xml", "/feed.rss", "/feed.json", "/feeds/today.xml"])
def test_a_feed_of_which_a_hub_is_told_names_it(client, settings, path):
    hub = settings.WEBSUB_HUB = "https://hub.example/?a=1&b=2"
    make_filed()

    response, own = client.get(path), f"{SITE}{path}"
    named = f'<{hub}>; rel="hub", <{own}>; rel="self"'
    if path == "/feed.json":
        assert response.json()["hubs"] == [{"type": "WebSub", "url": hub}]
    else:
        links = [(link.rel, link.href) for link in parsed(client, path).feed.links]
        told = ("hub", hub)
        assert (("self", own) in links, told in links) == (True, path != "/feeds/today.xml")
    assert response.headers.get("Link") == (None if path == "/feeds/today.xml" else named)


@pytest.mark.parametrize("path", ["/feed.xml", "/feed.rss", "/feed.json"])
def test_a_feed_leads_on_to_all_posts_whatever_comes_out_meanwhile(client, path):
    with in_batches():
        for number in range(45):
            at = datetime(2020, 1, 1, tzinfo=UTC) + timedelta(
                hours=number // 2
            )  # some at one moment
            make_post(f"Battle {number}", publish_at=at)
    seen, address = [], path
    while address:
        if path == "/feed.json":
            feed = client.get(address).json()
            seen += [item["title"] for item in feed["items"]]
            address = feed.get("next_url", "").removeprefix(SITE)
        else:
            found = parsed(client, address)
            seen += [entry.title for entry in found.entries]
            links = {link.rel: link.href for link in found.feed.links}
            address = links.get("next", "").removeprefix(SITE)
        make_post(f"News {len(seen)}", publish_at=datetime(2021, 1, 1, tzinfo=UTC))

    assert seen == [f"Battle {number}" for number in reversed(range(45))]
    assert client.get(f"{path}?cursor=nonsense").content == client.get(path).content


def test_a_json_feed_keeps_to_its_rules(client):
    """Those of jsonfeed.org/version/1.1, and what Atom says in its own words."""
    make_filed(description="Two < three.", story="See [the day](/on/10-14/).", language="fr")
    make_post("Undated", description="", event_input="", undated=True, categories=[])

    feed = client.get("/feed.json").json()
    plain, french = sorted(feed["items"], key=lambda item: item["language"])
    told = {entry.title: entry for entry in parsed(client, "/feed.xml").entries}

    assert {name: feed[name] for name in feed if name not in ("items", "icon", "description")} == {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "Clio’s Almanac",
        "home_page_url": f"{SITE}/",
        "feed_url": f"{SITE}/feed.json",
        "language": "en-gb",
        "authors": [{"name": "Clio’s Almanac", "url": SITE}],
    }
    for item in (plain, french):
        entry = told[item["title"]]
        assert (item["id"], item["url"]) == (entry.id, entry.link)
        assert item["content_html"].strip() == entry.content[0].value
        assert moment(item["date_published"]) == moment(entry.published)
        assert moment(item["date_modified"]) == moment(entry.updated)
    assert (french["summary"], french["tags"]) == ("Two < three.", ["War"])
    assert (french["language"], f'href="{SITE}/on/10-14/"' in french["content_html"]) == (
        "fr",
        True,
    )
    assert {"summary", "tags", "image", "attachments"} & plain.keys() == set()


@pytest.mark.parametrize(
    ("path", "feed"),
    [
        ("/feed/", "/feed.rss"),
        ("/rss.xml", "/feed.rss"),
        ("/index.xml", "/feed.rss"),
        ("/atom.xml", "/feed.xml"),
    ],
)
def test_feeds_answer_where_other_software_has_them(client, path, feed):
    response = client.get(path)
    assert (response.status_code, response["Location"]) == (301, feed)
    assert response["Access-Control-Allow-Origin"] == "*"
