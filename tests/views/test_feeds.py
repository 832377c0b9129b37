import re
from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from posts.archives import in_batches
from posts.models import Post
from posts.views.caching import FOR_READERS
from tests.factories import make_category, make_image, make_place, make_post
from tests.views.feed_reading import moment, parsed
from tests.views.hidden import NOW, make_filed
from tests.views.queries import queries_of

pytestmark = [pytest.mark.django_db, pytest.mark.any_engine]
SITE = "http://history.example"
FEEDS = (
    *("/feed.xml", "/feed.rss", "/feeds/today.xml", "/feeds/categories/war.xml"),
    *("/feeds/tags/siege.xml", "/feeds/places/france.xml", "/feeds/places/europe.xml"),
)
UUID = "urn:uuid:12345678-1234-4234-8234-123456789abc"


@pytest.fixture(autouse=True)
def _site(settings) -> None:
    settings.SITE_URL = SITE
    settings.SITE_NAME = "Clio’s Almanac"


def test_an_entry_has_the_whole_story_with_absolute_addresses(client):
    post = make_filed(
        description="Two < three & counting.",
        story="See [the day](/on/10-14/) and a note.[^1]\n\n[^1]: Here.",
        bullets=[("Event", "A *battle*."), ("", "No label.")],
        closing_question="Was it worth it?",
        hero=make_image(credit="J. Doe", caption="A field"),
    )
    Post.objects.filter(pk=post.pk).update(
        feed_id=UUID, updated_at=moment("2024-05-27T10:00:00+00:00")
    )

    feed = parsed(client, "/feed.xml")

    (entry,) = feed.entries
    assert (entry.id, entry.link, entry.title) == (UUID, f"{SITE}/posts/hastings/", "Hastings")
    assert moment(entry.published) == moment("2020-01-01T00:00:00+00:00")
    assert moment(entry.updated) == moment("2024-05-27T10:00:00+00:00")
    assert (entry.summary, entry.summary_detail.type) == ("Two < three & counting.", "text/plain")
    assert [tag.term for tag in entry.tags] == ["War"]
    (content,) = entry.content
    assert content.type == "text/html"
    html = content.value
    parts = [
        *("14 October 1066 · France", f'src="{SITE}/media/', "A field", "J. Doe"),
        *("<strong>Event:</strong> A <em>battle</em>.", "No label.", f'href="{SITE}/on/10-14/"'),
        *(f'href="{SITE}/posts/hastings/#fn1"', "Was it worth it?"),
    ]
    places = [html.index(part) for part in parts]
    assert places == sorted(places)
    assert re.findall(r'(?:href|src|srcset)="(?!http://history\.example/)', html) == []
    assert re.findall(r", (?!http://history\.example/)\S+ \d+w", html) == []


def test_a_feed_names_itself_and_what_it_follows(client):
    make_filed()

    feeds = {path: parsed(client, path).feed for path in FEEDS}

    found = {
        path: ({link.rel: link.href for link in feed.links}, feed.title)
        for path, feed in feeds.items()
    }
    pages = (
        "/",
        "/",
        "/",
        "/categories/war/",
        "/tags/siege/",
        "/places/france/",
        "/places/europe/",
    )
    names = ("Clio’s Almanac", "Clio’s Almanac", "Clio’s Almanac: today in history", "War", "siege")
    titles = [
        *names[:3],
        *(f"{name} – Clio’s Almanac" for name in (*names[3:], "France", "Europe")),
    ]
    assert found == {
        path: ({"self": f"{SITE}{path}", "alternate": f"{SITE}{page}"}, title)
        for path, page, title in zip(FEEDS, pages, titles, strict=True)
    }
    assert feeds["/feed.xml"].id == f"{SITE}/feed.xml"
    assert feeds["/feed.xml"].author == "Clio’s Almanac"
    assert feeds["/feeds/categories/war.xml"].subtitle == "Armed & organised."


