"""The history of a post, two versions side by side, and one put back."""

import pytest
from django.test import Client

from posts.editorial import workflow
from posts.editorial.previewing import open_link
from posts.models import Category, Post, PreviewLink, Revision
from tests.admin.forms import change_url, shown
from tests.editorial.newsroom import make_person
from tests.factories import make_category, make_editor, make_post

pytestmark = [pytest.mark.django_db, pytest.mark.any_engine]


@pytest.fixture
def post(desk: Client) -> Post:
    """A draft with three versions: as it stood, a second title, a third story."""
    post = make_post(status="draft", title="First", story="One.", bullets=[("A", "x"), ("B", "y")])
    desk.post(change_url(post), shown(desk, change_url(post)) | {"title": "Second", "note": "Why"})
    swapped = {"story": "Three.", "bullets-0-position": 2, "bullets-1-position": 1}
    desk.post(change_url(post), shown(desk, change_url(post)) | swapped)
    return Post.objects.get()


def history(post: Post, query: str = "") -> str:
    return f"/admin/posts/post/{post.pk}/history/{query}"


def version(post: Post, number: int, end: str = "") -> str:
    return f"/admin/posts/post/{post.pk}/versions/{number}/{end}"


def test_the_history_names_each_version_by_who_when_and_why(desk: Client, post: Post) -> None:
    page = desk.get(history(post))
    shown_ = [(r.version, r.get_kind_display(), r.note) for r in page.context["revisions"]]
    assert shown_ == [(3, "saved", ""), (2, "saved", "Why"), (1, "as it stood before", "")]


def test_a_note_alone_is_kept_with_a_version_of_its_own(desk: Client, post: Post) -> None:
    desk.post(change_url(post), shown(desk, change_url(post)) | {"note": "Read by Clio"})
    desk.post(change_url(post), shown(desk, change_url(post)))

    kept = Post.objects.get().revisions.values_list("version", "note")
    assert list(kept)[:2] == [(4, "Read by Clio"), (3, "")]


def test_the_pair_that_is_offered_differs(desk: Client, post: Post) -> None:
    context = desk.get(history(post)).context
    offered = f"?from={context['one']}&to={context['other']}"
    assert desk.get(history(post, offered)).context["differences"] != []


def test_any_two_versions_are_compared_field_by_field(desk: Client, post: Post) -> None:
    page = desk.get(history(post, "?from=1&to=3"))
    assert [d.label for d in page.context["differences"]] == ["Title", "Story", "TLDR"]
    assert "moved from 1 to 2" in page.text
    same = desk.get(history(post, "?from=3&to=now"))
    assert same.context["differences"] == []


def test_a_version_is_put_back_whole_or_in_part(desk: Client, post: Post) -> None:
    data = {"version": 3, "field": "title"}
    response = desk.post(version(post, 1, "restore/"), data)
    assert response["Location"] == change_url(post)
    stored = Post.objects.get()
    assert (stored.title, stored.story) == ("First", "Three.")
    desk.post(version(post, 1, "restore/"), {"version": 4})
    stored = Post.objects.get()
    assert (stored.title, stored.story) == ("First", "One.")
    assert [b.label for b in stored.bullets.all()] == ["A", "B"]
    assert stored.revisions.first().note == "from version 1"


def test_putting_back_from_a_stale_page_changes_nothing(desk: Client, post: Post) -> None:
    response = desk.post(version(post, 1, "restore/"), {"version": 2}, follow=True)
    assert "was saved elsewhere since you opened it" in response.text
    assert Post.objects.get().title == "Second"


def test_what_is_gone_is_named_on_the_way_back(desk: Client) -> None:
    post = make_post(status="draft", categories=[make_category("War")])
    desk.post(change_url(post), shown(desk, change_url(post)) | {"categories": []})
    Category.objects.all().delete()
    page = desk.post(version(post, 1, "restore/"), {"version": 2}, follow=True)
    assert "Left out, since it is gone meanwhile: the category “War”." in page.text


def test_a_version_of_another_post_is_not_found(desk: Client, post: Post) -> None:
    other = make_post("Other", status="draft")
    for address in (version(other, 1), history(other, "?from=1&to=2")):
        assert desk.get(address).status_code == 404
    assert desk.post(version(other, 1, "restore/"), {"version": 1}).status_code == 404


def test_a_reader_of_the_desk_may_look_but_not_put_back(post: Post) -> None:
    client = Client()
    client.force_login(make_person("author"))
    assert client.get(history(post)).status_code == 403
    Post.objects.update(author=make_person("author", "tacitus"), status="review")
    client.force_login(Post.objects.get().author)
    assert client.get(history(post)).status_code == 200
    assert "Put back" not in client.get(version(post, 1)).text
    assert client.post(version(post, 1, "restore/"), {"version": 3}).status_code == 403


def test_steps_with_what_was_set_aside_are_told(desk: Client, post: Post) -> None:
    Post.objects.update(description="")
    editor = make_editor("livy")
    workflow.publish(Post.objects.get(), by=editor, note="At last.", reason="It is late.")
    page = desk.get(history(post)).text
    assert "Set aside, because “It is late.”: Write a description" in page
    assert "At last." in page


def test_the_pages_take_as_many_queries_for_one_version_as_for_three(
    desk: Client, post: Post, django_assert_num_queries
) -> None:
    one = make_post("One", status="draft")
    desk.post(change_url(one), shown(desk, change_url(one)) | {"title": "Two"})
    desk.get(history(one))
    with django_assert_num_queries(12):
        desk.get(history(one))
    with django_assert_num_queries(12):
        desk.get(history(post))


def test_dropping_the_changes_of_a_live_post_keeps_their_versions(desk: Client) -> None:
    post = make_post(story="Old.")
    desk.post(change_url(post), shown(desk, change_url(post)) | {"story": "New."})
    stale = shown(desk, change_url(post))
    desk.post(f"/admin/posts/post/{post.pk}/discard/")
    assert shown(desk, change_url(post))["story"] == "Old."
    assert Revision.objects.filter(snapshot__contains="New.").exists()
    assert desk.post(change_url(post), stale | {"title": "x"}).status_code == 409


def test_a_post_is_deleted_with_all_that_the_desk_keeps_of_it(desk: Client, post: Post) -> None:
    pinned = Revision.objects.get(version=2)
    open_link(post, by=make_editor("livy"), revision=pinned)
    page = f"/admin/posts/post/{post.pk}/delete/"
    assert desk.post(page, {"post": "yes"}).status_code == 302
    assert Revision.objects.count() == 3
    desk.post("/admin/trash/", {"_delete": f"post:{post.pk}", "_confirm": "1"})
    assert (Post.objects.count(), Revision.objects.count(), PreviewLink.objects.count()) == (
        0,
        0,
        0,
    )
