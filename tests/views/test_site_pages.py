"""Pages of the site itself: at the root, before old addresses, and named in every footer."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.test import Client

from posts.archives import footer
from posts.editorial import save, trash, workflow
from posts.editorial.works import stored_of
from posts.models import Page, Redirect, first_parts
from posts.urls import urlpatterns
from tests.factories import make_editor, make_page, make_post
from tests.views.hidden import NOW, STATES
from tests.views.queries import queries_of

pytestmark = pytest.mark.django_db


def foot(client: Client, path: str = "/on/") -> list[str]:
    page = client.get(path).text
    links = page[page.index('<footer class="colophon">') :]
    own = re.findall(r'<li><a href="(/[a-z-]+/)">([^<]*)</a></li>', links)
    return [f"{url} {title}" for url, title in own if url.strip("/") not in first_parts()]


def test_a_page_shows_its_text_and_says_what_it_is(client, settings):
    settings.SITE_URL = "https://days.example"
    make_page("About", story="We *write*.\n\n## Corrections\n\nSee [all](/corrections/).")
    make_page("Contact", language="he", story="שלום")

    about, contact = (client.get(path).text for path in ("/about/", "/contact/"))

    assert "<p>We <em>write</em>.</p>" in about
    assert '"@type":"AboutPage"' in about.replace(": ", ":")
    assert '<link rel="canonical" href="https://days.example/about/">' in about
    assert '"@type":"WebPage"' in contact.replace(": ", ":")
    assert '<article class="site-page" lang="he" dir="rtl">' in contact
    assert "https://days.example/about/" in client.get("/sitemaps/pages-1.xml").text


@pytest.mark.parametrize("state", STATES)
@time_machine.travel(NOW, tick=False)
def test_a_hidden_page_is_unknown_and_named_nowhere(client, state):
    unknown = {path: whole(client, path) for path in ("/nobody/", "/nobody", "/nobody.html")}
    make_page("About", footer="1", slug="quagga", story="quagga", **STATES[state])
    footer.forget()

    answers = {path: whole(client, path.replace("nobody", "quagga")) for path in unknown}

    assert answers == unknown
    assert foot(client) == []
    assert client.get("/sitemaps/pages-1.xml").status_code == 404
    if state == "scheduled":
        with time_machine.travel(NOW + timedelta(seconds=1), tick=False):
            assert client.get("/quagga/").status_code == 200
            assert foot(client) == ["/quagga/ About"]


def whole(client: Client, path: str) -> tuple[int, list[tuple[str, str]], bytes]:
    response = client.get(path)
    return response.status_code, sorted(response.items()), response.content


def test_the_foot_of_every_page_names_those_that_are_to_stand_there_in_their_order(client):
    make_page("Contact", footer="2")
    make_page("About", footer="1")
    make_page("Unnamed")
    post = make_post()

    for path in ("/on/", "/posts/hastings/", "/about/", "/nothing/"):
        assert foot(client, path) == ["/about/ About", "/contact/ Contact"]
    page = Page.objects.get(slug="about")
    page.title = "About us"
    page.save()
    assert foot(client)[0] == "/about/ About us"
    trash.trash(Page, [page.pk], by=make_editor())
    assert foot(client, post.get_absolute_url()) == ["/contact/ Contact"]


def test_it_costs_no_page_a_statement(client, django_assert_num_queries):
    make_post()
    before = queries_of("/tags/")
    for number in range(1, 4):
        make_page(f"Page {number}", footer=str(number))
    client.get("/tags/")

    assert queries_of("/tags/") == before
    with django_assert_num_queries(1):
        client.get("/page-1/")


def test_a_page_goes_before_an_old_address_and_gives_it_back(client):
    post = make_post()
    Redirect.objects.create(path="/about/", post=post)
    assert client.get("/about/")["Location"] == "/posts/hastings/"

    page = make_page("About")
    assert client.get("/about/").status_code == 200
    Page.objects.filter(pk=page.pk).update(status="draft")

    assert client.get("/about/")["Location"] == "/posts/hastings/"


def test_another_slug_leads_on_and_the_slash_may_be_left_out(client):
    page = make_page("About")
    page.slug = "about-us"
    page.save()

    assert [client.get(path)["Location"] for path in ("/about/", "/about-us", "/about.html")] == [
        "/about-us/",
        "/about-us/",
        "/about-us/",
    ]


@pytest.mark.parametrize(
    "word",
    [
        *("posts", "on", "people", "corrections", "feeds", "media", "static", "admin", "healthz"),
        *("search", "sitemaps", "preview", "years", "tags"),
    ],
)
def test_no_page_has_a_word_of_the_sites_own_addresses(word):
    page = Page(title=word.capitalize(), story="Text.")
    for slug in (word, ""):
        page.slug = slug
        with pytest.raises(ValidationError, match=f"/{word}/ is an address of the site itself"):
            page.full_clean()
        with pytest.raises(ValidationError, match="Choose another"):
            page.save()
    assert not Page.objects.exists()


def test_those_words_are_read_from_the_map_of_addresses():
    routes = {str(pattern.pattern) for pattern in urlpatterns}
    literal = {route.partition("/")[0] for route in routes if not route.startswith(("<", "^"))}

    assert first_parts() == (literal - {""}) | {"static", "media"}
    make_page("About")  # Any other word may be one.


def test_changes_to_a_page_wait_until_they_are_published(client):
    editor, page = make_editor(), make_page("About", story="Before.")
    content = replace(stored_of(page)[0], story="After.", footer="3")
    save.save(page, content, by=editor, version=page.version)
    assert "Before." in client.get("/about/").text

    desk = Client()
    desk.force_login(editor)
    assert "After." in desk.get("/about/?draft=1").text
    workflow.publish(Page.objects.get(), by=editor)

    assert "After." in client.get("/about/").text
    assert foot(client) == ["/about/ About"]
    kinds = list(Page.objects.get().revisions.values_list("kind", flat=True))
    assert kinds == ["publish", "save", "base"]