@pytest.mark.parametrize(
    ("feed_id", "entry_id"),
    [
        (UUID, UUID),
        ("tag:example.org,2025:1", "tag:example.org,2025:1"),
        ("https://example.org/war/été", "https://example.org/war/été"),
        ("x", "urn:uuid:4cd605e7-afa2-5360-b5b9-c5e9fb5c76f4"),
        ("two words: one", None),
        ("/war/2025/a", None),
    ],
)
def test_an_entrys_id_is_an_iri_whatever_the_old_blog_had(client, feed_id, entry_id):
    post = make_post()
    Post.objects.filter(pk=post.pk).update(feed_id=feed_id)

    first = parsed(client, "/feed.xml").entries[0].id
    Post.objects.filter(pk=post.pk).update(slug="other", title="Other", publish_at=NOW)
    with time_machine.travel(NOW + timedelta(days=1)):
        later = parsed(client, "/feed.xml").entries[0].id
        guid = parsed(client, "/feed.rss").entries[0].id

    assert first == later
    assert entry_id is None or first == entry_id
    assert re.fullmatch(r"[a-z]+:\S+", first)
    assert guid == feed_id


def test_rss_says_the_same_under_a_guid_that_is_no_address(client):
    make_filed(description="Two < three & counting.", story="Said **so**.")

    response = client.get("/feed.rss")
    (entry,) = parsed(client, "/feed.rss").entries

    assert 'isPermaLink="false"' in response.content.decode()
    assert entry.guidislink is False
    assert entry.summary == "Two &lt; three &amp; counting."
    assert "<strong>so</strong>" in entry.content[0].value
    assert entry.published == "Wed, 01 Jan 2020 00:00:00 +0000"


def test_updated_is_the_publish_time_until_a_later_save(client):
    with time_machine.travel("2020-01-01T00:00:00Z", tick=False):
        post = make_post(publish_at=moment("2024-01-01T00:00:00+00:00"))
    early = parsed(client, "/feed.xml")
    with time_machine.travel("2025-01-01T00:00:00Z", tick=False):
        post.save()
    late = parsed(client, "/feed.xml")

    assert moment(early.entries[0].updated) == moment("2024-01-01T00:00:00+00:00")
    assert moment(late.entries[0].updated) == moment("2025-01-01T00:00:00+00:00")
    assert (early.feed.updated, late.feed.updated) == (
        early.entries[0].updated,
        late.entries[0].updated,
    )


def test_a_feed_has_the_newest_twenty(client):
    war = make_category("War")
    with in_batches():
        for day in range(1, 22):
            make_post(
                f"Battle {day}", publish_at=datetime(2020, 1, day, tzinfo=UTC), categories=[war]
            )

    for path in ("/feed.xml", "/feed.rss", "/feeds/categories/war.xml"):
        titles = [entry.title for entry in parsed(client, path).entries]
        assert titles == [f"Battle {day}" for day in range(21, 1, -1)]


def test_a_post_in_another_language_says_so(client):
    make_post("Révolution", language="fr", publish_at=datetime(2020, 1, 3, tzinfo=UTC))
    make_post("ثورة", slug="thawra", language="ar", publish_at=datetime(2020, 1, 2, tzinfo=UTC))
    make_post("Plain", publish_at=datetime(2020, 1, 1, tzinfo=UTC))

    for path in ("/feed.xml", "/feed.rss"):
        french, arabic, plain = parsed(client, path).entries
        languages = [entry.title_detail.language for entry in (french, arabic, plain)]
        assert languages == ["fr", "ar", "en"]
        assert '<div lang="ar" dir="rtl">' in arabic.content[0].value
        assert '<p lang="en-gb"><strong>14 October 1066' in french.content[0].value
        assert "<div>" in plain.content[0].value


@time_machine.travel(NOW, tick=False)
def test_control_characters_break_no_feed(client):
    post = make_filed()
    bad = "a\x0bb\x1bc\ufffe"
    Post.objects.filter(pk=post.pk).update(
        title=bad, description=bad, story_html=f"<p>{bad}</p>", closing_question=bad, feed_id=bad
    )
    post.categories.update(name=bad)

    for path in FEEDS:
        (entry,) = parsed(client, path).entries
        assert entry.title.endswith("abc")
        assert entry.tags[0].term == "abc"


@pytest.mark.parametrize("path", [*FEEDS, "/feed.json", "/on/10-14.json", "/calendar.ics"])
def test_a_feed_says_what_it_is_and_may_be_read_anywhere(client, path):
    make_filed()

    response = client.get(path)

    kinds = {"rss": "application/rss+xml", "ics": "text/calendar", "xml": "application/atom+xml"}
    kind = kinds.get(path.rpartition(".")[2], "application/feed+json")
    kind = "application/json" if path.startswith("/on/") else f"{kind}; charset=utf-8"
    assert "Access-Control-Allow-Credentials" not in response
    headers = {
        "Access-Control-Allow-Origin": "*",
        "Content-Type": kind,
        "Cross-Origin-Resource-Policy": "cross-origin",
        "Cache-Control": FOR_READERS,
    }
    assert {name: response.headers[name] for name in headers} == headers


