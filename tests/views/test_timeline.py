import re

import pytest
import time_machine

from posts.models import Place
from tests.factories import make_category, make_place, make_post
from tests.views.hidden import NOW, STATES, make_filed, make_hidden
from tests.views.queries import queries_of
from tests.views.reading import titles_in

pytestmark = pytest.mark.django_db


def text_of(client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200, path
    return response.content.decode()


def listed(text: str) -> dict[str, int]:
    """What the list beside the figure says."""
    found = re.findall(r'tally-name">([^<]*)</span>.*?tally-number">(\d+)<', text)
    return {name: int(number) for name, number in found}


def drawn(text: str) -> dict[str, int]:
    """What the cells of the picture across the page say in their titles."""
    picture = text.split("is-across")[1].split("</svg>")[0]
    cells = re.findall(r'of-time-cell"><title>([^<]*): (\d+) stor', picture)
    return {name: int(number) for name, number in cells}


def test_every_story_is_counted_in_its_century_in_the_list_as_in_the_picture(client):
    for title, event in (
        ("Actium", "2 September 31 BC"),
        ("Hastings", "14 October 1066"),
        ("Stamford Bridge", "25 September 1066"),
        ("Older", "5000 BC"),
        ("Undated", ""),
    ):
        make_post(title, event_input=event)

    text = text_of(client, "/timeline/")

    counts = {"before 3000 BC": 1, "1st century BC": 1, "11th century": 2}
    assert (listed(text), drawn(text)) == (counts, counts)
    assert "1 story stands nowhere on it" in text


def test_a_bar_leads_to_its_century_its_decade_and_its_year(client):
    make_post(event_input="7 November 1917")

    assert 'href="/timeline/?century=20" class="of-time-cell"' in text_of(client, "/timeline/")
    century = text_of(client, "/timeline/?century=20")
    assert 'href="/timeline/?decade=1910s" class="of-time-cell"' in century
    decade = text_of(client, "/timeline/?decade=1910s")
    assert 'href="/years/1917/" class="of-time-cell"' in decade
    assert titles_in(decade) == ["Hastings"]


def test_ranges_are_drawn_as_bars_and_named_the_longest_first(client):
    make_post("Great War", event_input="1914 – 1918")
    make_post("Hundred Years", event_input="1337 – 1453")
    make_post("A day", event_input="7 November 1917")

    text = text_of(client, "/timeline/")

    picture = text.split("is-across")[1].split("</svg>")[0]
    assert picture.count('class="of-time-stretch"') == 2
    names = re.findall(r"</span> <a [^>]*>([^<]*)</a>", text.split('class="stretches"')[1])
    assert names[:2] == ["Hundred Years", "Great War"]


def test_filters_narrow_the_counts_and_stay_in_every_link(client):
    war, france = make_category("War"), Place.objects.get(slug="france")
    make_post("Both", event_input="1789", categories=[war], places=[france])
    make_post("In a city", event_input="1871", places=[make_place("Paris", parent=france)])
    make_post("Elsewhere", event_input="1812", categories=[war])

    assert listed(text_of(client, "/timeline/?category=war")) == {
        "18th century": 1,
        "19th century": 1,
    }
    assert sum(listed(text_of(client, "/timeline/?place=france")).values()) == 2
    both = text_of(client, "/timeline/?category=war&place=france")
    assert listed(both) == {"18th century": 1}
    assert 'href="/timeline/?century=18&amp;category=war&amp;place=france"' in both


def test_a_time_without_stories_says_so(client):
    assert 'class="empty"' in text_of(client, "/timeline/")
    assert 'class="empty"' in text_of(client, "/timeline/?century=20")


@pytest.mark.parametrize("state", STATES)
@time_machine.travel(NOW, tick=False)
def test_what_is_hidden_is_counted_nowhere(client, state):
    public = make_filed(event_input="14 October 1066")
    make_hidden(state, public)

    for path in ("/timeline/", "/timeline/?category=war", "/timeline/?place=france"):
        assert listed(text_of(client, path)) == {"11th century": 1}
    assert listed(text_of(client, "/timeline/?century=13")) == {}


@pytest.mark.parametrize(
    "path", ["/timeline/", "/timeline/?century=20", "/timeline/?decade=1910s&category=war"]
)
def test_queries_do_not_grow_with_the_stories(path):
    war = make_category("War")
    make_post("One", event_input="1914 – 1918", categories=[war])
    at_one = queries_of(path)
    for number in range(3):
        make_post(f"More {number}", event_input=f"191{number} – 1919", categories=[war])

    assert queries_of(path) == at_one
