import re
from itertools import pairwise

import pytest

from posts.models import Dossier, Source
from posts.views.caching import FOR_READERS
from tests.factories import (
    link_posts,
    make_category,
    make_dossier,
    make_image,
    make_milestone,
    make_place,
    make_post,
)
from tests.views.queries import queries_of
from tests.views.reading import text_of

pytestmark = pytest.mark.django_db


def titles(text: str) -> list[str]:
    found = re.findall(r'class="entry-title"[^>]*>(?:<a [^>]*>)?([^<]*)<', text)
    return [title.strip() for title in found]


def make_whole_dossier(number: int = 1) -> Dossier:
    """A dossier with `number` of everything that its page repeats."""
    counted = range(1, number + 1)
    dossier = make_dossier(
        hero=make_image(caption="A field", credit="J. Doe"),
        sections=[(f"Part {n}", f"Text {n}") for n in counted],
        posts=[
            make_post(
                f"Story {n}",
                event_input=f"{1000 + n}",
                categories=[make_category(f"Kind {n}")],
                places=[make_place(f"Town {n}")],
                hero=make_image(colour=("red", "green", "blue")[n - 1], size=(900, 600 + n)),
            )
            for n in counted
        ],
    )
    for n in counted:
        make_milestone(dossier, f"Event {n}", event_input=f"{1100 + n}")
        source = Source.objects.create(title=f"Chronicle {n}")
        dossier.citations.create(source=source, position=n)
    return dossier


def test_a_dossier_reads_from_background_to_sources(client):
    make_whole_dossier(2)

    text = text_of(client, "/dossiers/the-conquest/")

    marks = [
        *("Dossier</a>", "1001–1102", "<h1>The Conquest</h1>", 'class="standfirst"', "A field"),
        *("Part 1", "Text 1", "Part 2", 'class="small-timeline"', "Story 1</a>", "Story 2</a>"),
        *("Event 1</h3>", "Event 2</h3>", ">Sources<", "Chronicle 1", "Chronicle 2"),
        *("On Event 1", "On Event 2"),
    ]
    places = []
    for mark in marks:
        places.append(text.index(mark, places[-1] if places else text.index("<main")))
    assert places == sorted(places)


def test_posts_and_milestones_stand_as_one_chronicle_in_event_order(client):
    dossier = make_dossier(
        posts=[
            make_post("Hastings"),
            make_post("Ides", event_input="44 BC"),
            make_post("An idea", event_input=""),
        ]
    )
    make_milestone(dossier, "Domesday", event_input="1086")
    make_milestone(dossier, "Athens", event_input="480s BC")

    text = text_of(client, "/dossiers/the-conquest/")

    assert titles(text) == ["Athens", "Ides", "Hastings", "Domesday", "An idea"]
    assert text.count("Milestone, no story yet") == 2


def test_a_milestone_points_to_its_source_by_number(client):
    dossier = make_dossier()
    cited = Source.objects.create(title="The Carmen")
    dossier.citations.create(source=cited, locator="line 1", position=1)
    make_milestone(dossier, "Hastings", event_input="1066", source=cited, locator="line 335")
    own = Source.objects.create(title="The Great Survey")
    for number in range(2):
        make_milestone(dossier, f"Domesday {number}", event_input=f"108{number}", source=own)

    text = text_of(client, "/dossiers/the-conquest/")

    links = re.findall(r'<a href="#(source-\d)">([^<]*)</a>', text)
    assert links == [
        ("source-1", "Source 1, line 335"),
        ("source-2", "Source 2"),
        ("source-2", "Source 2"),
    ]
    listed = re.findall(r'<li id="(source-\d)">.*?<cite>([^<]*)</cite>', text, re.DOTALL)
    assert listed == [("source-1", "The Carmen"), ("source-2", "The Great Survey")]


def test_a_source_shows_its_printed_dates_as_dates_and_never_its_kept_text(client):
    dossier = make_dossier()
    source = Source.objects.create(
        title="NATO-Russia relations",
        publisher="A ministry",
        modified="Dernière modification : 12/06/2013",
        kept_text="zebrakept\nDernière modification : 12/06/2013",
    )
    dossier.citations.create(source=source, position=1)
    make_milestone(dossier, source=source)

    text = text_of(client, "/dossiers/the-conquest/")

    assert "(A ministry)" in text
    assert "Last changed 12 June 2013." in text
    assert "zebrakept" not in text
    assert source.text_hash[:12] not in text
    assert "Dernière" not in text


def test_a_bare_dossier_has_a_page_without_empty_parts(client):
    make_dossier(description="")

    text = text_of(client, "/dossiers/the-conquest/")

    assert [word for word in ("<svg", ">Sources<", "<ol", "standfirst") if word in text] == []


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_takes_as_many_queries_for_any_number_of_entries(number):
    make_whole_dossier(number)

    assert queries_of("/dossiers/the-conquest/") == 6


