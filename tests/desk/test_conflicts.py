"""Two editors, or one in two tabs: a save of an older version is laid beside the newer one."""

from typing import Any

import pytest
from django.db import IntegrityError
from django.test import Client

from posts.desk import views
from posts.desk.merge import Prepared
from posts.desk.post_form import PostForm
from posts.editorial import save
from posts.editorial.errors import EditorialError
from posts.models import Post
from tests.admin.forms import change_url, data_of, form_of, shown, with_row
from tests.factories import make_category, make_citation, make_editor, make_post

pytestmark = pytest.mark.django_db


@pytest.fixture
def colleague(db: None) -> Client:
    client = Client()
    client.force_login(make_editor("livy"))
    return client


def send(client: Client, post: Post, data: dict[str, Any], **changes: Any) -> Any:
    return client.post(change_url(post), data | changes)


def clashes(response: Any) -> dict[str, tuple[str, str, str]]:
    found = response.context["conflict"].clashes
    return {each.field: (each.base, each.theirs, each.mine) for each in found}


@pytest.mark.parametrize("status", ["draft", "approved"])
def test_what_both_changed_is_shown_three_ways_and_nothing_is_overwritten(
    desk: Client, colleague: Client, status: str
) -> None:
    post = make_post(status=status, story="Base.", bullets=[("Who", "William")])
    mine = shown(desk, change_url(post))
    send(colleague, post, shown(colleague, change_url(post)), story="Theirs.")

    response = send(desk, post, mine, story="Mine.")

    assert response.status_code == 409
    assert clashes(response) == {"story": ("Base.", "Theirs.", "Mine.")}
    assert data_of(response)["story"] == "Mine."
    assert "livy saved this post after you opened it" in response.text
    stored = save.draft_of(Post.objects.get())
    assert stored.content.story == "Theirs."

    assert send(desk, post, data_of(response)).status_code == 302
    assert save.draft_of(Post.objects.get()).content.story == "Mine."


def test_what_only_the_other_changed_is_taken_over(desk: Client, colleague: Client) -> None:
    war, peace = make_category("War"), make_category("Peace")
    post = make_post(status="draft", bullets=[("A", "one")], tags=["old"], categories=[war])
    mine = shown(desk, change_url(post))
    theirs = with_row(
        shown(colleague, change_url(post)), "bullets", label="B", text="two", position=2
    )
    send(colleague, post, theirs, tags=["old", "theirs"], categories=[war.pk, peace.pk])

    response = send(desk, post, mine, title="Mine", tags=["old", "mine"])

    assert (response.status_code, clashes(response)) == (409, {})
    assert response.context["conflict"].taken == ["Categories", "Tags", "TLDR"]
    assert send(desk, post, data_of(response)).status_code == 302
    stored = Post.objects.get()
    assert stored.title == "Mine"
    assert sorted(stored.tags.names()) == ["mine", "old", "theirs"]
    assert [b.text for b in stored.bullets.all()] == ["one", "two"]
    assert {c.name for c in stored.categories.all()} == {"War", "Peace"}


@pytest.mark.parametrize(
    ("side", "kept"), [("theirs", "Theirs."), ("mine", "Mine."), ("base", "Base.")]
)
def test_one_press_takes_either_side_of_a_field(
    desk: Client, colleague: Client, side: str, kept: str
) -> None:
    post = make_post(status="draft", title="Base", story="Base.")
    mine = shown(desk, change_url(post))
    theirs = shown(colleague, change_url(post))
    send(colleague, post, theirs, story="Theirs.", title="Theirs")
    first = send(desk, post, mine, story="Mine.", title="Mine")

    second = send(desk, post, data_of(first), _take=f"story:{side}")

    assert (second.status_code, list(clashes(second))) == (409, ["title"])
    assert (data_of(second)["story"], data_of(second)["title"]) == (kept, "Mine")
    assert Post.objects.get().story == "Theirs."
    third = send(desk, post, data_of(second), _take="title:theirs")
    assert "All is settled" in third.text
    assert send(desk, post, data_of(third)).status_code == 302
    assert (Post.objects.get().story, Post.objects.get().title) == (kept, "Theirs")


