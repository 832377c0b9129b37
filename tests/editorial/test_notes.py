"""Colleagues write to each other on a post, and nobody else reads it."""

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError

from posts.editorial import notes, notices, workflow
from posts.editorial.errors import EditorialError, NotAllowed
from posts.models import Action, Note, Notice, Post
from tests.editorial.newsroom import make_person
from tests.factories import make_post

pytestmark = pytest.mark.django_db
STORY = "Harold fell\nat the hoary apple tree. *Nobody* knows more."


@pytest.fixture
def ann(db: None) -> User:
    return make_person("author", "ann")


@pytest.fixture
def ed(db: None) -> User:
    return make_person("editor", "ed")


@pytest.fixture
def post(ann: User) -> Post:
    return make_post("Hastings", status="draft", author=ann, story=STORY)


def told() -> list[tuple[str, str]]:
    rows = Notice.objects.filter(kind="noted").order_by("pk")
    return [(row.recipient.username, row.text) for row in rows]


def test_a_thread_is_answered_and_settled(post: Post, ann: User, ed: User) -> None:
    first = notes.write_note(post, "Who says so?", by=ed, quote="Harold  fell at the hoary")
    notes.write_note(post, "The chronicle.", by=ann, answered=first, quote="ignored")
    second = notes.write_note(post, "And the date?", by=ed)
    notes.settle(first, by=ann)
    threads = [(n.text, [a.text for a in n.answers.all()]) for n in Note.objects.threads()]
    assert threads == [("And the date?", []), ("Who says so?", ["The chronicle."])]
    assert [(n.quote, n.settled_by) for n in Note.objects.order_by("pk")] == [
        ("Harold fell at the hoary", ann),
        ("", None),
        ("", None),
    ]
    notes.settle(first, by=ed, is_settled=False)
    assert Note.objects.exclude(settled_at=None).count() == 0
    with pytest.raises(EditorialError, match="with the note that it answers"):
        notes.settle(first.answers.get(), by=ed)
    assert second.stands_in("")


def test_who_takes_part_is_told_and_who_wrote_is_not(post: Post, ann: User, ed: User) -> None:
    pat = make_person("publisher", "pat")
    first = notes.write_note(post, "Who says so?", by=ed)
    notes.write_note(post, "The chronicle.", by=ann, answered=first)
    notices.ask_to_review(post, pat, by=ann)
    notes.write_note(post, "Which?", by=ed, answered=first)
    assert told() == [
        ("ann", "Who says so?"),
        ("ed", "The chronicle."),
        ("ann", "Which?"),
        ("pat", "Which?"),
    ]


@pytest.mark.parametrize(
    ("quote", "stands"),
    [
        ("fell at the hoary", True),
        ("*Nobody* knows", True),
        ("", True),
        ("harold fell", False),
        ("gone", False),
    ],
)
def test_a_passage_is_kept_by_its_words(post: Post, quote: str, stands: bool) -> None:
    assert Note(post=post, quote=quote).stands_in(STORY) is stands


@pytest.mark.parametrize("text", ["", " \n", "x" * 2001, "a\x00b"])
def test_what_is_no_note_is_refused_with_nothing_stored(post: Post, ed: User, text: str) -> None:
    with pytest.raises(ValidationError):
        notes.write_note(post, text, by=ed)
    assert (Note.objects.count(), told()) == (0, [])


def test_only_who_may_see_the_desk_of_the_post_takes_part(post: Post, ed: User) -> None:
    stranger, note = make_person("author", "eve"), notes.write_note(post, "Hm", by=ed)
    with pytest.raises(NotAllowed):
        notes.write_note(post, "Hello", by=stranger)
    with pytest.raises(NotAllowed):
        notes.settle(note, by=stranger)


def test_what_is_said_when_a_post_is_sent_back_is_a_note(post: Post, ann: User, ed: User) -> None:
    workflow.take(post, Action.SUBMIT, by=ann, note="Please")
    workflow.take(post, Action.SEND_BACK, by=ed, note="Two sources, please")
    assert [(n.text, n.by) for n in Note.objects.all()] == [("Two sources, please", ed)]
    workflow.take(post, Action.SUBMIT, by=ann)
    workflow.take(post, Action.SEND_BACK, by=ed)
    assert Note.objects.count() == 1