@pytest.mark.parametrize("path", FEEDS)
@time_machine.travel(NOW, tick=False)
def test_an_unchanged_feed_answers_304_by_either_validator(client, path):
    make_filed()
    first = client.get(path)
    with time_machine.travel(NOW + timedelta(minutes=5), tick=False):
        by_tag = client.get(path, headers={"if-none-match": first["ETag"]})
        by_time = client.get(path, headers={"if-modified-since": first["Last-Modified"]})
        make_post("Another", categories=[], event_input="14 October 1070")
        Post.objects.get(slug="hastings").save()
        after_tag = client.get(path, headers={"if-none-match": first["ETag"]})
        after_time = client.get(path, headers={"if-modified-since": first["Last-Modified"]})

    kept = (by_tag, by_time)
    assert [response.status_code for response in kept] == [304, 304]
    assert {r.headers["Cross-Origin-Resource-Policy"] for r in kept} == {"cross-origin"}
    assert after_time.status_code == 200
    assert after_tag.status_code == 200


@time_machine.travel("2026-11-24T12:00:00Z", tick=False)
def test_a_feed_without_posts_is_a_feed_that_stays_as_it_is(client):
    make_category("War")
    paths = ("/feed.xml", "/feed.rss", "/feeds/today.xml", "/feeds/categories/war.xml")
    first = [client.get(path).content for path in paths]
    with time_machine.travel("2026-11-24T13:00:00Z", tick=False):
        again = [client.get(path).content for path in paths]
        entries = [parsed(client, path).entries for path in paths]

    assert first == again
    assert entries == [[], [], [], []]


@pytest.mark.parametrize(
    "path",
    [
        *("/feeds/categories/none.xml", "/feeds/tags/none.xml", "/feeds/tags/a%00b.xml"),
        *("/feeds/places/germany.xml", "/feeds/places/none.xml", "/feeds/posts/a.xml"),
    ],
)
def test_a_feed_of_nothing_is_unknown(client, path):
    make_filed()
    assert client.get(path).status_code == 404


def test_a_tag_in_any_script_has_its_feed(client):
    make_post("Meiji", tags=["明治"])

    feed = parsed(client, "/feeds/tags/明治.xml")

    links = {link.rel: link.href for link in feed.feed.links}
    assert links == {
        "self": f"{SITE}/feeds/tags/%E6%98%8E%E6%B2%BB.xml",
        "alternate": f"{SITE}/tags/%E6%98%8E%E6%B2%BB/",
    }
    assert [entry.title for entry in feed.entries] == ["Meiji"]


@pytest.mark.parametrize("path", [*FEEDS, "/feed.json"])
@time_machine.travel(NOW, tick=False)
def test_a_feed_takes_as_many_queries_however_long_it_is(path):
    first = make_filed(hero=make_image("red"), bullets=[("A", "b")])
    at_one = queries_of(path)
    for number, colour in enumerate(("green", "blue")):
        make_post(
            f"More {number}",
            hero=make_image(colour),
            bullets=[("A", "b"), ("C", "d")],
            categories=[*first.categories.all(), make_category(f"Kind {number}")],
            places=[*first.places.all(), make_place(f"Town {number}")],
            tags=["siege", f"tag {number}"],
        )

    assert queries_of(path) == at_one
    assert at_one <= 11


def test_pages_name_their_feeds_and_calendars(client):
    make_filed()
    for page, kind in (("/categories/war/", "categories/war"), ("/tags/siege/", "tags/siege")):
        text = client.get(page).content.decode()
        assert text.count(f'href="/feeds/{kind}.xml"') == 2
        assert text.count(f'href="/feeds/{kind}.ics"') == 1
    home = client.get("/").content.decode()
    assert '<link rel="alternate" type="application/atom+xml"' in home
    (link,) = re.findall(r'<link rel="alternate" type="application/feed\+json"[^>]*>', home)
    assert 'href="/feed.json"' in link
