"""Text that nobody saved: kept by form, without a trace, and put back after a comparison."""

from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client

from posts.models import Autosave, Post, Revision
from tests.admin.forms import ADD, change_url, data_of, shown, with_row
from tests.editorial.newsroom import make_person
from tests.factories import make_editor, make_post

pytestmark = pytest.mark.django_db


def slot(post: Post | None) -> str:
    return f"/admin/posts/post/{post.pk}/autosave/" if post else "/admin/posts/post/autosave/"


def recovered(client: Client, url: str, kept: dict[str, Any]) -> Any:
    """Press the button that puts the text of the form `kept` back."""
    return client.post(url, {"_recover": kept["form_token"]})


def offered(page: Any) -> list[str]:
    """Return the titles of the texts that a page offers to put back."""
    return [autosave["kept"].title for autosave in page.context["autosaves"]]


@pytest.mark.parametrize("status", ["draft", "approved"])
def test_keeping_leaves_no_trace_but_the_slot(desk: Client, status: str) -> None:
    post = make_post(status=status)
    data = shown(desk, change_url(post)) | {"story": "Typed.", "slug": "typed"}
    for _ in range(3):
        response = desk.post(slot(post), data)
        assert response.status_code == 200
        assert set(response.json()) == {"kept"}
    assert Autosave.objects.count() == 1
    stored = Post.objects.get()
    assert (stored.version, stored.story, stored.slug) == (1, post.story, "hastings")
    assert not LogEntry.objects.exists()
    assert not Revision.objects.exists()
    assert not stored.redirects.exists()


def test_unsaved_text_is_offered_with_what_it_changes_and_put_back(desk: Client) -> None:
    post = make_post(status="draft", bullets=[("Who", "William")])
    data = shown(desk, change_url(post)) | {"story": "Typed before the crash.", "tags": ["new"]}
    data = with_row(data, "bullets", label="When", text="At dusk", position=2)
    desk.post(slot(post), data)

    page = desk.get(change_url(post))
    assert "You have unsaved text from" in page.text
    (found,) = (each["differences"] for each in page.context["autosaves"])
    assert [d.label for d in found] == ["Story", "Tags", "TLDR"]

    response = recovered(desk, change_url(post), data)
    assert response.status_code == 200
    told = ("Your unsaved text is back. Check it, then save.", "Nothing is saved yet", "Error:")
    assert [words in response.text for words in told] == [True, False, False]
    assert Post.objects.get().story == post.story
    back = data_of(response)
    assert (back["story"], back["tags"]) == ("Typed before the crash.", ["new"])
    assert desk.post(change_url(post), back | {"_save": "Save"}).status_code == 302
    assert Post.objects.get().story == "Typed before the crash."
    assert [b.text for b in post.bullets.all()] == ["William", "At dusk"]
    assert not Autosave.objects.exists()


def test_unsaved_text_of_an_older_version_meets_what_was_saved_since(desk: Client) -> None:
    post = make_post(status="draft", story="Base.", title="Base")
    data = shown(desk, change_url(post))
    desk.post(slot(post), data | {"story": "Typed."})
    livy = Client()
    livy.force_login(make_editor("livy"))
    livy.post(change_url(post), data | {"title": "Theirs"})

    response = recovered(desk, change_url(post), data)

    assert response.status_code == 409
    assert (data_of(response)["story"], data_of(response)["title"]) == ("Typed.", "Theirs")


def test_a_new_post_has_a_slot_too(desk: Client) -> None:
    data = shown(desk, ADD) | {"title": "Begun"}
    desk.post(slot(None), data)
    assert "You have unsaved text" in desk.get(ADD).text
    back = data_of(recovered(desk, ADD, data))
    assert back["title"] == "Begun"
    assert desk.post(ADD, back | {"_save": "Save"}).status_code == 302
    assert (Post.objects.get().title, Autosave.objects.count()) == ("Begun", 0)


def test_two_new_posts_side_by_side_keep_both_texts(desk: Client) -> None:
    one, other = shown(desk, ADD), shown(desk, ADD)
    desk.post(slot(None), one | {"title": "The landing"})
    desk.post(slot(None), other | {"title": "The battle"})
    desk.post(slot(None), one | {"title": "The landing, longer"})

    assert offered(desk.get(ADD)) == ["The landing, longer", "The battle"]
    first_page = desk.get("/admin/")
    assert [kept.title for kept in first_page.context["autosaves"]] == [
        "The landing, longer",
        "The battle",
    ]
    assert data_of(recovered(desk, ADD, other))["title"] == "The battle"
    saved = data_of(recovered(desk, ADD, one)) | {"_save": "Save"}
    assert desk.post(ADD, saved).status_code == 302
    assert offered(desk.get(ADD)) == ["The battle"]


def test_two_forms_on_one_post_keep_both_texts(desk: Client) -> None:
    post = make_post(status="draft")
    one, other = (shown(desk, change_url(post)) for _ in range(2))
    desk.post(slot(post), one | {"story": "One way."})
    desk.post(slot(post), other | {"story": "Another way."})

    assert desk.post(change_url(post), one | {"story": "One way."}).status_code == 302
    page = desk.get(change_url(post))
    assert [kept.token for kept in Autosave.objects.all()] == [other["form_token"]]
    assert len(page.context["autosaves"]) == 1
    assert change_url(post) in desk.get("/admin/").text


