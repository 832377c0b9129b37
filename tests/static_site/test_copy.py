"""The copy is the site: every page with its text, and every link alive, below a path too."""

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import pytest
from django.test import Client, override_settings
from taggit.models import Tag

from posts.archives import in_batches
from posts.models import Place, Post, Redirect
from posts.static_site import answers
from posts.static_site.folder import OWN
from tests.factories import (
    link_posts,
    make_category,
    make_citation,
    make_dossier,
    make_image,
    make_post,
)
from tests.static_site.copies import SETTINGS, Page, crawl, export, live_address, served, tree

pytestmark = [pytest.mark.django_db, pytest.mark.any_engine]
SITE = SETTINGS["SITE_URL"]
LIVE = "https://live.example"


@pytest.fixture(scope="module", autouse=True)
def _settings(collected: Path) -> Iterator[None]:
    """The site with its style sheets, which the application looks for when it is made."""
    answers.application.cache_clear()
    with override_settings(**SETTINGS, STATIC_ROOT=collected):
        yield
    answers.application.cache_clear()


@pytest.fixture(scope="module")
def site(module_db: Path) -> Post:
    """A small site that has one of each kind of page, and lists of several pages."""
    war, empty = make_category("War"), make_category("Siege & Storm")
    image = make_image("red", alt="A field")
    story = (
        f"![A field]({image.file.url})\n\nSee [the other](/posts/stamford-bridge/?utm=1#why), "
        f"[its whole address]({SITE}/on/10-14/), [the war](../../categories/war/?page=2), "
        "[what is gone](/gone/), [a search](/search/?q=siege), [note](#fn) and\n\n"
        '    <a href="/posts/">code</a>'
    )
    france = Place.objects.get(slug="france")
    filed = {"categories": [war], "places": [france], "tags": ["siege", "Ärger & Über", "node.js"]}
    post = make_post("Hastings", story=story, hero=image, bullets=[("Who", "*We*")], **filed)
    other = make_post("Stamford Bridge", event_input="25 September 1066", **filed)
    with in_batches():
        for number in range(40):
            when = "14 October 1060" if number < 22 else "1060 – 1066"
            make_post(f"Battle {number}", categories=[war, empty], event_input=when)
    with in_batches():
        for number in range(12):
            make_post(f"Quarrel {number}", event_input="1050 – 1100", tags=["siege"])
    make_citation(post, "The Carmen", quotation="Alas")
    link_posts(other, post)
    make_dossier("Conquest").posts.add(post)
    for path, to in {
        "/2019/05/hastings.html": {"post": post},
        "/old/hastings": {"post": post},
        "/old/ärger & co/": {"post": other},
        "/old.php": {"post": post},
        "/atom.xml": {"to_path": "/feed.xml"},
        "/assets/field.jpg": {"image": image},
        "/tags/battle/": {"tag": Tag.objects.get(name="siege")},
        "/find/": {"to_path": "/search/"},
    }.items():
        Redirect.objects.create(path=path, **to)
    return post


