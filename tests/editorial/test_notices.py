"""Who is told of what happens to a post, and by which way."""

import pytest
from django.contrib.auth.models import User

from posts.editorial import notices, save, workflow
from posts.editorial.snapshot import Snapshot
from posts.models import Action, Notice, OutboxMessage, Post
from tests.editorial.newsroom import make_person
from tests.factories import make_post

pytestmark = pytest.mark.django_db
DRAFT = Snapshot(
    title="Hastings", slug="hastings", story="Harold fell.", event_input="14 October 1066"
)


def make_draft(author: User) -> Post:
    return save.create(DRAFT, by=author).post


def told() -> list[tuple[str, str, str]]:
    rows = Notice.objects.order_by("pk")
    return [(row.recipient.username, row.kind, row.text) for row in rows]


def mailed() -> list[tuple[str, str]]:
    return list(OutboxMessage.objects.order_by("pk").values_list("to", "subject"))


@pytest.fixture
def ann(db: None) -> User:
    return make_person("author", "ann", email="ann@example.org", first_name="Ann", last_name="Lee")


@pytest.fixture
def ed(db: None) -> User:
    return make_person("editor", "ed", email="ed@example.org")


def test_reviewers_are_told_of_what_is_sent_to_review(ann: User, ed: User) -> None:
    make_person("publisher", "pat")
    make_person("author", "other", email="other@example.org")
    make_person("editor", "left", email="left@example.org", is_active=False)
    workflow.take(make_draft(ann), Action.SUBMIT, by=ann, note="Please")
    assert told() == [("ed", "submitted", "Please"), ("pat", "submitted", "Please")]
    assert mailed() == [("ed@example.org", "[On This Day] Ann Lee sent “Hastings” to review")]


def test_only_who_was_asked_is_told_where_somebody_was(ann: User, ed: User) -> None:
    pat = make_person("publisher", "pat")
    post = make_draft(ann)
    notices.ask_to_review(post, ed, by=ann)
    notices.ask_to_review(post, pat, by=ann)
    workflow.take(post, Action.SUBMIT, by=ann)
    assert told() == [("ed", "asked", ""), ("pat", "asked", ""), ("pat", "submitted", "")]


def test_an_author_is_told_of_every_other_step(ann: User, ed: User) -> None:
    post = make_draft(ann)
    workflow.take(post, Action.SUBMIT, by=ann)
    workflow.take(post, Action.SEND_BACK, by=ed, note="Give two sources")
    workflow.take(post, Action.SUBMIT, by=ann)
    workflow.publish(post, by=ed, reason="It is only a trial")
    workflow.take(post, Action.WITHDRAW, by=ed, note="A mistake")
    assert [row for row in told() if row[0] == "ann"] == [
        ("ann", "returned", "Give two sources"),
        ("ann", "published", ""),
        ("ann", "withdrawn", "A mistake"),
    ]
    letter = OutboxMessage.objects.get(subject__endswith="sent “Hastings” back to you")
    assert letter.text.splitlines() == [
        "ed sent “Hastings” back to you.",
        "",
        "Give two sources",
        "",
        f"http://127.0.0.1:8000/admin/posts/post/{post.pk}/change/",
        "",
        "Whether you get such mail: http://127.0.0.1:8000/admin/notices/",
    ]


def test_what_is_done_is_new_no_more(ann: User, ed: User) -> None:
    pat = make_person("publisher", "pat")
    post, other = make_draft(ann), make_post("Fulford", status="draft", author=ann)

    def new() -> list[tuple[str, str]]:
        rows = Notice.objects.filter(seen_at=None, post=post).order_by("pk")
        return [(row.recipient.username, row.kind) for row in rows]

    workflow.take(post, Action.SUBMIT, by=ann)
    notices.ask_to_review(post, pat, by=ann)
    notices.ask_to_review(other, pat, by=ann)
    workflow.take(post, Action.SEND_BACK, by=ed)
    assert new() == [("ann", "returned")]
    notices.ask_to_review(post, pat, by=ann)
    workflow.take(post, Action.SUBMIT, by=ann)
    assert new() == [("pat", "asked"), ("pat", "submitted")]
    workflow.publish(post, by=ed, reason="It is only a trial")
    assert new() == [("ann", "published")]
    assert Notice.objects.filter(seen_at=None, post=other).count() == 1


def test_nobody_is_told_of_what_they_did(ed: User) -> None:
    post = make_draft(ed)
    workflow.take(post, Action.SUBMIT, by=ed)
    assert told() == []


def test_who_wants_no_mail_is_told_at_the_desk_alone(ann: User, ed: User) -> None:
    notices.choose_mail(ed, wanted=False)
    workflow.take(make_draft(ann), Action.SUBMIT, by=ann)
    assert (told(), mailed()) == ([("ed", "submitted", "")], [])


def test_administrators_are_told_where_there_is_no_editor(ann: User) -> None:
    User.objects.create_superuser("zeus", email="zeus@example.org")
    workflow.take(make_draft(ann), Action.SUBMIT, by=ann)
    assert told() == [("zeus", "submitted", "")]


def test_what_somebody_may_see_no_more_is_told_no_more(ann: User, ed: User) -> None:
    post = make_draft(ann)
    workflow.take(post, Action.SUBMIT, by=ann)
    workflow.take(post, Action.SEND_BACK, by=ed)
    assert [row.kind for row in notices.told(ann)] == ["returned"]
    Post.objects.filter(pk=post.pk).update(author=ed)
    assert list(notices.told(ann)) == []
