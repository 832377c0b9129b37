"""The timeline: what it counts, what it draws, and where it leads."""

import re

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client

from posts.archives import in_batches
from posts.models import Post
from posts.views import timeline_scope
from tests.factories import make_category, make_place, make_post
from tests.views.hidden import NOW, STATES, make_filed, make_hidden
from tests.views.queries import queries_of
from tests.views.reading import titles_in

pytestmark = pytest.mark.django_db


def page(client: Client, query: str = "") -> str:
    response = client.get(f"/timeline/{query}")
    assert response.status_code == 200
    return response.content.decode()


def listed(html: str) -> list[tuple[str, int]]:
    """The list of spans with their numbers."""
    part = html.partition('class="tallies"')[2].partition("</ol>")[0]
    return [
        (name, int(number))
        for name, number in re.findall(r'tally-name">([^<]*)<.*?tally-number">(\d+)<', part)
    ]


def drawn(html: str) -> list[str]:
    """What the titles of the wide figure say of its spans."""
    figure = html.partition("<svg")[2].partition("</svg>")[0]
    return re.findall(r'class="of-time-cell"[^>]*><title>([^<]*)</title>', figure)


@pytest.fixture
def stories() -> dict[str, Post]:
    war, france = make_category("War"), make_place("Gallia")
    return {
        "ides": make_post("Ides", event_input="15 March 44 BC", categories=[war]),
        "bastille": make_post("Bastille", event_input="14 July 1789", places=[france]),
        "marne": make_post("Marne", event_input="6–12 September 1914", categories=[war]),
        "verdun": make_post("Verdun", event_input="1916", categories=[war], places=[france]),
        "moon": make_post("Moon", event_input="20 July 1969"),
        "war": make_post("Long war", event_input="1337–1453", categories=[war]),
        "cave": make_post("Cave", event_input="c. 15000 BC"),
        "undated": make_post("Undated", event_input=""),
        "before": make_post("Before", event_input="before 1200"),
    }  # fmt: skip


def test_centuries_are_counted_and_the_list_says_what_the_figure_does(client, stories):
    html = page(client)

    expected = [
        *(("before 3000 BC", 1), ("1st century BC", 1), ("14th century", 1), ("18th century", 1)),
        ("20th century", 3),
    ]
    assert listed(html) == expected
    assert drawn(html) == [
        f"{name}: {number} {'story' if number == 1 else 'stories'}" for name, number in expected
    ]
    assert "2 stories stand nowhere on it" in html


def test_a_range_is_drawn_and_listed_as_what_took_long(client, stories):
    html = page(client)

    assert html.count('class="of-time-stretch"') == 2  # once in each layout
    assert "1337–1453: Long war" in html
    assert "Long war" in html.partition('class="stretches"')[2].partition("</ol>")[0]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("?century=20", [("1910s", 2), ("1960s", 1)]),
        ("?decade=1910s", [("1914", 1), ("1916", 1)]),
        ("?category=war", [("1st century BC", 1), ("14th century", 1), ("20th century", 2)]),
        ("?place=gallia", [("18th century", 1), ("20th century", 1)]),
        ("?place=gallia&category=war", [("20th century", 1)]),
        ("?century=1-bc", [("40s BC", 1)]),
        ("?decade=40s-bc", [("44 BC", 1)]),
    ],
)
def test_the_address_zooms_and_filters(client, stories, query, expected):
    assert listed(page(client, query)) == expected


def test_a_part_of_time_without_stories_says_so(client, stories):
    html = page(client, "?century=16")

    assert listed(html) == []
    assert "No story of this kind happened in this time." in html


def test_each_span_leads_closer_and_keeps_the_filters(client, stories):
    whole, century = page(client, "?category=war"), page(client, "?century=20&category=war")

    assert 'href="/timeline/?century=20&amp;category=war"' in whole
    assert 'href="/timeline/?decade=1910s&amp;category=war"' in century
    assert 'href="/years/1914/"' in page(client, "?decade=1910s")


def test_a_decade_lists_its_stories_and_its_neighbours(client, stories):
    html = page(client, "?decade=1910s")

    assert titles_in(html) == ["Marne", "Verdun"]
    assert '<a rel="prev" href="/timeline/?decade=1780s">' in html
    assert '<a rel="next" href="/timeline/?decade=1960s">' in html


def test_a_long_decade_keeps_its_part_of_time_from_page_to_page(client):
    with in_batches():
        for number in range(25):
            make_post(f"Story {number}", event_input="1914")

    html = page(client, "?decade=1910s")

    assert '<a rel="next" href="/timeline/?decade=1910s&amp;page=2">' in html
    assert len(titles_in(page(client, "?decade=1910s&page=2"))) == 5


NOTHING = (
    *("?century=0", "?century=x", "?century=99999999", "?decade=1915s", "?decade=1910"),
    *("?category=none", "?place=nowhere", "?place=chad", "?category=%00", "?place=a%00b"),
    "?century=%00",
)


def test_what_names_nothing_is_404(client, stories):
    answers = {query: client.get(f"/timeline/{query}").status_code for query in NOTHING}
    assert answers == dict.fromkeys(NOTHING, 404)


