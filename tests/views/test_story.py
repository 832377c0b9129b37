import re
from datetime import UTC, datetime

import pytest

from posts.models import Post
from posts.views.caching import FOR_READERS
from tests.factories import (
    link_posts,
    make_category,
    make_citation,
    make_image,
    make_place,
    make_post,
)
from tests.views.queries import queries_of
from tests.views.reading import text_of

pytestmark = pytest.mark.django_db


def make_whole_post(number: int = 1) -> Post:
    """A post with `number` of everything that a page repeats."""
    counted = range(1, number + 1)
    post = make_post(
        hero=make_image(illustration=True, caption="A field", creator="J. Doe", year="1911"),
        bullets=[(f"Label {n}", f"Point {n}") for n in counted],
        categories=[make_category(f"Kind {n}", sign="§") for n in counted],
        places=[make_place(f"Town {n}") for n in counted],
        tags=[f"tag {n}" for n in counted],
        closing_question="Was it worth it?",
    )
    for n in counted:
        make_citation(post, f"Chronicle {n}")
        make_post(f"Same day {n}", event_input=f"14 October {1800 + n}")
    return post


def test_a_post_reads_in_the_order_of_an_almanac(client):
    make_post("Stamford Bridge", event_input="25 September 1066")
    make_whole_post()

    text = text_of(client, "/posts/hastings/")

    marks = [
        *('class="stamp stamp-large', "Town 1</a>", "<h1>Hastings</h1>", 'class="standfirst"'),
        *(">TLDR<", "Point 1", "<figure", "A field", "Illustration", "J. Doe, 1911"),
        *('class="story ', "Was it worth it?", ">Sources<", "Chronicle 1", "tag 1</a>"),
        *("Published", "Stamford Bridge", "Also on 14 October", 'same-day-title">Same day 1'),
    ]
    places = [text.index(mark, text.index("<main")) for mark in marks]
    assert places == sorted(places)


@pytest.mark.parametrize("number", [1, 3])
def test_a_page_takes_twelve_queries_however_much_it_holds(number):
    make_whole_post(number)

    assert queries_of("/posts/hastings/") == 12


def test_the_stamp_has_a_machine_date_only_where_html_has_one(client):
    make_post("Hastings")
    make_post("Tasman", event_input="24 November 1642")

    assert (
        "<time" not in text_of(client, "/posts/hastings/").split("stamp-large")[1].split("</p>")[0]
    )
    assert '<time datetime="1642-11-24">' in text_of(client, "/posts/tasman/")


def test_a_sources_link_is_only_ever_a_web_address(client):
    post = make_post()
    make_citation(post, "Web", url="https://example.org/a")
    other = make_citation(post, "Script")
    type(other.source).objects.bulk_update([other.source], ["title"])

    text = text_of(client, "/posts/hastings/")

    assert '<a href="https://example.org/a" rel="noopener"><cite>Web</cite></a>' in text
    assert "<cite>Script</cite>" in text
    assert ">Script</cite></a>" not in text


def test_a_source_tells_all_that_is_known(client):
    make_citation(
        make_post(),
        "The Carmen",
        author="Guy",
        publisher="Bec",
        issued="1067",
        locator="line 12",
        quotation="So it was.",
        note="Disputed.",
        kept_text="A private copy",
    )

    text = text_of(client, "/posts/hastings/")
    source = re.sub(r"<[^>]+>|\s+", " ", text.split('id="source-1"')[1].split("</li>")[0])

    assert " ".join(source.split()) == (
        "> Guy, The Carmen (Bec, 1067), line 12. So it was. Disputed."
    )
    assert "A private copy" not in text


def test_the_language_of_the_post_marks_its_article(client):
    make_post("Hebrew", language="he")
    make_post("English", language="en")

    assert '<article class="post" lang="he" dir="rtl">' in text_of(client, "/posts/hebrew/")
    assert '<article class="post">' in text_of(client, "/posts/english/")
    assert '<html lang="en-GB" dir="ltr">' in text_of(client, "/posts/hebrew/")


