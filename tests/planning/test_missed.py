from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from posts import archives
from posts.models import Post, SearchDocument
from posts.planning.missed import Why, missed
from tests.factories import NOON, make_dossier, make_post

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(seconds=1)


def found(now=NOON) -> list[tuple[str, Why]]:
    return [(one.post.title, one.why) for one in missed(now)]


def test_nothing_is_missed_where_all_is_as_planned():
    make_post("Out", publish_at=NOON)
    make_post("Undated", event_input="")
    make_post("Soon", publish_at=LATER)
    make_post("Draft", status="draft", publish_at=None)
    make_post("Planned", status="review", publish_at=LATER)
    make_post("Withdrawn", status="withdrawn")

    assert found() == []


def test_what_is_due_and_not_approved_is_missed_the_longest_waiting_first():
    make_post("In review", status="review", publish_at=NOON)
    make_post("Draft", status="draft", publish_at=NOON - timedelta(days=1))

    assert found() == [("Draft", Why.NOT_APPROVED), ("In review", Why.NOT_APPROVED)]
    assert found(NOON - timedelta(seconds=1)) == [("Draft", Why.NOT_APPROVED)]


def test_what_stands_in_no_list_is_missed_once_it_is_due():
    post = make_post("Lost", publish_at=NOON)
    make_dossier(pk=post.pk, publish_at=NOON)  # A row of the same key, but of another kind.
    SearchDocument.objects.filter(kind="post", object_id=post.pk).delete()

    assert found() == [("Lost", Why.NOT_LISTED)]
    assert found(NOON - timedelta(seconds=1)) == []
    archives.refresh_posts([post.pk])
    assert found() == []


def test_what_is_listed_as_it_was_before_is_missed():
    post = make_post("Old words")
    Post._base_manager.filter(pk=post.pk).update(version=7)

    assert found() == [("Old words", Why.OUTDATED)]
    archives.refresh_posts([post.pk])
    assert found() == []


def test_what_was_due_before_the_time_asked_for_is_not_looked_at():
    make_post("Long since", publish_at=NOON - timedelta(days=31))
    make_post("Lately", publish_at=NOON - timedelta(days=29))
    make_post("Planned", status="draft", publish_at=NOON - timedelta(days=90))
    SearchDocument.objects.all().delete()

    recent = missed(NOON, since=NOON - timedelta(days=30))
    assert [one.post.title for one in recent] == ["Planned", "Lately"]
    assert [one.post.title for one in missed(NOON)] == ["Planned", "Lately", "Long since"]


def test_of_each_kind_no_more_than_the_limit_are_loaded():
    for number in range(4):
        make_post(str(number), status="review", publish_at=NOON)
    Post._base_manager.filter(pk=make_post("Old").pk).update(version=7)

    assert [one.post.title for one in missed(NOON, limit=2)] == ["0", "1", "Old"]
    with CaptureQueriesContext(connection) as captured:
        missed(NOON)
    assert len(captured) == 2
