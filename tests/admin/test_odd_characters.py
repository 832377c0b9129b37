"""What nobody types by hand, in places that no column of the form's own model takes in."""

import pytest
from django.test import Client

from posts.models import Autosave, Correction, Post, PreviewLink, Redirect, Transition
from tests.admin.forms import change_url, form_of, shown
from tests.factories import make_post

CONTROL = "a\x01b"
POSTS_BY_NAME = "/admin/autocomplete/?app_label=posts&model_name=postlink&field_name=later&term="


@pytest.mark.engine
@pytest.mark.parametrize("typed", [CONTROL, "a\x00b", "a\u202eb", "x" * 501])
@pytest.mark.parametrize("name", ["note", "reason"])
def test_a_note_of_a_step_is_refused_beside_it(desk: Client, name: str, typed: str) -> None:
    post = make_post(status="draft")
    url = change_url(post)

    page = desk.post(url, shown(desk, url) | {"title": "New", name: typed, "_submit": "1"})

    assert name in form_of(page).errors
    assert form_of(page)["title"].value() == "New"
    assert (Post.objects.get().title, Transition.objects.count()) == ("Hastings", 0)


def test_a_note_is_kept_as_its_column_keeps_it(desk: Client) -> None:
    post = make_post(status="draft")
    url = change_url(post)
    desk.post(url, shown(desk, url) | {"note": "Two\nlines", "_submit": "1"})

    assert Transition.objects.get().note == "Two lines"


def test_so_is_a_correction(desk: Client) -> None:
    url = change_url(make_post())
    told = {"title": "New", "change": "correction", "correction": CONTROL, "_publish": "1"}

    page = desk.post(url, shown(desk, url) | told)

    assert "correction" in form_of(page).errors
    assert (Post.objects.get().title, Correction.objects.count()) == ("Hastings", 0)


@pytest.mark.parametrize("note", [CONTROL, "a\x00b", "x" * 101])
def test_a_preview_link_says_why_its_note_is_refused(desk: Client, note: str) -> None:
    post = make_post(status="draft")

    page = desk.post(f"/admin/posts/post/{post.pk}/preview-links/", {"note": note}, follow=True)

    assert "The note of the link: " in page.content.decode()
    assert not PreviewLink.objects.exists()


def test_unsaved_text_with_a_nul_is_kept_with_a_mark_in_its_place(desk: Client) -> None:
    post = make_post(status="draft")
    sent = {"title": "Hast\x00ings", "version": "1"}

    assert desk.post(f"/admin/posts/post/{post.pk}/autosave/", sent).status_code == 200

    assert ["title", "Hast\ufffdings"] in Autosave.objects.get().pairs
    assert (
        "Hast\ufffdings"
        in desk.post(change_url(post), {"_recover": f"post-{post.pk}"}).content.decode()
    )


@pytest.mark.parametrize("field", ["path", "to_path"])
@pytest.mark.parametrize("typed", ["/a%00b/", "/a%0Ab/", "/a%E2%80%8Bb/"])
def test_an_address_says_that_it_holds_what_none_can(desk: Client, field: str, typed: str) -> None:
    post = make_post()
    leads = {"post": str(post.pk)} if field == "path" else {"path": "/old/"}

    page = desk.post("/admin/posts/redirect/add/", leads | {field: typed})

    assert form_of(page).errors[field] == [
        f"{typed} holds a character that no address can have: take it out."
    ]
    assert not Redirect.objects.exists()


@pytest.mark.parametrize("term", ["%00", "hast%00ings"])
def test_a_choice_is_looked_for_without_nul(desk: Client, term: str) -> None:
    make_post()

    answer = desk.get(f"{POSTS_BY_NAME}{term}")

    assert [row["text"] for row in answer.json()["results"]] == ["Hastings"]


def test_a_rule_that_there_is_not_is_told_beside_its_field(desk: Client) -> None:
    post = make_post(status="draft")
    typed = shown(desk, change_url(post)) | {"anniversary_rule": "sometimes"}

    page = desk.post(change_url(post), typed)

    assert "anniversary_rule" in form_of(page).errors
    assert desk.post(f"/admin/posts/post/{post.pk}/check/", typed).status_code == 200
    assert desk.get("/admin/read-date/?text=1066&rule=sometimes").json()["code"] == "rule_choice"
