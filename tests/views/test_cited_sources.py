"""Sources as readers find them: by their numbers in the text, in the margin, and in the list."""

import re

import pytest
from django.test import Client
from django.utils import timezone

from posts import archives
from posts.archives.sources import sources_of
from posts.models import Post, SearchDocument, Source
from posts.search import documents
from tests.factories import make_citation, make_dossier, make_milestone, make_post
from tests.views.reading import text_of

pytestmark = pytest.mark.django_db
TITLE = re.compile(r"<cite[^>]*>(.*?)</cite>")


def make_moon(**fields: object) -> Post:
    """Cites two of three sources: the second first, in a bullet."""
    post = make_post(
        "Moon",
        story="Said go [@chaikin-1994, p. 12]. Fuel [@nasa-1969]. Go [@chaikin-1994, p. 12] [@x].",
        bullets=[("Back", "Rock [@nasa-1969, ch. 11]."), ("Who", "Armstrong.")],
        **fields,
    )
    make_citation(
        post, "A Man on the Moon", author="Andrew Chaikin", issued="1994", quotation="“Go!”"
    )
    make_citation(post, "Mission Report", author="NASA", issued="1969", locator="vol. 1")
    make_citation(post, "Luna", author="Ana Luna")
    return post


def listed(text: str) -> list[tuple[str, list[str]]]:
    """Return what stands in the lists of sources: the id and title of each, and its ways back."""
    section = text.partition('<section class="sources"')[2].partition("</section>")[0]
    items = re.findall(r'<li id="(source-\d+)">(.*?)</li>', section, re.DOTALL)
    titles = [re.findall(r"<cite[^>]*>(.*?)</cite>", item)[0] for _, item in items]
    back = [re.findall(r'href="#(.*?)"', item) for _, item in items]
    return [
        (f"{item[0]} {name}", ways) for item, name, ways in zip(items, titles, back, strict=True)
    ]


def test_each_number_leads_to_its_source_and_the_source_back(client: Client) -> None:
    make_moon()

    text = text_of(client, "/posts/moon/")

    assert re.findall(r'id="(cite-\d)"><a href="#(source-\d)" aria-label="([^"]*)">', text) == [
        ("cite-1", "source-1", "Source 1, ch. 11"),
        ("cite-2", "source-2", "Source 2, p. 12"),
        ("cite-3", "source-1", "Source 1"),
        ("cite-4", "source-2", "Source 2, p. 12"),
    ]
    assert listed(text) == [
        ("source-1 Mission Report", ["cite-1", "cite-3"]),
        ("source-2 A Man on the Moon", ["cite-2", "cite-4"]),
        ("source-3 Luna", []),
    ]
    assert "[@x].</p>" in text
    assert 'aria-label="Back to the text: ch. 11">↩︎ ch. 11</a>' in text


def test_what_nothing_points_to_is_further_reading(client: Client) -> None:
    make_moon()

    text = text_of(client, "/posts/moon/")

    cited, further = text.split("<h3>Further reading</h3>")
    assert ("Luna" in cited.partition('id="sources"')[2], "Luna" in further) == (False, True)
    assert '<ol start="3">' in further


def test_without_a_citation_all_are_sources_in_the_margin(client: Client) -> None:
    post = make_post("Moon", story="Said go [@nobody].")
    make_citation(post, "Luna")

    text = text_of(client, "/posts/moon/")

    assert ("Further reading" in text, 'class="post"' in text) == (False, True)
    assert listed(text) == [("source-1 Luna", [])]


def test_a_source_stands_beside_its_paragraph_once_for_each_place_in_it(client: Client) -> None:
    make_moon()

    text = text_of(client, "/posts/moon/")

    beside = re.findall(r'<small class="beside" aria-hidden="true">(.*?)</small>', text)
    assert [re.sub("<[^>]*>", "", each) for each in beside] == [
        "2 Andrew Chaikin, A Man on the Moon, p. 12. “Go!”",
        "1 NASA, Mission Report, vol. 1.",
    ]
    assert not any("<a " in each for each in beside)


def test_the_order_and_key_of_a_source_reach_the_page_at_once(client: Client) -> None:
    post = make_moon()
    text_of(client, "/posts/moon/")

    row = post.citations.get(key="nasa-1969")
    row.key = "nasa"
    row.save()

    text = text_of(client, "/posts/moon/")
    assert [title for title, _ in listed(text)] == [
        "source-1 A Man on the Moon",
        "source-2 Mission Report",
        "source-3 Luna",
    ]
    assert "Rock [@nasa-1969, ch. 11]." in text


@pytest.mark.parametrize("path", ["/feed.xml", "/feed.rss", "/feeds/today.xml"])
def test_a_feed_has_numbers_that_lead_to_the_page(client: Client, path: str) -> None:
    make_moon(event_input=f"{timezone.localdate():%-d %B} 1969")

    text = text_of(client, path).replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")

    address = re.escape("/posts/moon/#source-")
    assert re.findall(rf"<sup><a href=[^>]*{address}(\d)[^>]*>(\[\d\])</a></sup>", text) == [
        *(("1", "[1]"), ("2", "[2]"), ("1", "[1]"), ("2", "[2]"))
    ]
    assert ("beside" in text, "[@x]" in text, "[@nasa" in text) == (False, True, False)


def test_words_of_citations_are_not_found(client: Client) -> None:
    post = make_moon()
    archives.refresh_posts([post.pk])

    document = documents.document_of_post(Post.objects.for_page().get())

    assert "1969" not in document.columns.story
    assert "chaikin" not in (*document.columns.story, *document.columns.bullets)
    assert "x" in document.columns.story  # which names no source, and is shown
    assert SearchDocument.objects.count() == 1
    told = [text for text in documents.texts_of_post(Post.objects.for_page().get()) if "go" in text]
    assert told == ["Said go. Fuel. Go."]


def test_a_dossier_cites_in_its_sections_and_milestones(client: Client) -> None:
    sections = [("Before", "So [@domesday-1086]."), ("After", "[@domesday-1086, 2]")]
    dossier = make_dossier(sections=sections)
    make_milestone(dossier, "Survey", note="As told [@guy, l. 3] <b> [@x].")
    known = (("Carmen", "Guy", ""), ("Book", "Domesday", "1086"), ("Else", "", ""))
    for title, author, issued in known:
        source = Source.objects.create(title=title, author=author, issued=issued)
        dossier.citations.create(source=source, position=dossier.citations.count() + 1)

    text = text_of(client, "/dossiers/the-conquest/")

    assert listed(text) == [
        ("source-1 Book", ["cite-1", "cite-2"]),
        ("source-2 Carmen", ["cite-3"]),
        ("source-3 On Survey", []),
        ("source-4 Else", []),
    ]
    assert '<p>As told<sup class="cite" id="cite-3">' in text
    assert "&lt;b&gt; [@x].</p>" in text
    assert '<a href="#source-3">Source 3</a>' in text
    assert text.index("Further reading") < text.index('id="source-4"')


def test_no_statement_more_is_asked_for_sources_in_the_text(django_assert_num_queries) -> None:
    make_moon()
    post = Post.objects.for_page().get()

    with django_assert_num_queries(0):
        sources = sources_of(post)
        sources.html_beside(post.story_html)
        assert [row.number for row in (*sources.listed, *sources.further)] == [1, 2, 3]
