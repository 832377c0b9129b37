"""Who may settle readers' letters is told of them, in one mail until they have looked."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.contrib.auth.models import User
from django.test import Client

from posts.correspondence.letters import settle
from posts.editorial import notices, trash
from posts.models import Letter, LetterState, Notice, OutboxMessage, Post
from tests.editorial.newsroom import make_person
from tests.factories import make_post

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 10, 14, 12, tzinfo=UTC)
LIST = "/admin/posts/letter/"
type Hour = Callable[[], int]


@pytest.fixture
def ed() -> User:
    return make_person("editor", "ed", email="ed@example.org")


@pytest.fixture
def next_hour() -> Hour:
    """What the hourly run writes in the hour after the last one."""
    hours = iter(range(1, 100))

    def run() -> int:
        with time_machine.travel(NOW + timedelta(hours=next(hours)), tick=False):
            return notices.tell_of_letters()

    return run


def write(post: Post, minutes: int = 0, **fields: str) -> Letter:
    values = {"text": "I doubt it.", "name": "Wat Tyler", "email": "wat@example.org"} | fields
    return Letter.objects.create(post=post, sent_at=NOW + timedelta(minutes=minutes), **values)


def told() -> list[tuple[str, str]]:
    return [(row.recipient.username, notices.in_words(row)) for row in Notice.objects.all()[::-1]]


def mailed() -> list[tuple[str, str]]:
    return list(OutboxMessage.objects.order_by("pk").values_list("to", "subject"))


def test_all_who_may_settle_them_are_told_and_nobody_else(ed: User, next_hour: Hour) -> None:
    author = make_person("author", "ann", email="ann@example.org")
    make_person("publisher", "pat")
    make_person("editor", "left", email="left@example.org", is_active=False)
    User.objects.create_superuser("zeus", email="zeus@example.org")
    notices.choose_mail(make_person("editor", "eve", email="eve@example.org"), wanted=False)
    post = make_post(author=author)
    write(post)
    write(post, kind="error", passage="Harold fell.")

    assert next_hour() == 3
    assert told() == [(name, "Readers wrote about “Hastings”") for name in ("ed", "eve", "pat")]
    assert mailed() == [("ed@example.org", "[On This Day] Readers wrote about “Hastings”")]
    assert OutboxMessage.objects.get().text.splitlines() == [
        "Readers wrote about “Hastings”.",
        "",
        f"http://127.0.0.1:8000{LIST}?post__id__exact={post.pk}",
        "",
        "Whether you get such mail: http://127.0.0.1:8000/admin/notices/",
    ]


def test_a_flood_makes_one_mail_until_somebody_has_looked(ed: User, next_hour: Hour) -> None:
    posts = [make_post(title) for title in ("Hastings", "Fulford", "Stamford")]
    for minute in range(20):
        write(posts[minute % 2], minute)
    runs = [next_hour()]
    runs.append(next_hour())
    for post in posts:
        write(post, 130)
    runs.append(next_hour())
    assert runs == [2, 0, 1]
    assert mailed() == [("ed@example.org", "[On This Day] Readers wrote about 2 stories")]

    client = Client()
    with time_machine.travel(NOW + timedelta(hours=3, minutes=30), tick=False):
        client.force_login(ed)
        assert client.get(LIST).status_code == 200
    runs = [next_hour()]
    write(posts[0], 250)
    runs += [next_hour(), next_hour()]

    assert runs == [0, 1, 0]
    assert [subject for _, subject in mailed()] == [
        "[On This Day] Readers wrote about 2 stories",
        "[On This Day] Readers wrote about “Hastings”",
    ]


@pytest.mark.parametrize("where", ["settled", "in the trash"])
def test_what_needs_nobody_any_more_is_new_to_nobody(ed: User, next_hour: Hour, where: str) -> None:
    post = make_post()
    letter = write(post)
    next_hour()
    other = make_person("publisher", "pat")
    if where == "settled":
        settle(letter, LetterState.PUT_BY, by=other)
    else:
        trash.trash(Post, [post.pk], by=other)

    assert next_hour() == 0
    assert list(ed.notices.filter(seen_at=None)) == []


def test_a_notice_leads_to_the_letters_of_its_post(ed: User, next_hour: Hour) -> None:
    write(make_post("Fulford"), text="Of another.")
    write(make_post())
    next_hour()
    client = Client()
    client.force_login(ed)
    notice = Notice.objects.get(post__slug="hastings")

    shown = client.get(notices.page_of(notice))

    assert [row.post.title for row in shown.context["cl"].result_list] == ["Hastings"]
    assert Notice.objects.get(pk=notice.pk).seen_at is not None


def test_the_request_of_a_reader_tells_nobody_itself(client: Client, ed: User) -> None:
    make_post()
    sent = {"kind": "letter", "text": "I doubt it.", "name": "Wat"}

    assert client.post("/posts/hastings/letter/", sent).status_code == 302
    assert (Letter.objects.count(), told(), mailed()) == (1, [], [])
