"""A list is found again as one left it, and says so; an empty one says what to do."""

import re

import pytest
from django.test import Client

from posts.models import Post
from tests.admin.forms import shown
from tests.factories import make_category, make_editor, make_post

pytestmark = [pytest.mark.django_db, pytest.mark.any_engine]
POSTS, SOURCES = "/admin/posts/post/", "/admin/posts/source/"
CATEGORIES = "/admin/posts/category/"


def choose(client: Client, address: str) -> None:
    """Narrow a list as one does on its own page."""
    path = address.partition("?")[0]
    client.get(address, headers={"referer": f"http://testserver{path}"})


def led_to(client: Client, address: str) -> str:
    """Return where the list at `address` is shown in the end."""
    response = client.get(address, follow=True)
    return response.redirect_chain[-1][0] if response.redirect_chain else address


def test_a_list_comes_back_as_it_was_narrowed(desk: Client) -> None:
    make_post(categories=[make_category(pk=1)])
    kept = {
        "state=draft&o=2": "state=draft&o=2",
        "state=draft&q=tram&p=1": "state=draft",
        "category=1&mine=yes": "category=1&mine=yes",
        "author=1": "author=1",
        "q=tram": "",
        f"state=draft&author={'1,' * 300}": "",
    }
    for asked, found in kept.items():
        desk.get(f"{POSTS}?all=")
        choose(desk, f"{POSTS}?{asked}")
        assert led_to(desk, POSTS) == (f"{POSTS}?{found}" if found else POSTS)
    choose(desk, f"{POSTS}?state=draft")
    assert led_to(desk, SOURCES) == SOURCES
    assert (led_to(desk, f"{POSTS}?all="), led_to(desk, POSTS)) == (POSTS, POSTS)


def test_a_link_from_another_page_narrows_the_list_only_once(desk: Client) -> None:
    make_post()
    choose(desk, f"{POSTS}?state=draft")
    for came in ("/admin/", "/admin/schedule/", "", f"{POSTS}?missing=sources"):
        headers = {"referer": f"http://testserver{came}"}
        linked = desk.get(f"{POSTS}?missing=sources", headers=headers)
        found = linked.context["cl"].result_count, led_to(desk, POSTS)
        assert found == (1, f"{POSTS}?state=draft")


def test_what_a_person_keeps_is_no_other_persons(desk: Client) -> None:
    choose(desk, f"{POSTS}?state=draft")
    other = Client()
    other.force_login(make_editor("livy"))
    assert led_to(other, POSTS) == POSTS


@pytest.mark.parametrize("broken", ["nosuch=1", "id__gt=x", "year_start=x"])
def test_what_cannot_be_shown_is_not_kept(desk: Client, broken: str) -> None:
    choose(desk, f"{POSTS}?{broken}")
    assert led_to(desk, POSTS) == POSTS


def test_a_list_in_a_window_of_its_own_is_whole(desk: Client) -> None:
    make_category()
    choose(desk, f"{CATEGORIES}?use=none")
    window = desk.get(f"{CATEGORIES}?_popup=1&_to_field=id")
    assert (window.status_code, window.context["cl"].result_count) == (200, 1)
    assert "narrowed by" not in window.text
    searched = desk.get(f"{CATEGORIES}?_popup=1&q=zzzz").text
    assert (searched.count('href="?_popup=1"'), 'href="?all="' in searched) == (2, False)
    assert led_to(desk, CATEGORIES) == f"{CATEGORIES}?use=none"


def test_saving_a_post_leads_back_to_the_list_it_was_opened_from(desk: Client) -> None:
    post = make_post(status="draft", publish_at=None)
    listed = desk.get(f"{POSTS}?state=draft&q=hastings").text
    opened = re.search(r'href="(/admin/posts/post/\d+/change/[^"]*)"', listed)
    assert opened
    address = opened[1].replace("&amp;", "&")
    saved = desk.post(address, shown(desk, address) | {"title": "Hastings, again", "_save": ""})
    assert (saved.status_code, saved["Location"]) == (302, f"{POSTS}?state=draft&q=hastings")
    assert Post.objects.get(pk=post.pk).title == "Hastings, again"


def advice(client: Client, address: str) -> list[str]:
    """Return the sentences of the list's body, and which of Django's remains are there."""
    page = client.get(address).text
    found = re.search(r'<div class="no-results">(.*?)</div>', page, re.S)
    words = re.sub(r"<[^>]+>", "", found[1]) if found else ""
    remains = [name for name in ('name="action"', "0 posts", "0 sources") if name in page]
    return [*(line.strip() for line in words.splitlines() if line.strip()), *remains]


def test_an_empty_list_says_why_and_what_to_do(desk: Client) -> None:
    assert advice(desk, POSTS) == ["There are no posts yet.", "Write a post"]
    make_post(status="draft")
    expected = {
        "?q=zzzz": [
            "No post was found by “zzzz”.",
            "Try fewer words or the beginning of one, or see all posts.",
        ],
        "?q=zzzz&state=draft": [
            "No post of those narrowed by status was found by “zzzz”.",
            "Try fewer words or the beginning of one, search all posts for it, or see all posts.",
        ],
        "?state=published&author=99": [
            "No post is left when the list is narrowed by status and author.",
            "Choose “All” in one of the filters, or see all posts.",
            "Write a post",
        ],
    }
    assert {query: advice(desk, POSTS + query) for query in expected} == expected
    assert advice(desk, f"{SOURCES}?q=zzzz")[0] == "No source was found by “zzzz”."
    assert advice(desk, f"{POSTS}?state=draft") == ['name="action"']
