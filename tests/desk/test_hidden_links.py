"""What an author finds of the hidden posts that an editor linked to the author's own."""

from dataclasses import replace

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client

from posts.editorial import autosave, save
from posts.editorial.roles import HIDDEN
from posts.editorial.snapshot_io import snapshot_of
from posts.models import Post, Status
from tests.admin.forms import change_url, shown
from tests.factories import link_posts, make_editor, make_post

pytestmark = pytest.mark.any_engine

SECRET = "zebra"


@pytest.fixture
def author(db: None) -> User:
    user = User.objects.create_user("herodotus", is_staff=True)
    user.groups.add(Group.objects.get(name="author"))
    return user


@pytest.fixture
def desk(author: User) -> Client:
    client = Client()
    client.force_login(author)
    return client


@pytest.fixture
def own(author: User) -> Post:
    """A draft linked to a public post and to a hidden one on each side, kept in two versions."""
    editor = make_editor()
    post = make_post("Mine", author=author, status=Status.DRAFT)
    for name in ("before", "after"):
        hidden = make_post(f"{SECRET} {name}", status=Status.DRAFT, author=editor)
        ends = (hidden, post) if name == "before" else (post, hidden)
        link_posts(*ends)
    link_posts(post, make_post("Fulford"))
    first = snapshot_of(post)
    save.save(post, replace(first, story="Second."), by=editor, version=1)
    save.save(Post.objects.get(pk=post.pk), replace(first, links_after=()), by=editor, version=2)
    autosave.keep(post, [("links_after-TOTAL_FORMS", "0")], by=author, version=2)
    return Post.objects.get(pk=post.pk)


def assert_discreet(page: object, *, links: int) -> None:
    text = page.content.decode()  # type: ignore[attr-defined]
    assert SECRET not in text
    assert text.count(HIDDEN) >= links


def test_the_form_tells_that_there_is_a_link_and_not_to_what(desk: Client, own: Post) -> None:
    page = desk.get(change_url(own))

    assert_discreet(page, links=1)


def test_nor_does_a_form_that_is_refused_or_comes_late(desk: Client, own: Post) -> None:
    typed = shown(desk, change_url(own))

    assert_discreet(desk.post(change_url(own), typed | {"title": ""}), links=1)
    late = desk.post(change_url(own), typed | {"version": "1", "title": "Late", "story": "Late."})
    assert late.status_code == 409
    assert_discreet(late, links=1)
    forged = {"_take": "title:mine", "open_fields": "links_before links_after", "base_version": "1"}
    assert_discreet(desk.post(change_url(own), typed | forged), links=2)


@pytest.mark.parametrize(
    "address", ["history/?from=1&to=3", "versions/1/", "versions/2/", "history/?from=2&to=now"]
)
def test_nor_do_earlier_versions(desk: Client, own: Post, address: str) -> None:
    assert_discreet(desk.get(f"/admin/posts/post/{own.pk}/{address}"), links=1)


def test_nor_does_the_page_to_read(desk: Client, own: Post) -> None:
    Post.objects.filter(pk=own.pk).update(status=Status.REVIEW)

    assert_discreet(desk.get(change_url(own)), links=1)


def test_nor_does_a_loop_that_leads_by_way_of_one(desk: Client, author: User, own: Post) -> None:
    """Fulford led to a hidden post, which led to the author's: so that one cannot lead there."""
    hidden = Post.objects.get(title=f"{SECRET} before")
    fulford = Post.objects.get(title="Fulford")
    link_posts(fulford, hidden)
    row = {"links_after-TOTAL_FORMS": "1", "links_after-0-kind": "led_to"}
    typed = shown(desk, change_url(own)) | row | {"links_after-0-later": str(fulford.pk)}

    page = desk.post(change_url(own), typed)

    assert page.status_code == 200
    assert "lead back to where it began" in page.content.decode()
    assert_discreet(page, links=2)


def test_who_may_see_all_is_told_every_title(own: Post) -> None:
    client = Client()
    client.force_login(User.objects.get(username="clio"))
    for address in ("change/", "history/?from=1&to=3", "versions/1/"):
        page = client.get(f"/admin/posts/post/{own.pk}/{address}").content.decode()
        assert SECRET in page, address
        assert HIDDEN not in page, address
