import pytest

from posts.archives.countries import lands_with_stories
from posts.models import Place
from tests.factories import make_place, make_post

pytestmark = pytest.mark.django_db


def place(slug: str) -> Place:
    return Place.objects.get(slug=slug)


def numbers() -> dict[str, tuple[int, int]]:
    return {land.name: (land.number, land.own) for land in lands_with_stories()[0]}


def test_a_story_that_names_a_country_stands_there_alone():
    make_post(places=[place("austria-hungary"), place("austria")])

    assert numbers() == {"Austria": (1, 1)}


def test_a_story_of_two_former_states_stands_once_in_a_successor_of_both():
    heir = make_place("Heir", kind=Place.Kind.COUNTRY)
    old = [make_place(name, kind=Place.Kind.HISTORICAL) for name in ("East", "West")]
    for state in old:
        state.successors.add(heir)
    make_post("Union", places=old)
    make_post("West alone", places=old[1:])

    (land,), elsewhere = lands_with_stories()

    assert (land.number, land.own, elsewhere) == (2, 0, [])
    assert land.words == "Heir – through West, East: 2 stories"


def test_heirs_are_found_through_states_that_are_gone_themselves_even_in_a_circle():
    first, second = (make_place(n, kind=Place.Kind.HISTORICAL) for n in ("First", "Second"))
    first.successors.add(second)
    second.successors.add(first, place("france"))
    make_post(places=[first])

    assert numbers() == {"France": (1, 0)}


def test_what_lies_in_no_country_of_today_is_told_apart():
    make_post("Lost", places=[make_place("Atlantis", kind=Place.Kind.HISTORICAL)])
    make_post("Town", places=[make_place("Nowhere")])

    lands, elsewhere = lands_with_stories()

    assert lands == []
    assert [(state.name, state.number) for state in elsewhere] == [("Atlantis", 1), ("Nowhere", 1)]