@pytest.mark.parametrize("number", [1, 3])
def test_the_index_takes_as_many_queries_for_any_number_of_dossiers(number):
    for n in range(number):
        dossier = make_dossier(f"Dossier {n}", posts=[make_post(f"Story {n}")])
        make_milestone(dossier, f"Event {n}")

    assert queries_of("/dossiers/") == 4


@pytest.mark.parametrize("number", [1, 3])
def test_a_story_takes_one_query_for_its_chain_and_one_for_its_dossiers(number):
    posts = [make_post(title) for title in ("Hastings", "B", "C", "D")[: number + 1]]
    alone = queries_of("/posts/hastings/")
    for earlier, later in pairwise(posts):
        link_posts(earlier, later)
        make_dossier(f"Of {later}", posts=posts)

    assert queries_of("/posts/hastings/") - alone == 2


def test_the_index_tells_years_stories_and_milestones(client):
    dossier = make_dossier(posts=[make_post(), make_post("Ides", event_input="44 BC")])
    make_milestone(dossier)
    make_dossier("Of one year", posts=[make_post("Alone", event_input="since 1991")])
    make_dossier("Empty")
    make_dossier("Draft", status="draft")

    text = text_of(client, "/dossiers/")

    assert titles(text) == ["Empty", "Of one year", "The Conquest"]
    assert re.findall(r'class="dossier-years">([^<]*)<', text) == ["", "1991", "44 BC – AD 1086"]
    assert "<span>2 stories</span> <span>1 milestone</span>" in text


def test_an_index_without_dossiers_leads_on(client):
    assert "No dossier has been opened yet." in text_of(client, "/dossiers/")


@pytest.mark.parametrize(
    "path",
    [
        *("/dossiers/nothing/", "/dossiers/the%00conquest/", "/dossiers/😀/", "/dossiers/x.xml"),
        f"/dossiers/{'9' * 5000}/",
    ],
)
def test_an_address_that_names_nothing_is_unknown(client, path):
    make_dossier()
    assert client.get(path).status_code == 404


@pytest.mark.parametrize("page", ["-1", "0", "2", "9" * 5000, "x", "%00", "😀"])
def test_a_page_out_of_range_is_the_nearest(client, page):
    make_dossier()
    assert "The Conquest" in text_of(client, f"/dossiers/?page={page}")


def test_a_dossier_is_reached_from_each_of_its_stories(client):
    posts = [make_post(), make_post("Stamford Bridge")]
    make_dossier(posts=posts)
    make_dossier("Alpha", posts=posts[:1])
    make_dossier("Secret", posts=posts, status="draft")

    first, second = (text_of(client, post.get_absolute_url()) for post in posts)

    links = re.compile(r'<a href="(/dossiers/[^"]+)">([^<]*)</a>')
    conquest = ("/dossiers/the-conquest/", "The Conquest")
    assert links.findall(first) == [("/dossiers/alpha/", "Alpha"), conquest]
    assert links.findall(second) == [conquest]
    assert "Part of the dossiers<" in first
    assert "Part of the dossier<" in second


@pytest.mark.parametrize(
    ("kind", "before", "after"),
    [
        ("led_to", "It led to", "It came of"),
        ("follows", "It was followed by", "It follows"),
        ("replaces", "It was replaced by", "It replaces"),
    ],
)
def test_a_link_is_told_on_both_pages(client, kind, before, after):
    """Those next in time are told as that: see test_story.py."""
    earlier, later = make_post("Hastings"), make_post("Domesday", event_input="1086")
    make_post("Between", event_input="1070")
    link_posts(earlier, later, kind)

    link = '<span class="chain-how">{}</span> <a href="{}"'
    assert link.format(before, "/posts/domesday/") in text_of(client, "/posts/hastings/")
    assert link.format(after, "/posts/hastings/") in text_of(client, "/posts/domesday/")


def test_a_chain_reads_from_past_to_future_and_further_posts_tell_of_themselves(client):
    posts = [make_post(f"Story {n}", event_input=f"{1000 + n}") for n in range(5)]
    for (earlier, later), kind in zip(
        pairwise(posts), ("led_to", "follows", "led_to", "replaces"), strict=True
    ):
        link_posts(earlier, later, kind)

    text = text_of(client, "/posts/story-2/")
    chain = text[text.index('class="chain"') :].partition("</section>")[0]
    words = re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", chain)).strip()

    assert words.endswith(
        "The chain of events 1000 Story 0 led to Story 1 1001 It follows the story above "
        "1002 This story 1003 It led to the story above 1004 Story 4 replaces Story 3"
    )


def test_a_story_without_links_has_no_chain(client):
    make_post()
    assert 'class="chain"' not in text_of(client, "/posts/hastings/")


def test_a_kept_page_is_asked_for_again(client):
    make_whole_dossier()
    kept = client.get("/dossiers/the-conquest/")

    again = client.get("/dossiers/the-conquest/", headers={"if-none-match": kept["ETag"]})

    assert (again.status_code, kept["Cache-Control"]) == (304, FOR_READERS)
    assert client.post("/dossiers/the-conquest/").status_code == 405
