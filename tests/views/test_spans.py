"""The pages of years, decades and centuries."""

import re
from datetime import UTC, datetime

import pytest
import time_machine
from django.db import connection

from posts.archives import in_batches
from posts.dates import Span, Unit
from posts.models import Post, SpanPage
from tests.factories import make_post
from tests.views.reading import links_in, text_of, titles_in

pytestmark = pytest.mark.django_db


def began_and_going(text: str) -> tuple[list[str], list[str]]:
    began, _, going = text.partition('class="going"')
    return titles_in(began), titles_in(going)


@pytest.fixture
def _history() -> None:
    make_post("War", event_input="28 July 1914 – 11 November 1918")
    make_post("Tower", event_input="1889–1930")
    make_post("Republic", event_input="since 1875")
    make_post("Ship", event_input="14 April 1912")
    make_post("Empire", event_input="until 1917")
    make_post("Decade", event_input="1910s")
    make_post("Century", event_input="20th century")
    make_post("Between", event_input="between 1912 and 1916")
    make_post("Before", event_input="before 1950")
    make_post("Draft", event_input="1900–1950", status=Post.Status.DRAFT)


SPANS = (
        ("/years/1914/", ["War"], ["Republic", "Tower"]),
        ("/years/1915/", [], ["Republic", "Tower", "War"]),
        ("/years/1918/", [], ["Republic", "Tower", "War"]),
        ("/years/1919/", [], ["Republic", "Tower"]),
        ("/years/1917/", ["Empire"], ["Republic", "Tower", "War"]),
        ("/years/1875/", ["Republic"], []),
        ("/years/1874/", [], []),
        ("/years/1930/", [], ["Republic", "Tower"]),
        ("/years/2500/", [], []),
        ("/decades/1910s/", ["Decade", "Between", "Ship", "War", "Empire"], ["Republic", "Tower"]),
        ("/decades/1880s/", ["Tower"], ["Republic"]),
        ("/centuries/20/", ["Century", "Decade", "Between", "Ship", "War", "Empire"], GOING := [
            "Republic", "Tower",
        ]),
        ("/centuries/19/", ["Republic", "Tower"], []),
)  # fmt: skip


@pytest.mark.usefixtures("_history")
def test_a_span_tells_what_began_in_it_and_apart_what_was_still_going_on(client):
    found = [(path, *began_and_going(text_of(client, path))) for path, _, _ in SPANS]
    assert found == list(SPANS)


@pytest.mark.parametrize(
    ("path", "began", "going"),
    [
        ("/years/44-bc/", ["Ides"], ["Rome"]),
        ("/decades/40s-bc/", ["Ides"], ["Rome"]),
        ("/decades/480s-bc/", ["Salamis"], ["Rome"]),
        ("/decades/0s-bc/", ["Last"], ["Rome"]),
        ("/decades/0s/", ["First"], ["Rome"]),
        ("/centuries/1-bc/", ["Ides", "Last"], ["Rome"]),
        ("/centuries/1/", ["First"], ["Rome"]),
        ("/centuries/5-bc/", ["Salamis"], ["Rome"]),
    ],
)
def test_spans_before_christ(client, path, began, going):
    for title, event_input in (
        ("Rome", "753 BC – AD 476"),
        ("Salamis", "September 480 BC"),
        ("Ides", "15 March 44 BC"),
        ("Last", "1 BC"),
        ("First", "AD 1"),
    ):
        make_post(title, event_input=event_input)
    assert began_and_going(text_of(client, path)) == (began, going)


@pytest.mark.usefixtures("_history")
def test_what_was_still_going_on_is_found_in_the_index_of_spans_alone():
    going = Post.objects.published().still_going_on(Span(Unit.YEAR, 1914))
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE posts_post")  # else it plans by the rows of earlier tests
            cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_bitmapscan = off")

    plan = going.values("pk").explain()

    used = ("COVERING INDEX post_spans", "Index Only Scan using post_spans")
    assert [words in plan for words in used].count(True) == 1


def test_both_lists_of_a_span_have_pages_of_their_own(client):
    """Each leads to the first page of the other, or there would be all the pairs of pages."""
    with in_batches():
        for number in range(25):
            make_post(f"Began {number}", event_input=f"{number + 1} May 1914")
            make_post(f"Going {number}", event_input=f"{1880 + number} – 1920")

    text = text_of(client, "/years/1914/?page=2&going=2")
    began, going = began_and_going(text)

    assert began == [f"Began {number}" for number in range(20, 25)]
    assert going == [f"Going {number}" for number in range(20, 25)]
    assert re.findall(r'href="(\?.+?)"', text.split("<main")[1]) == ["?page=1", "?going=1#going"]
    far = f"/years/1914/?page={'9' * 20}&going={'9' * 20}"
    assert began_and_going(text_of(client, far)) == (began, going)


