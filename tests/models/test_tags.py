import pytest
from django.db import transaction
from taggit.models import Tag

from posts.models import make_tag, tag_keys, tags_named
from tests.at_once import WRITERS, at_once

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("stored", "asked"),
    [
        ("Été", "ÉTÉ"),
        ("ÉTÉ 1914 (fin)", "été 1914 (FIN)"),
        ("Ōsaka", "ōsaka"),
        ("Москва", "москва"),
        ("Αθήνα", "ΑΘΉΝΑ"),
        ("War", "wAR"),
        ("50% + é?", "50% + É?"),
    ],
)
def test_capitals_make_no_other_tag_in_any_script(stored: str, asked: str) -> None:
    tag = make_tag(stored)
    make_tag(f"{stored} again")
    assert list(tags_named([asked, "nothing"])) == [tag]


def test_no_names_are_no_tags() -> None:
    make_tag("war")
    assert list(tags_named([])) == []


@pytest.mark.parametrize(
    ("name", "slug"),
    [("9/11", "9-11"), ("NATO–Russia", "nato-russia"), ("Æon/École", "æon-école"), ("!", "")],
)
def test_words_of_a_tag_stay_apart_in_its_address(name: str, slug: str) -> None:
    assert make_tag(name).slug == slug


def test_tags_whose_names_make_one_address_are_numbered() -> None:
    names = ["Cold War", "Cold/War", "Cold-War", "é" * 100, "é" * 99 + "/"]
    slugs = [make_tag(name).slug for name in names]
    assert slugs == ["cold-war", "cold-war-2", "cold-war-3", "é" * 95, "é" * 95 + "-2"]
    assert Tag.objects.count() == 5


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    "names", [["Été"], ["Été", "été", "ÉTÉ"], ["War", "WAR"], ["Москва", "москва", "МОСКВА"]]
)
def test_one_name_made_by_several_at_once_is_one_tag(names: list[str]) -> None:
    found: list[list[int]] = []

    def make(number: int) -> None:
        with transaction.atomic():
            found.append(tag_keys([names[number % len(names)]]))

    assert at_once(make) == []
    tag = Tag.objects.get()
    assert found == [[tag.pk]] * WRITERS
