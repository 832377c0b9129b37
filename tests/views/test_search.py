"""The search page: its address, its results, and what it says when there are none."""

import re
from urllib.parse import urlencode

import pytest
from django.test import Client

from posts.archives import in_batches
from posts.models import Category, Post
from posts.views import search
from posts.views.caching import FOR_READERS
from tests.factories import (
    make_category,
    make_dossier,
    make_page,
    make_place,
    make_post,
    make_profile,
)
from tests.search.corpus import make_corpus
from tests.views.queries import queries_of
from tests.views.reading import titles_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def corpus() -> dict[str, Post]:
    posts = make_corpus()
    for name in ("ems", "cuba", "founding"):
        posts[name].categories.add(Category.objects.get_or_create(name="War")[0])
    return posts


def page(client: Client, typed: str = "", **more: str) -> str:
    response = client.get("/search/?" + urlencode({"q": typed} | more))
    assert response.status_code == 200
    return response.content.decode()


def text_of(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", html))


def hrefs(html: str) -> list[str]:
    return [found.replace("&amp;", "&") for found in re.findall(r'href="([^"]*)"', html)]


def test_results_show_what_was_looked_for(client, corpus):
    html = page(client, "treaties")

    assert '<a href="/posts/a-treaty-divides-the-ocean/">A <mark>treaty</mark> divides' in html
    assert "Two <mark>treaties</mark> end thirty years of war." in html
    assert '<p class="count" role="status">2 results</p>' in html
    assert 'value="treaties"' in html


def test_what_was_typed_is_shown_and_never_read_as_html(client, corpus):
    html = page(client, '<script>alert("1")</script> treaty')

    assert "<script>alert" not in html
    assert 'value="&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt; treaty"' in html


def test_a_story_is_escaped_in_its_excerpt(client):
    make_post("Hastings", description="", story="Tom & `<b>bold</b>` went to the moon")

    assert "Tom &amp; &lt;b&gt;bold&lt;/b&gt; went to the <mark>moon</mark>" in page(client, "moon")


@pytest.mark.parametrize(
    ("typed", "path"),
    [
        ("27 May 1997", "/on/05-27/"),
        ("May 27", "/on/05-27/"),
        ("15 March 44 BC", "/on/03-15/"),
        ("25 October 1917 (O.S.)", "/on/11-07/"),
        ("1997-05-27", "/on/05-27/"),
        ("29 February", "/on/02-29/"),
    ],
)
def test_a_date_goes_to_its_day(client, typed, path):
    response = client.get("/search/", {"q": typed})

    assert (response.status_code, response.headers["Location"]) == (302, path)


@pytest.mark.parametrize(
    ("typed", "path"),
    [("Ides of March", "/on/03-15/"), ("D-Day", "/on/06-06/"), ("Guy Fawkes", "/on/11-05/")],
)
def test_the_name_of_a_day_goes_there_or_stands_above_what_has_it(client, typed, path):
    response = client.get("/search/", {"q": typed})
    assert (response.status_code, response.headers["Location"]) == (302, path)

    make_post(f"A story of {typed}")

    html = page(client, typed)
    assert "A story of <mark>" in html
    assert path in hrefs(html)


@pytest.mark.parametrize(
    "typed", ["30 February", "May 1997", "1997", '"27 May 1997"', "c. 27 May 1997"]
)
def test_what_is_no_day_is_looked_for_in_words(client, typed):
    assert client.get("/search/", {"q": typed}).status_code == 200


def test_the_query_survives_in_every_address_of_the_page(client, corpus):
    html = page(client, "war", place="france", sort="event")
    searches = [url for url in hrefs(html) if url.startswith("/search/?")]

    assert '<input type="hidden" name="place" value="france">' in html
    assert '<input type="hidden" name="sort" value="event">' in html
    assert searches
    assert all("q=war" in url for url in searches)
    assert "/search/?q=war&place=france" in searches  # best first
    assert "/search/?q=war&sort=event" in searches  # without the place
    assert "/search/?q=war&century=19&place=france&sort=event" in searches
    assert "/search/?q=war&category=war&place=france&sort=event" in searches


def test_order_and_filters_are_obeyed(client, corpus):
    assert titles_in(page(client, "war", sort="event"))[:2] == [
        "Peace of Westphalia",
        "A telegram from Ems",
    ]
    assert titles_in(page(client, "war", place="france", century="19")) == ["A telegram from Ems"]
    assert titles_in(page(client, "war", category="war", sort="event")) == [
        *("A telegram from Ems", "Thirteen days", "The Founding Act"),
    ]


def test_facets_tell_their_numbers(client, corpus):
    narrow = page(client, "war", place="france").partition('id="narrow"')[2]

    assert "War 2 results" in text_of(narrow)
    assert "19th century 1 result " in text_of(narrow)
    assert "France (chosen: take it away) 2 results" in text_of(narrow)
    assert "Germany 3 results" in text_of(narrow)


def test_an_unknown_facet_is_404(client, corpus):
    unknown = (
        *({"category": "none"}, {"place": "nowhere"}, {"place": "chad"}, {"century": "0"}),
        *({"century": "xx"}, {"century": "-1"}, {"place": "a\0b"}, {"category": "\0"}),
        {"century": "9" * 30},
    )
    answers = [client.get("/search/", {"q": "war"} | asked).status_code for asked in unknown]
    assert answers == [404] * len(unknown)


def test_a_page_that_is_not_there_is_the_nearest(client, corpus):
    numbers = ("-1", "0", "x", "", "2", "99", "9" * 20, "9" * 5000, "1e3", "%00")
    shown = {number: len(titles_in(page(client, "war", page=number))) for number in numbers}
    assert shown == dict.fromkeys(numbers, 5)


def test_further_pages_keep_the_query(client):
    with in_batches():
        for number in range(45):
            make_post(f"Treaty {number}")
    last = page(client, "treaty", page="99", sort="event")

    assert len(titles_in(last)) == 5
    assert "Page 3 of 3" in last
    assert "/search/?q=treaty&sort=event&page=2" in hrefs(last)
    assert '<link rel="prev" href="/search/?q=treaty&amp;sort=event&amp;page=2">' in last


def test_a_story_found_by_its_tag_or_its_source_shows_that(client, corpus):
    assert "<mark>diplomacy</mark>" in page(client, "diplomacy")
    assert "Source: James <mark>Harford</mark>, Korolev" in page(client, "harford")


def test_nothing_found_helps_on(client, corpus):
    misspelt = page(client, "tretay")
    apart = page(client, "moon bastille")
    narrowed = page(client, "bastille", place="cuba")
    unknown = page(client, "qqqqq")

    assert 'Did you mean <a href="/search/?q=treaty">treaty</a>?' in misspelt
    assert "Nothing in our archive has all of these words together." in text_of(apart)
    assert {"/search/?q=moon", "/search/?q=bastille"} <= set(hrefs(apart))
    assert "The whole archive has 1 result ." in text_of(narrowed)
    assert "Nothing in our archive has “qqqqq”." in text_of(unknown)
    assert "How to ask" in unknown


def test_a_correction_keeps_the_filters(client, corpus):
    assert "/search/?q=bastille&place=france" in hrefs(page(client, "bastile", place="france"))


def test_a_name_leads_to_its_own_page(client, corpus):
    assert "/places/france/" in hrefs(page(client, "France").partition('class="own-pages"')[2])


def test_without_a_question_the_page_says_how_to_ask(client, corpus):
    html = page(client)

    assert titles_in(html) == []
    assert "How to ask" in html
    assert '<meta name="robots" content="noindex">' in html


def test_too_many_results_are_told(client, monkeypatch):
    for name, most in (("MOST_LISTED", 4), ("MOST_RANKED", 2)):
        monkeypatch.setattr(f"posts.search.results.{name}", most)
    monkeypatch.setattr(search, "MOST_LISTED", 4)
    for number in range(6):
        make_post(f"Story {number}", description="A treaty.")

    html = page(client, "treaty")

    assert "More than 4 results" in html
    assert "4 of them are listed" in text_of(html)


def test_suggestions_are_data(client, corpus):
    response = client.get("/search/suggestions/", {"q": "rivals"})

    assert response.headers["Content-Type"] == "application/json"
    assert response.json() == {
        "suggestions": [
            {"label": "Rivals in space", "kind": "dossier", "url": "/dossiers/rivals-in-space/"}
        ]
    }


@pytest.mark.parametrize("path", ["/search/?q=treaty", "/search/suggestions/?q=treaty"])
def test_an_answer_can_be_asked_for_again_and_sets_no_cookie(client, corpus, path):
    first = client.get(path)
    again = client.get(path, headers={"if-none-match": first.headers["ETag"]})

    assert (first.status_code, again.status_code) == (200, 304)
    assert first.headers["Cache-Control"] == FOR_READERS
    assert not first.cookies


def test_authors_and_pages_of_the_site_stand_above_the_results(client):
    make_post("Harold", author=make_profile("Ada Moreau").person)
    make_page("Privacy")

    found = {typed: page(client, typed) for typed in ("ada moreau", "privacy", "harold")}

    own = {typed: re.findall(r'class="own-pages".*?</p>', html) for typed, html in found.items()}
    assert {typed: hrefs("".join(html)) for typed, html in own.items()} == {
        "ada moreau": ["/people/ada-moreau/"],
        "privacy": ["/privacy/"],
        "harold": [],
    }
    assert "No story in our archive has “privacy”." in text_of(found["privacy"])


@pytest.mark.parametrize(
    ("path", "number"),
    [
        ("/search/?q=war", 17),
        ("/search/?q=war&place=france&category=war", 18),
        ("/search/suggestions/?q=war", 6),
    ],
)
def test_queries_do_not_grow_with_the_results(path, number):
    war, france = make_category("War"), make_place("France", slug="gallia")
    path = path.replace("france", "gallia")
    _filed("One", war, france)
    at_one = queries_of(path, with_figures=True)
    for title in ("Two", "Three"):
        _filed(title, war, france)

    assert queries_of(path, with_figures=True) == at_one
    assert at_one == number


def _filed(title: str, war: Category, place) -> None:
    fields = {"categories": [war], "places": [place], "tags": [title]}
    author = make_profile(f"{title} War").person
    make_page(f"War {title}")
    post = make_post(title, story="It was a war.", author=author, **fields)
    post.bullets.create(label="War", text="It was.", position=1)
    make_dossier(f"War of {title}").posts.add(post)
