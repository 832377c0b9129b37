"""The stories that stand closest to a story."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from posts.models import Place, PlaceInTime, Post, related_to
from tests.factories import make_category, make_post

pytestmark = pytest.mark.django_db


def related(post: Post, told: tuple[int, ...] = ()) -> list[str]:
    shown = Post.objects.for_page().get(pk=post.pk)
    found = related_to(post.pk, PlaceInTime.of(shown), told, timezone.now())
    return [row.title for row in found]


def test_tags_come_before_places_places_before_time_and_none_that_stands_beside():
    france = Place.objects.get(slug="france")
    story = make_post("Story", event_input="1789", tags=["a", "b"], places=[france])
    make_post("Close", event_input="1790")
    make_post("Place", event_input="1500", places=[france])
    make_post("One tag", event_input="1200", tags=["a"])
    make_post("Two tags", event_input="1000", tags=["a", "b"])
    beside = make_post("Beside", event_input="1789", tags=["a", "b"], places=[france])

    assert related(story, (beside.pk,)) == ["Two tags", "One tag", "Place"]


def test_a_tag_outweighs_all_that_a_place_and_a_category_count():
    war, (france, spain) = make_category("War"), Place.objects.filter(slug__in=["france", "spain"])
    story = make_post("Story", event_input="1789", tags=["a"], places=[france, spain])
    make_post("Places", event_input="1789", places=[france, spain], categories=[war])
    make_post("Tag", event_input="44 BC", tags=["a"])

    assert related(story) == ["Tag", "Places"]


def test_among_equals_the_closest_in_time_comes_first_and_then_the_elder_row():
    story = make_post("Story", event_input="1789", tags=["a"])
    make_post("Later", event_input="1799", tags=["a"])
    make_post("Sooner", event_input="1788", tags=["a"])
    make_post("Same day, first", event_input="1789", tags=["a"])
    make_post("Same day, second", event_input="1789", tags=["a"])

    found = related(story)

    assert found == ["Same day, first", "Same day, second", "Sooner"]
    assert related(story) == found


def test_stories_that_are_only_close_fill_up_to_three():
    story = make_post("Story", event_input="1789", tags=["a"])
    for year in (1785, 1786, 1787, 1788):
        make_post(str(year), event_input=str(year))
    make_post("Tag", event_input="1200", tags=["a"])

    assert related(story) == ["Tag", "1788", "1787"]


@pytest.mark.parametrize("event", ["before 1790", "until 1789", "between 1750 and 1789"])
def test_a_story_whose_beginning_is_open_has_close_ones_too(event):
    story = make_post("Story", event_input=event)
    make_post("Close", event_input="1788")

    assert related(story) == ["Close"]


def test_never_more_than_three_and_never_itself():
    posts = [make_post(str(year), event_input=str(year), tags=["a"]) for year in range(1780, 1790)]

    assert len(related(posts[5])) == 3
    assert "1785" not in related(posts[5])


def test_an_undated_story_without_anything_has_none():
    make_post("Other")

    assert related(make_post("Bare", event_input="")) == []


@pytest.mark.parametrize(
    "hidden",
    [
        {"status": Post.Status.DRAFT},
        {"status": Post.Status.WITHDRAWN},
        {"publish_at": datetime.now(UTC) + timedelta(days=1)},
    ],
)
def test_hidden_stories_are_never_related(hidden):
    story = make_post("Story", event_input="1789", tags=["a"])
    make_post("Hidden", event_input="1789", tags=["a"], **hidden)

    assert related(story) == []


@pytest.mark.parametrize("number", [1, 3, 30])
def test_it_takes_one_query_however_many_there_are(number):
    story = make_post("Story", event_input="1789", tags=["a", "b", "c"])
    for _ in range(number):
        make_post("Other", event_input="1789", tags=["a", "b", "c"])
    place = PlaceInTime.of(Post.objects.for_page().get(pk=story.pk))

    with CaptureQueriesContext(connection) as captured:
        found = related_to(story.pk, place, (), timezone.now())

    assert len(captured) == 1
    assert len(found) == min(number, 3)
