from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from posts.models import Place
from posts.planning.balance import Part, Share, mix
from tests.factories import make_category, make_place, make_post

pytestmark = pytest.mark.django_db


def parts(days=None) -> dict[str, Part]:
    return {part.name: part for part in mix(days).parts}


def shares(part: Part) -> list[tuple[str, int, int]]:
    return [(share.name, share.number, share.percent) for share in part.shares]


def test_published_and_scheduled_posts_are_shared_out_by_century_and_category():
    war, law = make_category("War"), make_category("Law")
    make_category("Music")
    make_post(event_input="1 May 1914", categories=[war, law])
    make_post(
        event_input="1 June 1997", categories=[war], publish_at=datetime(2999, 1, 1, tzinfo=UTC)
    )
    make_post(event_input="44 BC", categories=[law])
    make_post(event_input="")
    make_post(event_input="1 May 1066", status="draft", categories=[war])

    assert mix().posts == 4
    assert shares(parts()["By century"]) == [("1st century BC", 1, 25), ("20th century", 2, 50)]
    assert parts()["By century"].without == 1
    assert shares(parts()["By category"]) == [("Law", 2, 50), ("War", 2, 50), ("Music", 0, 0)]
    assert parts()["By category"].without == 1


def test_a_post_counts_for_the_country_and_the_continent_around_its_place():
    france = Place.objects.get(name="France")
    make_post(places=[make_place("Paris", parent=france)])
    make_post(places=[france])
    make_post()

    continents = shares(parts()["By continent"])
    assert continents[0] == ("Europe", 2, 67)
    assert {share[1:] for share in continents[1:]} == {(0, 0)}
    assert len(continents) == 7
    assert parts()["By continent"].without == 1
    assert shares(parts()["By country"]) == [("France", 2, 67)]


def test_only_what_is_remembered_on_the_days_asked_for_is_counted():
    make_post(event_input="27 May 1997")
    make_post(event_input="28 May 1453")
    make_post(event_input="1997")
    make_post(event_input="14 May 1905", calendar_choice="julian")  # 27 May by today's calendar

    found = mix({527})
    assert found.posts == 2
    assert shares(found.parts[-1]) == [("20th century", 2, 100)]


def test_little_is_told_from_nothing():
    assert Share("one", 1, 1000).percent == 1
    assert Share("none", 0, 0).percent == 0


def test_more_posts_take_as_many_queries():
    counts = []
    for number in (1, 2):
        for _ in range(number):
            make_post(categories=[make_category(f"C{number} {_}")])
        with CaptureQueriesContext(connection) as captured:
            mix()
        counts.append(len(captured))
    assert counts[0] == counts[1]
