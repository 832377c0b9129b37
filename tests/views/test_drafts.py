"""Who sees a post that readers do not, and how."""

from datetime import UTC, datetime

import pytest
import time_machine
from django.contrib.auth.models import Permission, User

from posts.models import Post
from tests.editorial.newsroom import signed_in
from tests.factories import make_editor, make_post
from tests.views.reading import text_of

pytestmark = pytest.mark.django_db
HIDDEN = [
    {"status": Post.Status.DRAFT},
    {"status": Post.Status.REVIEW},
    {"status": Post.Status.WITHDRAWN},
    {"publish_at": datetime(2999, 1, 1, tzinfo=UTC)},
]


@pytest.mark.parametrize("fields", HIDDEN)
def test_an_editor_sees_a_hidden_post_under_a_banner_that_nobody_keeps(fields):
    make_post("Secret", **fields)

    response = signed_in(make_editor()).get("/posts/secret/")

    assert response.status_code == 200
    assert "not visible to readers" in response.content.decode()
    assert response.headers["Cache-Control"] == "private, no-store"
    assert "ETag" not in response.headers


@time_machine.travel(datetime(2026, 6, 1, tzinfo=UTC), tick=False)
def test_the_banner_tells_the_state_in_words():
    make_post("Draft", status=Post.Status.DRAFT)
    make_post("Due", publish_at=datetime(2027, 5, 3, 10, 0, tzinfo=UTC))
    client = signed_in(make_editor())

    assert "<strong>Draft</strong>: not visible to readers" in text_of(client, "/posts/draft/")
    assert "<strong>Scheduled</strong>: not visible to readers until 3 May 2027, 10:00" in text_of(
        client, "/posts/due/"
    )


def test_a_public_post_is_private_too_once_a_session_is_sent():
    make_post()

    response = signed_in(make_editor()).get("/posts/hastings/")

    assert response.headers["Cache-Control"] == "private, no-store"
    assert "Edit this post" in response.content.decode()
    assert "not visible" not in response.content.decode()


def _reader() -> User:
    return User.objects.create_user("reader")


def _staff_without_permission() -> User:
    return User.objects.create_user("guest", is_staff=True)


def _permission_without_staff() -> User:
    user = User.objects.create_user("former")
    user.user_permissions.add(Permission.objects.get(codename="view_post"))
    return user


def _viewer() -> User:
    user = _permission_without_staff()
    User.objects.filter(pk=user.pk).update(is_staff=True)
    return user


def _gone() -> User:
    return make_editor(is_active=False)


@pytest.mark.parametrize("path", ["/posts/secret/", "/posts/secret/cover.png"])
@pytest.mark.parametrize(
    ("user", "status"),
    [
        *((_reader, 404), (_staff_without_permission, 404), (_permission_without_staff, 404)),
        *((_gone, 404), (_viewer, 200), (make_editor, 200)),
    ],
)
def test_who_may_open_a_draft(path, user, status):
    make_post("Secret", status=Post.Status.DRAFT)

    assert signed_in(user()).get(path).status_code == status


def test_a_forged_session_opens_nothing(client):
    make_post("Secret", status=Post.Status.DRAFT)
    client.cookies["sessionid"] = "a" * 32

    assert client.get("/posts/secret/").status_code == 404
