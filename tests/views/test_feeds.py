import re
from datetime import UTC, datetime, timedelta

import feedparser
import pytest
import time_machine
from lxml import etree

from posts.models import Post
from posts.views.caching import FOR_READERS
from tests.factories import make_category, make_image, make_place, make_post
from tests.views.hidden import NOW, STATES, WORDS, make_filed, make_hidden
from tests.views.queries import queries_of

pytestmark = pytest.mark.django_db
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


def parsed(client, path: str):
    """The feed, which a reader's own parser finds well formed."""
    response = client.get(path)
    assert response.status_code == 200, path
    etree.fromstring(response.content)
    feed = feedparser.parse(response.content, sanitize_html=False, resolve_relative_uris=False)
    assert not feed.bozo, (path, feed.get("bozo_exception"))
    return feed


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


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
    for day in range(1, 22):
        make_post(f"Battle {day}", publish_at=datetime(2020, 1, day, tzinfo=UTC), categories=[war])

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


@pytest.mark.parametrize("path", FEEDS)
def test_a_feed_says_what_it_is_and_may_be_read_anywhere(client, path):
    make_filed()

    response = client.get(path)

    kind = "rss" if path.endswith("rss") else "atom"
    headers = {
        "Content-Type": f"application/{kind}+xml; charset=utf-8",
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


@pytest.mark.parametrize("path", FEEDS)
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


# Today in history


def today_entries(client) -> list:
    return parsed(client, "/feeds/today.xml").entries


def lines(entry) -> list[str]:
    return re.findall(r"<p[^>]*><strong>(.*?)</strong></p>", entry.content[0].value)


@time_machine.travel("2026-05-27T15:00:00Z", tick=False)
def test_today_tells_how_long_ago_it_was(client):
    for title, event in (
        ("Act", "27 May 1997"),
        ("Old war ends", "1 March 1500 – 27 May 1501"),
        ("New war", "27 May 1939 – 2 September 1945"),
        ("Caesar", "27 May 44 BC"),
        ("Not known", "May 1997"),
        ("Doubtful", "27 May 1300?"),
        ("Russian", "14 May 1917 (O.S.)"),
        ("Russian too", "27 May 1900 (O.S.)"),
        ("Last year", "27 May 2025"),
        ("Yesterday", "26 May 1997"),
    ):
        make_post(title, event_input=event)

    told = {entry.title: lines(entry) for entry in today_entries(client)}

    assert told == {
        "44 BC: Caesar": ["27 May 44 BC, 2069 years ago"],
        "1300: Doubtful": ["27 May 1300, 726 years ago", "27 May 1300?"],
        "1501: Old war ends (ends)": [
            "27 May 1501, 525 years ago · ends",
            "1 March 1500 – 27 May 1501",
        ],
        "1900: Russian too": [
            "27 May 1900, 126 years ago · Old Style",
            "27 May (O.S.) / 9 June 1900",
        ],
        "1917: Russian": ["27 May 1917, 109 years ago", "14 May (O.S.) / 27 May 1917"],
        "1939: New war (begins)": [
            "27 May 1939, 87 years ago · begins",
            "27 May 1939 – 2 September 1945",
        ],
        "1997: Act": ["27 May 1997, 29 years ago"],
        "2025: Last year": ["27 May 2025, 1 year ago"],
    }


def test_the_years_before_christ_are_counted_without_a_year_nought(client):
    make_post("Augustus", event_input="5 January 1 BC")
    with time_machine.travel("2026-01-05T12:00:00Z", tick=False):
        assert lines(today_entries(client)[0]) == ["5 January 1 BC, 2026 years ago"]


def test_an_old_style_day_has_the_year_of_its_own_calendar(client):
    make_post("Truce", event_input="25 December 1917 (O.S.)")
    with time_machine.travel("2026-12-25T12:00:00Z", tick=False):
        (old,) = today_entries(client)
    with time_machine.travel("2027-01-07T12:00:00Z", tick=False):
        (new,) = today_entries(client)

    assert (old.title, new.title) == ("1917: Truce", "1918: Truce")


def test_today_is_one_entry_per_story_and_year(client, settings):
    settings.TIME_ZONE = "Europe/Paris"
    make_post("Act", event_input="27 May 1997")
    found = []
    for now in ("2026-05-26T22:30Z", "2026-05-27T21:30Z", "2027-05-27T08:00Z"):
        with time_machine.travel(now, tick=False):
            (entry,) = today_entries(client)
            found.append((entry.id, moment(entry.updated), entry.published))

    first, same, next_year = found
    assert first == same
    assert first[0].startswith("urn:uuid:")
    assert first[0] != next_year[0]
    assert first[1:] == (moment("2026-05-27T00:00:00+02:00"), "2020-01-01T00:00:00+00:00")
    assert next_year[1:] == (moment("2027-05-27T00:00:00+02:00"), "2020-01-01T00:00:00+00:00")


def test_both_ends_of_a_range_are_occasions_of_one_year_each_once(client):
    make_post("War", event_input="1 September 1939 – 2 September 1945")
    make_post("Feast", event_input="1 September 1300 – 1 September 1310")
    ids = []
    for day in ("2026-09-01", "2026-09-02"):
        with time_machine.travel(f"{day}T12:00:00Z", tick=False):
            ids.append([entry.id for entry in today_entries(client)])

    assert [len(each) for each in ids] == [2, 1]
    assert len({*ids[0], *ids[1]}) == 3


@pytest.mark.parametrize(
    ("now", "told"),
    [
        (
            "2026-02-28",
            ["29 February 1960, 66 years ago · kept today in years without that day"],
        ),
        ("2028-02-28", None),
        ("2028-02-29", ["29 February 1960, 68 years ago"]),
    ],
)
def test_a_common_year_keeps_the_leap_day_on_the_28th(client, now, told):
    make_post("Agadir", event_input="29 February 1960")
    with time_machine.travel(f"{now}T12:00:00Z", tick=False):
        entries = today_entries(client)
    assert [lines(entry) for entry in entries] == ([told] if told else [])


def test_a_new_day_is_a_change_of_the_days_feed(client):
    with time_machine.travel("2026-10-13T12:00:00Z", tick=False):
        make_post("Hastings")
        first = client.get("/feeds/today.xml")
    with time_machine.travel("2026-10-14T00:00:01Z", tick=False):
        asked = {"if-modified-since": first["Last-Modified"]}
        second = client.get("/feeds/today.xml", headers=asked)

    assert second.status_code == 200
    assert second["Last-Modified"] == "Wed, 14 Oct 2026 00:00:00 GMT"


# Hidden posts


@pytest.mark.parametrize("state", STATES)
@time_machine.travel(NOW, tick=False)
def test_no_feed_holds_a_word_of_a_hidden_post(client, state):
    public = make_filed()
    before = {path: client.get(path).content for path in FEEDS}

    make_hidden(state, public)
    after = {path: client.get(path).content for path in FEEDS}

    assert [word for word in WORDS for page in after.values() if word.encode() in page] == []
    assert after == before


@time_machine.travel(NOW, tick=False)
def test_the_same_post_is_in_every_feed_once_it_is_public(client):
    """Holds the test above to words that could leak."""
    public = make_filed()
    post = make_hidden("draft", public)
    post.status = Post.Status.APPROVED
    post.save()

    assert [path for path in FEEDS if b"quaggatitle" not in client.get(path).content] == []


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("path", ["/feeds/tags/quaggatag.xml", "/feeds/places/quaggaplace.xml"])
@time_machine.travel(NOW, tick=False)
def test_a_hidden_posts_feed_answers_byte_for_byte_as_an_unknown_one(client, state, path):
    make_hidden(state, make_filed())

    hidden, unknown = client.get(path), client.get(path.replace("quagga", "nobody"))

    assert hidden.status_code == unknown.status_code == 404
    assert (hidden.headers, hidden.content) == (unknown.headers, unknown.content)


def test_pages_name_their_feeds_and_calendars(client):
    make_filed()
    for page, kind in (("/categories/war/", "categories/war"), ("/tags/siege/", "tags/siege")):
        text = client.get(page).content.decode()
        assert text.count(f'href="/feeds/{kind}.xml"') == 2
        assert text.count(f'href="/feeds/{kind}.ics"') == 1
    assert '<link rel="alternate" type="application/atom+xml"' in client.get("/").content.decode()
