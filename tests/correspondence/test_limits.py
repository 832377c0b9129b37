from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from posts.correspondence.limits import BUCKETS, EVERYBODY, Limit, TooMany, clear_counts, count
from posts.models import FormCount
from tests.at_once import WRITERS, at_once

NOON = datetime(2026, 6, 1, 12, 0, tzinfo=UTC)
LETTERS = Limit("letter", from_one=3, from_all=5)


def taken(limit: Limit, network: str, number: int) -> list[int]:
    """Return for each of so many forms the seconds to wait, 0 where it is taken."""
    found = []
    for _ in range(number):
        try:
            count(limit, network)
        except TooMany as refused:
            found.append(refused.seconds)
        else:
            found.append(0)
    return found


@pytest.mark.django_db
def test_one_address_is_counted_by_the_hour_and_all_by_the_day():
    with time_machine.travel(NOON, tick=False) as clock:
        assert taken(LETTERS, "192.0.2.1", 4) == [0, 0, 0, 3601]
        assert taken(LETTERS, "192.0.2.2", 3) == [0, 0, 86401]
        assert taken(Limit("another", 3, 5), "192.0.2.1", 1) == [0]
        clock.shift(timedelta(minutes=59))
        assert taken(LETTERS, "192.0.2.1", 1) == [61]
        clock.shift(timedelta(hours=23, minutes=1))
        assert taken(LETTERS, "192.0.2.1", 4) == [0, 0, 0, 3601]


@pytest.mark.django_db
def test_what_is_refused_writes_nothing(django_assert_num_queries):
    taken(LETTERS, "192.0.2.1", 3)
    with django_assert_num_queries(1):
        taken(LETTERS, "192.0.2.1", 1)


@pytest.mark.django_db
def test_no_row_tells_an_address_or_is_the_same_on_another_day():
    with time_machine.travel(NOON, tick=False) as clock:
        count(LETTERS, "192.0.2.1")
        first = set(FormCount.objects.values_list("bucket", flat=True))
        clock.shift(timedelta(days=1, seconds=1))
        assert clear_counts() == 2
        count(LETTERS, "192.0.2.1")
        second = set(FormCount.objects.values_list("bucket", flat=True))
        assert clear_counts() == 0
    assert first & second == {EVERYBODY}
    assert max(first | second) <= BUCKETS


@pytest.mark.django_db(transaction=True)
def test_writers_at_once_are_all_counted():
    limit = Limit("letter", from_one=WRITERS - 1, from_all=100)

    refused = at_once(lambda number: count(limit, "192.0.2.1"))

    assert [type(each) for each in refused] == [TooMany]
    numbers = dict(FormCount.objects.values_list("bucket", "number"))
    assert sorted(numbers.values()) == [WRITERS - 1, WRITERS - 1]
