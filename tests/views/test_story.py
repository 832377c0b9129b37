import re
from datetime import UTC, datetime
from typing import Any

import pytest

from posts.models import Post
from posts.views.caching import FOR_READERS
from tests.factories import (
    link_posts,
    make_category,
    make_citation,
    make_dossier,
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
    make_whole_post(2)

    text = text_of(client, "/posts/hastings/")

    marks = [
        *('class="stamp stamp-large', "Town 1</a>", "<h1>Hastings</h1>", 'class="standfirst"'),
        *(">TLDR<", "Point 1", "<figure", "A field", "Illustration", "J. Doe, 1911"),
        *('class="story"', "Was it worth it?", ">Sources<", "Chronicle 1", "tag 1</a>"),
        *("Published", "Next in time", ">Same day 1<", "Before this", ">Stamford Bridge<"),
        *("Also on 14 October", ">Same day 2<"),
    ]
    places = [text.index(mark, text.index("<main")) for mark in marks]
    assert places == sorted(places)


@pytest.mark.parametrize("number", [1, 3])
def test_a_page_takes_three_queries_however_much_it_holds(number):
    make_whole_post(number)

    assert queries_of("/posts/hastings/") == 3


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

    assert re.findall('<link rel="(prev|next)" href="([^"]*)"', text) == [
        ("prev", "/posts/before/"),
        ("next", "/posts/after/"),
    ]
    onward = text.split('class="onward"')[1].split("</section>")[0]
    assert re.findall('href="(/posts/[^"]*)"', onward) == ["/posts/after/", "/posts/before/"]


def test_an_undated_post_stands_beside_nothing(client):
    make_post("Hastings")
    make_post("Fragment", event_input="")

    text = text_of(client, "/posts/fragment/")

    assert 'class="onward"' not in text
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


def foot_of(client: Any, slug: str) -> tuple[list[str], list[str]]:
    """Return the headings of a story's foot, and the stories to which it links."""
    foot = text_of(client, f"/posts/{slug}/").partition('class="beyond"')[2].partition("</main>")[0]
    names = re.findall(r'<h2 id="([^"]*)"', foot)
    return names, re.findall(r'href="(?:/posts/|/dossiers/)([^"]*)/"', foot)


def test_the_foot_names_no_story_twice_and_each_where_it_says_most(client):
    """All that stand around it share its tag, link to it and are of its day, where they can."""
    link = {"story": "[here](/posts/story/)", "tags": ["a"]}
    story = make_post("Story", event_input="14 October 1066", tags=["a"])
    before = make_post("Before", event_input="14 October 1065", **link)
    make_post("After", event_input="14 October 1067", **link)
    make_post("Same day", event_input="14 October 1500", **link)
    link_posts(make_post("Cause", event_input="14 October 1050", **link), before)
    link_posts(before, story)
    link_posts(story, make_post("Effect", event_input="14 October 1086", **link))
    make_post("Linking", event_input="1700", **link)
    for year in range(1701, 1706):
        make_post(f"Akin {year}", event_input=str(year), tags=["a"])

    assert foot_of(client, "story") == (
        ["onward", "chain", "same-day", "related", "linking"],
        [
            *("after", "before", "cause", "effect", "same-day"),
            *("akin-1701", "akin-1702", "akin-1703", "linking"),
        ],
    )


def test_a_chain_that_only_names_the_next_and_the_last_is_told_with_them(client):
    cause, story = make_post("Cause", event_input="1065"), make_post("Story", event_input="1066")
    link_posts(cause, story)
    link_posts(story, make_post("Effect", event_input="1067"))
    foot = text_of(client, "/posts/story/").split('class="beyond"')[1]

    assert foot_of(client, "story") == (["onward"], ["effect", "cause"])
    assert 'Next in time<span class="onward-how">: it led to</span>' in foot
    assert "Before this: it came of</span>" in foot


def test_a_story_tells_which_stories_and_dossiers_link_to_it(client):
    """Five at once and the rest behind a line; not the dossier whose part it is said to be."""
    story = make_post("Story", event_input="1066")
    for year in range(1200, 1208):
        link = f"[one](/posts/story/) and [again](/posts/story/#p-2) and [it](/posts/w{year}/)"
        make_post(f"W{year}", event_input=str(year), story=link)
    sections = [("One", "[s](/posts/story/)"), ("Two", "[s](/posts/story/)")]
    make_dossier("Hidden", sections=sections, status="draft")
    make_dossier("Linking", sections=sections)
    make_dossier("Gathering", sections=sections, posts=[story])

    linking = text_of(client, "/posts/story/").split('id="linking"')[1].split("</section>")[0]
    shown, more = linking.split("<details>")

    found = [re.findall(r'href="/(.*)/"', part) for part in (shown, more)]
    # 1200 is the next in time, and stands above.
    assert found == [
        [f"posts/w{year}" for year in range(1201, 1206)],
        ["posts/w1206", "posts/w1207", "dossiers/linking"],
    ]
    assert "<summary>3 more</summary>" in more


def test_a_link_to_a_story_tells_date_title_and_gist_and_nothing_of_a_hidden_one(client):
    shown, gone = make_post("Fulford", language="de"), make_post("Quagga")
    make_post("Essay", event_input="", story="[a](/posts/fulford/) [b](/posts/quagga/) [c](/on/)")

    def told() -> list[tuple[str, ...]]:
        text = text_of(client, "/posts/essay/")
        (hidden,) = re.findall(r"<div hidden>.*?</div>", text, re.DOTALL)
        assert hidden.count("What happened: ") == hidden.count("<p ")
        return re.findall(r'data-about="([^"]*)">.*?>([^<]*)</span> <b([^>]*)>([^<]*)<', hidden)

    fulford = ("/posts/fulford/", "14 October 1066", ' lang="de" dir="ltr"', "Fulford")
    assert told() == [fulford, ("/posts/quagga/", "14 October 1066", "", "Quagga")]
    Post.objects.filter(pk=gone.pk).update(status="withdrawn")
    assert told() == [fulford]
    assert "Quagga" not in text_of(client, "/posts/essay/")
    shown.title, shown.event_input = "Gate Fulford", "20 September 1066"
    shown.save()
    assert told() == [("/posts/fulford/", "20 September 1066", fulford[2], "Gate Fulford")]
