"""Setting aside and putting back while others do the same, or publish."""

from datetime import timedelta

import pytest
from django.utils import timezone

from posts.editorial import trash, workflow
from posts.editorial.errors import EditorialError
from posts.models import EditConflict, Post
from tests.at_once import at_once
from tests.factories import make_editor, make_post

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_post_set_aside_and_put_back_at_once_is_one_or_the_other():
    post, editor = make_post(), make_editor()

    def work(number: int) -> None:
        (trash.restore if number % 2 else trash.trash)(Post, [post.pk], by=editor)

    raised = at_once(work)

    post.refresh_from_db()
    assert raised == []
    assert (post.state, post.trashed_status) in [("published", ""), ("in the trash", "approved")]


def test_publishing_and_setting_aside_at_once_end_in_the_trash():
    post, editor = make_post(status="draft", publish_at=None), make_editor()

    def work(number: int) -> None:
        if number == 2:
            trash.trash(Post, [post.pk], by=editor)
        else:
            workflow.publish(post, by=editor, change=workflow.Change(is_minor=True))

    raised = at_once(work)

    post.refresh_from_db()
    assert {type(error) for error in raised} <= {EditConflict, EditorialError}
    assert post.state == "in the trash"
    assert post.trashed_status == ("draft" if len(raised) == 5 else "approved")


def test_what_is_put_back_while_the_trash_is_emptied_is_whole_or_gone():
    posts, editor = [make_post(str(number)) for number in range(4)], make_editor()
    keys = [post.pk for post in posts]
    trash.trash(Post, keys, by=editor)
    Post.objects.update(trashed_at=timezone.now() - timedelta(days=31))

    def work(number: int) -> None:
        if number == 0:
            trash.restore(Post, keys, by=editor)
        else:
            trash.empty()

    raised = at_once(work)

    assert raised == []
    left = list(Post.objects.order_by("pk"))
    assert left in ([], posts)
    assert {post.state for post in left} <= {"published"}
