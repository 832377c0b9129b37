import logging
from datetime import UTC, datetime

import pytest
import time_machine
from django.db import OperationalError
from django.db.models import QuerySet

from posts.editorial.redirect_hits import count_hit
from posts.models import Redirect

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)


def test_a_hit_is_counted_in_one_update(django_assert_num_queries):
    row = Redirect.objects.create(path="/a", to_path="/b")
    with time_machine.travel(NOON, tick=False), django_assert_num_queries(3):  # with a savepoint
        count_hit(row.pk)
    row.refresh_from_db()
    assert (row.hits, row.last_hit_at) == (1, NOON)


def test_a_count_that_cannot_be_stored_is_lost_and_told_of(monkeypatch, caplog):
    def locked(*args, **kwargs):
        raise OperationalError("database is locked")

    row = Redirect.objects.create(path="/a", to_path="/b")
    monkeypatch.setattr(QuerySet, "update", locked)
    with caplog.at_level(logging.WARNING):
        count_hit(row.pk)
    assert [record.getMessage() for record in caplog.records] == [
        f"The old address {row.pk} was followed and not counted: database is locked"
    ]