@pytest.mark.usefixtures("_history")
def test_a_span_leads_to_its_nearest_neighbours_with_posts_and_to_those_around_it(client):
    head, _, rest = text_of(client, "/years/1914/").partition('class="span-body"')
    assert links_in(head.split("<main")[1]) == ["/decades/1910s/", "/centuries/20/"]
    assert links_in(rest.split('class="ways"')[1], "/years/") == ["/years/1912/", "/years/1917/"]

    empty = text_of(client, "/years/1900/").split('class="empty"')[1]
    assert links_in(empty.split("</p>")[0]) == ["/years/1889/", "/years/1912/"]


@pytest.mark.usefixtures("_history")
def test_a_decade_counts_its_years_and_a_century_its_decades(client):
    def parts(path: str) -> list[tuple[str, str]]:
        strip = text_of(client, path).split('<nav class="strip')[1].split("</nav>")[0]
        names = re.findall(r'strip-name">(.+?)<', strip)
        return list(zip(names, re.findall(r'strip-number">(.+?)<', strip), strict=True))

    years = dict(parts("/decades/1910s/"))
    assert (list(years), years["1912"], years["1914"], years["1917"], years["1911"]) == (
        [str(year) for year in range(1910, 1920)],
        *("1", "1", "1", "–"),
    )
    decades = parts("/centuries/20/")
    assert (len(decades), decades[1], decades[2]) == (10, ("1910s", "5"), ("1920s", "–"))


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/years/1915/", "Nothing in our archive began in 1915 yet."),
        ("/decades/480s-bc/", "Nothing in our archive began in the 480s BC yet."),
        ("/decades/480s-bc/", "From 489 to 480 BC."),
        ("/decades/0s/", "From AD 1 to 9"),
        ("/centuries/20/", "Centuries are counted by hundreds here: not from 1901 to 2000."),
        ("/centuries/20/", "<title>20th century (1900–1999) in history"),
        ("/years/200001-bc/", "200001"),
    ],
)
def test_an_empty_span_is_a_page_that_says_what_it_is(client, path, words):
    assert words in text_of(client, path)


def test_the_earliest_year_lies_in_a_decade_and_a_century_that_exist(client):
    head = text_of(client, "/years/200001-bc/").partition('class="span-body"')[0]
    around = links_in(head.split("<main")[1])
    assert [client.get(path).status_code for path in around] == [200, 200]


def test_a_winter_stands_on_the_pages_of_both_its_years(client):
    make_post("Frost", event_input="Winter 1799/00")

    for page in (
        *("years/1799", "years/1800", "decades/1790s", "decades/1800s"),
        *("centuries/18", "centuries/19"),
    ):
        html = text_of(client, f"/{page}/")
        assert titles_in(html) == ["Frost"], page
        assert '<span class="stamp-year">1799–1800</span>' in html


def test_the_first_page_of_many_leads_back_in_time_and_on_to_the_second(client):
    with in_batches():
        for when in ("13 October 1066", *("14 October 1066",) * 21):
            make_post(when, event_input=when)

    head = text_of(client, "/on/10-14/").partition("</head>")[0]

    assert '<link rel="prev" href="/on/10-13/">' in head
    assert '<link rel="next" href="?page=2">' in head


def test_a_span_says_what_an_editor_wrote_and_from_when_to_when_it_runs(client):
    SpanPage.objects.create(path="/years/1066/", text="Three kings in <a year>.")
    SpanPage.objects.create(path="/centuries/1-bc/", text="A republic ends.")
    make_post("Hastings")

    for path, words in (
        ("/years/1066/", ("Three kings in &lt;a year&gt;.", "From 1 January to 31 December 1066")),
        ("/centuries/1-bc/", ("A republic ends.", "From 100 to 1 BC.")),
        ("/decades/1060s/", ("From 1060 to 1069.",)),
    ):
        head = text_of(client, path).partition("<main")[2].partition('class="span-body"')[0]
        standfirst = head.split('class="standfirst">')[1].split("</p>")[0]
        assert standfirst.startswith(words[0]), path
        assert (words[-1] in head, "hundreds" in head) == (True, False), path

    SpanPage.objects.filter(path="/years/1066/").update(text="Four kings.")
    assert "Four kings." in text_of(client, "/years/1066/")


@time_machine.travel(datetime(2026, 11, 29, 12, tzinfo=UTC), tick=False)
def test_a_year_tells_how_long_ago_it_was(client):
    told = {
        path: text_of(client, path) for path in ("/years/1966/", "/years/44-bc/", "/years/2026/")
    }
    found = {path: re.findall(r'class="(ago.*?)".*?>(.*?)<', text) for path, text in told.items()}
    assert found == {
        "/years/1966/": [("ago is-round", "60 years ago")],
        "/years/44-bc/": [("ago", "2069 years ago")],
        "/years/2026/": [("ago", "this year")],
    }