@pytest.mark.parametrize("token", ["", "short", "x" * 65, "with a space in it"])
def test_a_form_without_a_token_of_ours_has_the_slot_of_its_post(desk: Client, token: str) -> None:
    post = make_post(status="draft")
    data = shown(desk, change_url(post)) | {"form_token": token, "story": "Typed."}
    for address in (slot(post), slot(post), slot(None)):
        desk.post(address, data)
    tokens = sorted(Autosave.objects.values_list("token", flat=True))
    assert tokens == sorted([f"post-{post.pk}", "post-new"])
    assert desk.post(change_url(post), data).status_code == 302
    assert [kept.token for kept in Autosave.objects.all()] == ["post-new"]


def test_unsaved_text_can_be_dropped(desk: Client) -> None:
    post = make_post(status="draft")
    data = shown(desk, change_url(post))
    desk.post(slot(post), data | {"story": "Typed."})
    response = desk.post(slot(post), {"_discard": data["form_token"]})
    assert response["Location"] == change_url(post)
    assert "unsaved text" not in desk.get(change_url(post)).text


def test_text_as_it_is_stored_is_not_offered(desk: Client) -> None:
    post = make_post(status="draft", story="One.\n\nTwo.")
    desk.post(slot(post), shown(desk, change_url(post)) | {"story": "One.\r\n\r\nTwo."})
    assert desk.get(change_url(post)).context["autosaves"] == []


def test_nobody_reads_the_slot_of_another(desk: Client) -> None:
    post = make_post(status="draft")
    data = shown(desk, change_url(post))
    desk.post(slot(post), data | {"story": "Private."})
    livy = Client()
    livy.force_login(make_editor("livy"))
    assert "unsaved text" not in livy.get(change_url(post)).text
    assert "unsaved text" not in livy.get("/admin/").text
    answer = livy.post(change_url(post), {"_recover": data["form_token"]}, follow=True)
    assert "There is no unsaved text of yours any more." in answer.text
    assert "Private." not in answer.text
    livy.post(slot(post), {"_discard": data["form_token"]})
    assert Autosave.objects.count() == 1


def test_hostile_text_is_kept_as_it_is_and_refused_only_at_saving(desk: Client) -> None:
    post = make_post(status="draft")
    hostile = "<script>\x0b</script>\ufffe"
    desk.post(slot(post), shown(desk, change_url(post)) | {"story": hostile})
    stored = dict(Autosave.objects.get().pairs)
    assert stored["story"] == hostile
    assert "<script>\x0b" not in desk.get(change_url(post)).text


def test_too_much_text_is_refused_with_its_size(desk: Client) -> None:
    response = desk.post(slot(None), {"story": "x" * 4_000_001})
    assert response.status_code == 413
    assert response.json()["error"].startswith("4,000,006 bytes are typed")


def test_presence_tells_others_and_locks_nobody(desk: Client) -> None:
    post = make_post(status="draft")
    address = f"/admin/posts/post/{post.pk}/presence/"
    livy = Client()
    livy.force_login(make_editor("livy", first_name="Titus", last_name="Livius"))
    assert livy.post(address).json() == {"others": []}
    others: Any = desk.post(address).json()["others"]
    assert [text.split(", since")[0] for text in others] == ["Titus Livius is editing this too"]
    assert "Titus Livius is editing this too" in desk.get(change_url(post)).text
    assert desk.post(change_url(post), shown(desk, change_url(post))).status_code == 302
    livy.post(address, {"gone": "1"})
    assert desk.post(address).json() == {"others": []}


@pytest.mark.parametrize("name", ["autosave", "check", "presence", "discard"])
def test_an_author_reaches_only_own_drafts(name: str) -> None:
    author, client = make_person("author"), Client()
    client.force_login(author)
    own = make_post("Own", status="draft", author=author)
    theirs = make_post("Theirs", status="draft")
    status = {True: 302 if name == "discard" else 200}
    assert client.post(f"/admin/posts/post/{own.pk}/{name}/").status_code == status[True]
    assert client.post(f"/admin/posts/post/{theirs.pk}/{name}/").status_code == 403
    assert client.post(f"/admin/posts/post/9999/{name}/").status_code == 403


def test_the_checks_look_along_at_what_is_typed(desk: Client) -> None:
    post = make_post(status="draft")
    data = shown(desk, change_url(post)) | {"description": "", "story": "[Here]()"}
    answer = desk.post(f"/admin/posts/post/{post.pk}/check/", data).text
    assert "Write a description" in answer
    assert "The link “Here” leads nowhere" in answer
    assert Post.objects.get().description == post.description


def test_who_may_edit_no_more_goes_all_the_same(desk: Client) -> None:
    """An author whose post is in review since is not shown as editing it."""
    post = make_post(status="draft")
    address = f"/admin/posts/post/{post.pk}/presence/"
    writer = make_person("author")
    Post.objects.filter(pk=post.pk).update(author=writer)
    author = Client()
    author.force_login(writer)
    assert author.post(address).status_code == 200
    Post.objects.filter(pk=post.pk).update(status="review")

    assert author.post(address, {"gone": "1"}).status_code == 204
    assert desk.post(address).json() == {"others": []}
    assert author.post(address).status_code == 403