def test_the_head_names_the_page_its_address_and_its_cover(client, settings):
    make_post("Hastings", description='The "day" <of> battle')

    head = text_of(client, "/posts/hastings/").split("</head>")[0]

    site = settings.SITE_URL
    assert "<title>Hastings (14 October 1066) – On This Day</title>" in head
    assert f'<link rel="canonical" href="{site}/posts/hastings/">' in head
    assert 'content="The &quot;day&quot; &lt;of&gt; battle"' in head
    assert f'property="og:image" content="{site}/posts/hastings/cover.png"' in head
    assert head.count('rel="preload"') == 2


def test_a_hero_is_not_lazy_and_leaves_sharing_to_the_cover(client, settings):
    hero = make_image(size=(1200, 800))
    make_post("Hastings", hero=hero)

    text = text_of(client, "/posts/hastings/")

    cover = f"{settings.SITE_URL}/posts/hastings/cover.png"
    assert re.findall('property="og:image" content="([^"]+)"', text) == [cover]
    assert 'width="1200" height="800" alt="A red field" fetchpriority="high"' in text


def test_neighbours_stand_in_the_order_of_events(client):
    make_post("Before", event_input="1 January 1066", publish_at=datetime(2024, 1, 1, tzinfo=UTC))
    make_post("Hastings")
    make_post("After", event_input="c. 1200", publish_at=datetime(2021, 1, 1, tzinfo=UTC))

    text = text_of(client, "/posts/hastings/")

    assert '<a class="neighbour" rel="prev" href="/posts/before/">' in text
    assert '<a class="neighbour is-later" rel="next" href="/posts/after/">' in text


def test_an_undated_post_stands_beside_nothing(client):
    make_post("Hastings")
    make_post("Fragment", event_input="")

    text = text_of(client, "/posts/fragment/")

    assert 'class="neighbours"' not in text
    assert "no date" in text


def test_readers_pages_touch_no_session_and_set_no_cookie(client):
    make_post(tags=["siege"], categories=[make_category()], places=[make_place()])
    paths = ("/", "/posts/hastings/", "/categories/war/", "/tags/siege/", "/places/sussex/", "/x")

    for response in map(client.get, paths):
        assert "Cookie" not in response.headers.get("Vary", "")
        assert not response.cookies


def test_a_page_is_asked_for_again_and_answers_that_nothing_changed(client):
    make_post()
    first = client.get("/posts/hastings/")

    again = client.get("/posts/hastings/", headers={"if-none-match": first.headers["ETag"]})

    assert first.headers["Cache-Control"] == FOR_READERS
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize("path", ["/", "/posts/hastings/", "/posts/hastings/cover.png", "/tags/"])
def test_pages_are_read_only(client, path):
    make_post()
    assert client.post(path).status_code == 405


def test_an_old_slug_leads_to_the_new_one_until_the_post_is_hidden(client):
    post = make_post("Hastings")
    post.slug = "battle-of-hastings"
    post.save()

    moved = client.get("/posts/hastings/")
    Post.objects.filter(pk=post.pk).update(status=Post.Status.WITHDRAWN)

    assert (moved.status_code, moved.headers["Location"]) == (301, "/posts/battle-of-hastings/")
    assert client.get("/posts/hastings/").status_code == 404


def test_the_foot_of_a_story_names_no_related_one_twice(client):
    story = make_post("Story", event_input="14 October 1066", tags=["a"])
    make_post("Before", event_input="13 October 1066", tags=["a"])
    make_post("After", event_input="15 October 1066", tags=["a"])
    make_post("Same day", event_input="14 October 1500", tags=["a"])
    link_posts(make_post("Cause", event_input="1050", tags=["a"]), story)
    link_posts(story, make_post("Effect", event_input="1086", tags=["a"]))
    make_post("Akin", event_input="1700", tags=["a"])

    foot = text_of(client, "/posts/story/").split('class="beyond"')[1]

    related = foot.split('id="related"')[1].partition("</section>")[0]
    assert re.findall('href="([^"]*)"', related) == ["/posts/akin/"]
