"""Notes between colleagues, through the pages of the desk."""

import pytest
from django.contrib.auth.models import User
from django.test import Client

from posts.models import Note, Notice, Post
from tests.admin.forms import change_url
from tests.editorial.newsroom import make_person, signed_in
from tests.factories import make_post

pytestmark = pytest.mark.django_db


@pytest.fixture
def ann() -> User:
    return make_person("author", "ann", first_name="Ann", last_name="Lee")


@pytest.fixture
def post(ann: User) -> Post:
    return make_post("Hastings", status="draft", author=ann, story="Harold fell.")


def at(post: Post, path: str) -> str:
    return f"/admin/posts/post/{post.pk}/{path}/"


def test_a_note_on_a_passage_stands_beside_the_form_and_says_when_it_is_lost(
    desk: Client, post: Post, ann: User
) -> None:
    desk.post(at(post, "notes"), {"text": "Who says so?", "quote": "Harold fell"})
    note = Note.objects.get()
    signed_in(ann).post(at(post, "notes"), {"text": "The chronicle.", "answered": note.pk})
    page = desk.get(change_url(post)).text
    for words in ("Who says so?", "<blockquote>Harold fell</blockquote>", "The chronicle."):
        assert words in page
    assert "no longer in the story" not in page
    Post.objects.filter(pk=post.pk).update(story="Nobody knows.")
    assert "These words are no longer in the story." in desk.get(change_url(post)).text


def test_it_is_settled_and_taken_up_again(desk: Client, post: Post) -> None:
    desk.post(at(post, "notes"), {"text": "Who says so?"})
    note = Note.objects.get()
    for data, is_settled in (({}, True), ({"_reopen": "1"}, False)):
        desk.post(at(post, f"notes/{note.pk}/settle"), data)
        assert (Note.objects.get().settled_at is not None) is is_settled


def test_a_refused_note_comes_back_with_all_that_was_typed(desk: Client, post: Post) -> None:
    text = f"{'long ' * 500}<end>"
    answer = desk.post(at(post, "notes"), {"text": text, "quote": "Harold"})
    assert "A note has 1 to 2,000 characters; this one has 2,505." in answer.text
    assert "&lt;end&gt;</textarea>" in answer.text
    assert 'name="quote" value="Harold"' in answer.text
    assert not Note.objects.exists()


def test_strangers_to_the_post_neither_read_nor_write(desk: Client, post: Post) -> None:
    desk.post(at(post, "notes"), {"text": "Secret"})
    eve = signed_in(make_person("author", "eve"))
    Post.objects.filter(pk=post.pk).update(status="approved")
    for path in ("notes", f"notes/{Note.objects.get().pk}/settle", "reviewer"):
        assert eve.post(at(post, path), {"text": "Hello"}).status_code == 403
    assert "Secret" not in eve.get(change_url(post), follow=True).text
    assert Note.objects.count() == 1


@pytest.mark.parametrize("key", ["0", "x", "9" * 40])
def test_a_note_of_another_post_is_not_answered(desk: Client, post: Post, key: str) -> None:
    other = Note.objects.create(post=make_post("Other"), text="Elsewhere")
    for answered in (key, str(other.pk)):
        data = {"text": "Hm", "answered": answered}
        assert desk.post(at(post, "notes"), data).status_code in (302, 404)
    assert not Note.objects.exclude(answered=None).exists()


def test_somebody_is_asked_to_review(post: Post, ann: User) -> None:
    ed = make_person("editor", "ed", first_name="Ed", last_name="Gibbon")
    client = signed_in(ann)
    assert client.get(at(post, "reviewer")).context["reviewers"] == [(ed.pk, "Ed Gibbon")]
    for wrong in ("", "x", str(ann.pk)):
        client.post(at(post, "reviewer"), {"reviewer": wrong})
    assert not Notice.objects.exists()
    answer = client.post(at(post, "reviewer"), {"reviewer": str(ed.pk)}, follow=True)
    assert "Ed Gibbon is asked to review this post." in answer.text
    assert [(n.recipient, n.kind) for n in Notice.objects.all()] == [(ed, "asked")]
