"""Links to own posts: Markdown keeps what was written, readers get the present address."""

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from posts.editorial import save, workflow
from posts.editorial.snapshot_io import snapshot_of
from posts.models import ContentVersion, Post, Redirect, StoryLink
from tests.archives.stored import stale_pages, stale_parts, store_all
from tests.archives.world import NOW
from tests.factories import make_dossier, make_editor, make_post
from tests.views.hidden import STATES

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _noon() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


def linking(*addresses: str, title: str = "Hastings", **fields: Any) -> Post:
    story = " and ".join(f"[words]({address})" for address in addresses)
    return make_post(title, story=story, **fields)


def hrefs(post: Post) -> list[str]:
    return re.findall(r'href="([^"]*)"', Post.objects.get(pk=post.pk).story_html)


def pairs() -> list[tuple[str, str]]:
    rows = StoryLink.objects.order_by("post__title", "target__title")
    return list(rows.values_list("post__title", "target__title"))


def linked_keys() -> set[tuple[int | None, int | None, int]]:
    return set(StoryLink.objects.values_list("post", "section", "target"))


def rename(post: Post, slug: str) -> None:
    post.slug = slug
    post.save(update_fields=["slug"])


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("/posts/fulford/", "/posts/gate-fulford/"),
        ("/posts/fulford/#section-the-ford", "/posts/gate-fulford/#section-the-ford"),
        ("/posts/fulford/?page=2#a", "/posts/gate-fulford/?page=2#a"),
        ("/old/fulford.html", "/posts/gate-fulford/"),
        ("/old/fulford/", "/posts/gate-fulford/"),
        ("/posts/gate-fulford/", "/posts/gate-fulford/"),
    ],
)
def test_a_link_leads_to_the_present_address(written: str, shown: str) -> None:
    fulford = make_post("Fulford")
    Redirect.objects.create(path="/old/fulford.html", post=fulford)
    rename(fulford, "gate-fulford")
    post = linking(written)

    assert (hrefs(post), pairs()) == ([shown], [("Hastings", "Fulford")])
    assert Post.objects.get(pk=post.pk).story == f"[words]({written})"


@pytest.mark.parametrize(
    "written",
    [
        *("/posts/nobody/", "/years/1066/", "//example.org/posts/fulford/", "#posts-fulford"),
        *("https://example.org/posts/fulford/", "/posts/fulford/cover.png", "/"),
    ],
)
def test_any_other_link_stays_as_it_is(written: str) -> None:
    make_post("Fulford")
    assert hrefs(linking(written)) == [written]
    assert pairs() == []


def test_the_links_are_those_of_the_story_that_readers_see() -> None:
    for title in ("Fulford", "Stamford"):
        make_post(title)
    post = linking("/posts/fulford/", "/posts/fulford/#a", "/posts/stamford/")
    assert pairs() == [("Hastings", "Fulford"), ("Hastings", "Stamford")]

    content = snapshot_of(post)
    copy = save.save(post, _with_story(content, ""), by=make_editor(), version=post.version)
    assert (copy.is_working_copy, len(pairs())) == (True, 2)
    Post.objects.get(title="Stamford").delete()
    assert pairs() == [("Hastings", "Fulford")]
    post.story = "None."
    post.save()
    assert pairs() == []


def _with_story(content: Any, story: str) -> Any:
    return type(content)(**vars(content) | {"story": story})


@pytest.mark.parametrize("others", [1, 3])
def test_another_slug_renders_the_stories_that_link_to_it_anew(others: int) -> None:
    fulford = make_post("Fulford")
    posts = [linking("/posts/fulford/", title=f"Story {number}") for number in range(others)]
    make_post("Apart")
    store_all()
    versions = [(post.version, post.updated_at) for post in posts]
    number = ContentVersion.current().number

    rename(fulford, "gate-fulford")

    stored = [Post.objects.get(pk=post.pk) for post in posts]
    assert [hrefs(post) for post in posts] == [["/posts/gate-fulford/"]] * others
    assert [(post.version, post.updated_at) for post in stored] == versions
    assert ContentVersion.current().number == number + 1
    assert (stale_parts(), stale_pages()) == ([], [])


def test_a_dossier_that_links_to_a_post_follows_it() -> None:
    fulford = make_post("Fulford")
    make_dossier("Danelaw", sections=[("Before", "[F](/posts/fulford/)")])
    rename(fulford, "gate-fulford")

    assert 'href="/posts/gate-fulford/"' in Client().get("/dossiers/danelaw/").text


@pytest.mark.parametrize("state", STATES)
def test_no_reader_is_told_where_a_hidden_post_is_now(state: str) -> None:
    """It answers at the address that was written as soon as it is out."""
    hidden = make_post("Fulford", slug="fulford", **STATES[state])
    post = linking("/posts/fulford/")
    store_all()
    number, before = ContentVersion.current().number, Client().get("/posts/hastings/").content

    rename(hidden, "quagga")

    assert (hrefs(post), pairs()) == (["/posts/fulford/"], [("Hastings", "Fulford")])
    assert ContentVersion.current().number == number
    assert Client().get("/posts/hastings/").content == before
    assert Client().get("/posts/fulford/").status_code == 404
    Post.objects.filter(pk=hidden.pk).update(
        status="approved", publish_at=NOW, trashed_at=None, trashed_status=""
    )
    with time_machine.travel(NOW + timedelta(hours=1), tick=False):
        assert Client().get("/posts/fulford/")["Location"] == "/posts/quagga/"


def test_a_post_that_comes_out_or_goes_is_linked_so() -> None:
    hidden, by = make_post("Fulford", status="review", publish_at=None), make_editor()
    post = linking("/posts/fulford/")
    rename(hidden, "gate-fulford")
    shown = [hrefs(post)]
    workflow.publish(hidden, by=by, reason="No source")
    shown.append(hrefs(post))
    workflow.take(hidden, workflow.Action.WITHDRAW, by=by)
    shown.append(hrefs(post))

    assert shown == [["/posts/fulford/"], ["/posts/gate-fulford/"], ["/posts/fulford/"]]


def test_a_draft_that_nobody_links_to_keeps_no_old_address() -> None:
    rename(make_post("Fulford", status="draft", publish_at=None), "gate-fulford")
    assert Redirect.objects.count() == 0


def test_reindex_fills_the_table_and_moves_no_address_twice() -> None:
    fulford = make_post("Fulford")
    make_dossier("Danelaw", sections=[("Before", "[F](/posts/fulford/)")])
    post = linking("/posts/fulford/", "/posts/nobody/")
    before, html = linked_keys(), post.story_html
    StoryLink.objects.all().delete()

    for _ in range(2):
        call_command("reindex")
        assert linked_keys() == before
    assert Post.objects.get(pk=post.pk).story_html == html
    assert [target for *_, target in before] == [fulford.pk] * 2


@pytest.mark.parametrize("links", [1, 3])
def test_a_save_asks_as_often_for_any_number_of_links(links: int) -> None:
    titles = [f"Battle {number}" for number in range(links)]
    for title in titles:
        make_post(title)
    Redirect.objects.create(path="/old/", post=Post.objects.first())
    post = linking("/old/", *(f"/posts/{title.lower().replace(' ', '-')}/" for title in titles))
    with CaptureQueriesContext(connection) as captured:
        post.save()
    asked = [query["sql"] for query in captured if "posts_storylink" in query["sql"]]
    looked_up = [sql["sql"] for sql in captured if '"slug" IN' in sql["sql"]]
    assert (len(asked), len(looked_up)) == (1, 1)