def test_bullets_of_either_are_taken_whole(desk: Client, colleague: Client) -> None:
    post = make_post(status="draft", bullets=[("A", "one"), ("B", "two")])
    mine = shown(desk, change_url(post)) | {"bullets-1-text": "two, longer"}
    theirs = shown(colleague, change_url(post)) | {"bullets-1-DELETE": "on"}
    send(colleague, post, with_row(theirs, "bullets", label="C", text="three", position=3))

    first = send(desk, post, mine)
    assert clashes(first)["bullets"] == (
        "A: one\nB: two",
        "A: one\nC: three",
        "A: one\nB: two, longer",
    )
    second = send(desk, post, data_of(first), _take="bullets:theirs")
    assert send(desk, post, data_of(second)).status_code == 302
    assert [(b.label, b.position) for b in post.bullets.all()] == [("A", 1), ("C", 2)]


def test_a_save_in_the_shell_has_no_base_and_both_are_shown(desk: Client) -> None:
    post = make_post(status="draft", story="Base.")
    mine = shown(desk, change_url(post))
    theirs = Post.objects.get()
    theirs.story = "Theirs."
    theirs.save()

    response = send(desk, post, mine, story="Mine.")

    assert clashes(response) == {"story": ("", "Theirs.", "Mine.")}
    assert "Somebody saved this post" in response.text


def test_a_conflict_tells_no_line_end_for_a_difference(desk: Client) -> None:
    """Browsers send CR LF for each line feed of a text area."""
    post = make_post(status="draft", story="One.\n\nTwo.")
    make_citation(post, quotation="Three.\nFour.")
    mine = shown(desk, change_url(post)) | {"title": "Mine", "story": "One.\r\n\r\nTwo."}
    mine |= {"citations-0-quotation": "Three.\r\nFour."}
    Post.objects.get(pk=post.pk).save()
    assert list(clashes(send(desk, post, mine))) == ["title"]


def test_a_save_that_loses_the_race_is_answered_as_a_stale_one(
    desk: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The form's look at the version comes before the other writer's commit."""
    post = make_post(status="draft")
    mine = shown(desk, change_url(post)) | {"story": "My words."}
    Post.objects.get(pk=post.pk).save()
    look, looks = views.prepare, []

    def too_early(data: Any, row: Post, draft: save.Draft, *, user: Any, notice: str) -> Any:
        looks.append(1)
        if len(looks) == 1:
            return Prepared(PostForm(row, data, user=user, draft=draft))
        return look(data, row, draft, user=user, notice=notice)

    monkeypatch.setattr(views, "prepare", too_early)
    response = desk.post(change_url(post), mine)
    assert (response.status_code, looks) == (409, [1, 1])
    assert data_of(response)["story"] == "My words."


def test_a_post_deleted_meanwhile_becomes_a_new_one(desk: Client) -> None:
    post = make_post(status="draft", bullets=[("A", "one")])
    mine = shown(desk, change_url(post)) | {"story": "Typed for an hour."}
    address = change_url(post)
    post.delete()

    response = desk.post(address, mine)

    assert response.status_code == 200
    assert "This post was deleted meanwhile" in response.text
    assert data_of(response)["story"] == "Typed for an hour."
    assert ' data-new action="/admin/posts/post/add/"' in response.text
    assert desk.post("/admin/posts/post/add/", data_of(response)).status_code == 302
    again = Post.objects.get()
    assert (again.story, again.bullets.get().text) == ("Typed for an hour.", "one")


@pytest.mark.parametrize("error", [IntegrityError("taken"), EditorialError("It is being read.")])
def test_a_refused_save_that_meets_another_shows_both(
    desk: Client, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    """What was typed is compared once more, with what another saved after the refusal."""
    post = make_post(status="draft")
    data = shown(desk, change_url(post))
    tried: list[int] = []
    held = save.locked

    def refused(*args: Any, **options: Any) -> Any:
        raise error

    def locked(kind: type[Post], key: str) -> Any:
        tried.append(1)
        if len(tried) == 2:
            Post.objects.get(pk=post.pk).save()
        return held(kind, key)

    monkeypatch.setattr(save, "save", refused)
    monkeypatch.setattr(save, "locked", locked)
    answer = desk.post(change_url(post), data | {"story": "Mine."})
    assert (answer.status_code, len(tried)) == (409, 2)
    assert form_of(answer)["story"].value() == "Mine."