@pytest.mark.parametrize("query", ["?century=", "?category=", "?x=1", "?decade=&place="])
def test_what_asks_for_nothing_is_the_whole(client, stories, query):
    assert listed(page(client, query)) == listed(page(client))


@pytest.mark.parametrize("state", STATES)
@time_machine.travel(NOW, tick=False)
def test_hidden_stories_are_neither_counted_nor_drawn(client, state):
    public = make_filed(event_input="14 October 1066")
    before = page(client)
    make_hidden(state, public)

    assert page(client) == before


@pytest.mark.parametrize("most", [150, 2], ids=["dots", "bars"])
def test_queries_do_not_grow_with_the_stories(monkeypatch, most):
    monkeypatch.setattr(timeline_scope, "MOST_DOTS", most)
    war = make_category("War")
    for number in range(3):
        make_post(f"Story {number}", event_input=f"{1900 + number}", categories=[war])
    paths = (
        "/timeline/",
        "/timeline/?century=20",
        "/timeline/?category=war",
        "/timeline/?decade=1900s",
    )
    at_three = {path: queries_of(path) for path in paths}
    for number in range(3, 9):
        make_post(f"Story {number}", event_input=f"{1900 + number}", categories=[war])

    assert {path: queries_of(path) for path in paths} == at_three
    assert max(at_three.values()) <= 23


def test_many_stories_are_bars_and_few_are_dots(client, monkeypatch, stories):
    assert 'class="of-time-dot' in page(client)
    monkeypatch.setattr(timeline_scope, "MOST_DOTS", 2)

    bars = page(client, "?category=war")

    assert ('class="of-time-dot' in bars, 'class="of-time-bar"' in bars) == (False, True)


def figures(html: str) -> list[str]:
    """The wide figure and the narrow one."""
    return [part.partition("</svg>")[0] for part in html.split('class="of-time is-')[1:]]


def test_a_decade_names_its_stories_beside_their_dots(client, stories):
    across, down = figures(page(client, "?decade=1910s"))

    for figure in (across, down):
        assert re.findall(r'class="of-time-title"[^>]*>([^<]*)<', figure)[:2] == ["Marne", "Verdun"]
        assert figure.count('class="of-time-leader"') == 2
    # Down a phone the year answers in the place of its dots, and says what they are.
    assert "<title>1914: 1 story: Marne</title>" in down
    assert "<title>1914: 1 story</title>" in across


def test_what_is_written_on_a_figure_stands_within_it(client):
    for year in (1910, 1919):
        long = f"What everybody remembered of {year}: a long story with a longer name than others"
        make_post(long, event_input=f"{year}")
    make_post("Lasted", event_input="1910–1919")

    for figure in figures(page(client, "?decade=1910s")):
        top, tall = map(int, re.findall(r'viewBox="0 (-?\d+) \d+ (\d+)"', figure)[0])
        written = [int(y) for y in re.findall(r'<text [^>]*\by="(-?\d+)"', figure)]
        assert min(written) - top >= 12
        assert max(written) + 4 <= top + tall


def test_a_figure_says_whether_it_has_dots_or_bars_and_where_its_scale_bends(
    client, monkeypatch, stories
):
    with in_batches():
        for number in range(30):
            make_post(f"Story {number}", event_input=f"{1960 + number % 10}")
    straight, bent = page(client, "?decade=1910s"), page(client, "?century=20")
    monkeypatch.setattr(timeline_scope, "MOST_DOTS", 2)
    cache.clear()
    bars = page(client, "?century=20")

    assert [html.count('class="of-time-bend"') > 0 for html in (straight, bent)] == [False, True]
    assert ["two strokes cross the ruler" in html for html in (straight, bent)] == [False, True]
    described = [re.findall(r'-desc">(\w+) over.*?\. (\w+ \w+)', html) for html in (straight, bent)]
    assert described == [[("Dots", "Its scale")] * 2, [("Dots", "Two strokes")] * 2]
    assert re.findall(r'-desc">(\w+) over', bars) == ["Bars"] * 2


@pytest.mark.parametrize(
    ("event", "at", "width", "century"),
    [
        ("20 July 1969", 97.43, 0.02, "20"),
        ("15 March 44 BC", 57.98, 0.02, "1-bc"),
        ("1337–1453", 85.04, 2.29, "14"),
        ("c. 15000 BC", 0.0, 0.0, "150-bc"),
        ("before 1200", 82.33, 0.02, "12"),
        ("since 1991", 97.86, 0.02, "20"),
    ],
)
def test_a_story_stands_among_the_centuries(client, event, at, width, century):
    make_post("Told", event_input=event)
    html = client.get("/posts/told/").content.decode()
    found = re.search(r'class="ribbon" href="/timeline/\?century=([^"]*)"', html)
    mark = re.search(r'class="ribbon-here" x="([\d.]+)%" width="([\d.]+)%"', html)

    assert found
    assert mark
    assert (float(mark[1]), float(mark[2]), found[1]) == (at, width, century)
    assert client.get(f"/timeline/?century={century}").status_code == 200


def test_a_story_without_a_date_stands_nowhere_among_the_centuries(client):
    make_post("Undated", event_input="")

    assert b'class="ribbon"' not in client.get("/posts/undated/").content
