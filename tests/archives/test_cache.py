from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from posts.archives import cached_until_change, last_modified
from posts.models import Post
from tests.factories import make_post

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 10, 14, 12, tzinfo=UTC)


def count() -> int:
    return cached_until_change("posts", Post.objects.published().count)


def test_a_sum_is_kept_in_one_query_until_a_post_changes():
    make_post("One")
    assert count() == 1
    with CaptureQueriesContext(connection) as captured:
        assert count() == 1
    assert len(captured) == 1

    make_post("Two")

    assert count() == 2


def test_nothing_outlives_the_next_publish_time():
    with time_machine.travel(NOW, tick=False) as clock:
        make_post("One")
        make_post("Ahead", publish_at=NOW + timedelta(seconds=90))
        assert count() == 1
        clock.shift(89)
        assert count() == 1
        clock.shift(1)
        assert count() == 2


def test_nothing_outlives_a_publish_time_that_was_set_later():
    with time_machine.travel(NOW, tick=False) as clock:
        make_post("One")
        assert count() == 1
        make_post("Ahead", publish_at=NOW + timedelta(seconds=90))
        assert count() == 1
        clock.shift(90)
        assert count() == 2


def test_a_sum_of_nothing_is_kept_too():
    calls = []
    for _ in range(2):
        assert cached_until_change("nothing", lambda: calls.append(1)) is None

    assert calls == [1]


def test_the_time_of_change_is_the_last_save_or_publish_time():
    with time_machine.travel(NOW, tick=False) as clock:
        make_post("One")
        make_post("Ahead", publish_at=NOW + timedelta(hours=1))
        assert last_modified() == NOW
        clock.shift(3600)
        assert last_modified() == NOW + timedelta(hours=1)
        clock.shift(60)
        assert last_modified() == NOW + timedelta(hours=1)
