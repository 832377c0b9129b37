"""Search knows authors and the site's own pages by the words of their names."""

import pytest

from posts.archives.own_pages import own_pages
from posts.models import Page, Post
from tests.factories import make_page, make_post, make_profile

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _site() -> None:
    for name in ("Zoë Müller", "Ada Moreau"):
        make_post(f"By {name}", author=make_profile(name).person)
    make_profile("Ada Unread")
    hidden = make_profile("Ada Hidden").person
    make_post("Hidden", author=hidden, status=Post.Status.DRAFT, publish_at=None)
    make_page("Privacy")
    make_page("How we correct")
    make_page("What we know of you", slug="data-protection")
    make_page("Privacy to come", status=Page.Status.DRAFT, publish_at=None)


def test_the_words_of_name_or_address_find_them_all_of_them():
    expected = {
        "Ada Moreau": ["/people/ada-moreau/"],
        "moreau": ["/people/ada-moreau/"],
        "ada": ["/people/ada-moreau/"],
        "muller zoe": ["/people/zoe-muller/"],
        "PRIVACY": ["/privacy/"],
        "corrections": ["/how-we-correct/"],
        "data protection": ["/data-protection/"],
        "Ada Lovelace": [],
        "priv": [],
        "": [],
        "*": [],
    }
    found = {typed: [page.url for page in own_pages(typed)] for typed in expected}
    assert found == expected


def test_the_last_word_may_be_unfinished_in_a_suggestion(client):
    expected = {
        "priv": [("page", "Privacy")],
        "ada mor": [("author", "Ada Moreau")],
        "mor ada": [],
        "ada": [("author", "Ada Moreau")],
        "h": [("page", "How we correct")],
    }
    for typed, pages in expected.items():
        told = client.get("/search/suggestions/", {"q": typed}).json()["suggestions"]
        named = [(row["kind"], row["label"]) for row in told if row["kind"] in ("page", "author")]
        assert (typed, named) == (typed, pages)