@pytest.fixture(scope="module")
def copy(site: Post, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """The folder of the server, in which the copy lies below a path; and what the command said."""
    root = tmp_path_factory.mktemp("copy")
    said = export(root / "below" / "history", "--below", "/below/history", "--live", LIVE)
    return root, said


@pytest.fixture(scope="module")
def files(copy: tuple[Path, str]) -> dict[str, bytes]:
    return tree(copy[0] / "below" / "history")


def test_every_link_of_the_copy_leads_somewhere(copy, files):
    """Below a path too; but for the one that is dead on the site itself, and is told of."""
    root, said = copy

    with served(root) as port:
        found, dead = crawl(port, "/below/history/")

    assert dead == {"/below/history/gone/"}
    assert re.findall("Leads nowhere: (.+)", said) == ["/gone/, on /posts/hastings/"]
    linked = {unquote(path + "index.html" if path[-1] == "/" else path) for path in found}
    unlinked = {
        name
        for name in files
        if f"/below/history/{name}" not in linked and not name.startswith(("sitemaps/", "media/"))
    }
    assert unlinked == {
        *("404.html", "robots.txt", "sitemap.xml", "cover.png"),
        "calendar.ics",  # for which the page that tells of it has a link of another kind
        *("feed/index.html", "rss.xml", "index.xml"),
        *("2019/05/hastings.html", "old/hastings/index.html", "old/ärger & co/index.html"),
        *("old.php/index.html", "atom.xml", "assets/field.jpg", "find/index.html"),
        *("tags/battle/index.html", "feeds/tags/battle.xml", "feeds/tags/battle.ics"),
        # Named as the one to be listed of those of a decade.
        *("timeline/page-2/index.html", "timeline/page-3/index.html"),
        "on/10-14/page-2.json",  # named in that of the first page
    }


def test_every_page_says_what_the_live_one_says(client: Client, files):
    pages = {
        name: body.decode()
        for name, body in files.items()
        if name.endswith("index.html") and b"http-equiv" not in body
        # Days without a story, of which there are hundreds, are alike.
        if not re.match(r"on/(?!09|10)\d\d-", name)
    }

    other = [
        name
        for name, html in pages.items()
        if Page(html).texts != Page(client.get(live_address(name)).content.decode()).texts
    ]

    assert other == []
    assert {
        *("index.html", "posts/hastings/index.html", "tags/nodejs/index.html"),
        *("categories/war/page-3/index.html", "on/10-14/page-2/index.html", "map/index.html"),
        *("timeline/century-11/index.html", "timeline/decade-1060s/page-3/index.html"),
        *("years/1060/page-2/index.html", "years/1066/going-2/index.html"),
        *("tags/ärger-über/index.html", "archive/2020/01/page-3/index.html"),
    } - pages.keys() == set()


def test_feeds_data_and_pictures_are_those_of_the_live_site(client: Client, site, files):
    addresses = (
        *("feed.xml", "feed.rss", "feeds/tags/siege.xml", "feeds/categories/war.ics"),
        *("calendar.ics", "on/10-14.json", "posts/hastings/cite.bib", "robots.txt"),
        *("sitemap.xml", "sitemaps/archives-1.xml", "posts/hastings/cite.ris"),
    )

    assert {a: files[a] for a in addresses} == {a: client.get(f"/{a}").content for a in addresses}
    assert files["on/10-14/page-2.json"] == client.get("/on/10-14.json?page=2").content
    media = {name: body for name, body in files.items() if name.startswith("media/")}
    assert media == {name: b"".join(client.get(f"/{name}")) for name in media} != {}
    assert files["assets/field.jpg"] == files[site.hero.file.url[1:]]
    assert files["atom.xml"] == files["feed.xml"]
    moved = ("feed/index.html", "rss.xml", "index.xml")
    assert [name for name in moved if files[name] != files["feed.rss"]] == []
    assert [name for name in files if name.startswith("api/")] == []
    assert files["feeds/tags/battle.ics"] == files["feeds/tags/siege.ics"]


def test_what_a_copy_cannot_answer_leads_to_the_live_site(copy, files):
    timeline = files["timeline/index.html"].decode()

    assert 'action="https://live.example/timeline/"' in timeline
    assert 'role="search" action="https://live.example/search/"' in timeline
    assert 'href="https://live.example/random/"' in timeline
    assert (
        'href="https://live.example/search/?q=siege"' in files["posts/hastings/index.html"].decode()
    )
    assert "url=https://live.example/search/" in files["find/index.html"].decode()
    assert [name for name in files if name.startswith(("search", "admin"))] == []
    left_out = set(re.findall(f"Left out, and led to {LIVE}: (.+)", copy[1]))
    assert {"/search/", "/search/?q=siege", "/timeline/", "/posts/…/letter/"} <= left_out
    assert [name for name in files if "/letter/" in name] == []
    story = files["posts/hastings/index.html"].decode()
    assert 'href="https://live.example/posts/hastings/letter/?kind=error"' in story


def test_old_addresses_lead_on_by_a_page_and_by_a_map_and_are_not_counted(site, copy, files):
    folder = copy[0] / "below" / "history"

    for name in ("2019/05/hastings.html", "old/hastings/index.html", "old.php/index.html"):
        assert b'content="0; url=/below/history/posts/hastings/"' in files[name]
    lines = (folder / OWN / "redirects.map").read_text().splitlines()
    assert set(lines) >= {
        '"/below/history/2019/05/hastings.html" "/below/history/posts/hastings/";',
        '"/below/history/old/ärger & co/" "/below/history/posts/stamford-bridge/";',
        '"/below/history/atom.xml" "/below/history/feed.xml";',
        f'"/below/history/assets/field.jpg" "/below/history{site.hero.file.url}";',
        '"/below/history/tags/battle/" "/below/history/tags/siege/";',
        '"/below/history/find/" "https://live.example/search/";',
    }
    assert not Redirect.objects.exclude(hits=0).exists()
