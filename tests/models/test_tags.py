from itertools import batched
from typing import Any

import pytest
from django.db import connection, transaction
from taggit.models import Tag

from posts.models import tag_keys, tags_named
from tests.at_once import WRITERS, at_once

pytestmark = pytest.mark.django_db


@pytest.mark.engine
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
    tag, _ = tag_keys([stored, f"{stored} again"])
    assert [found.pk for found in tags_named([asked, "nothing"])] == [tag]
    assert tag_keys([asked]) == [tag]


def test_no_names_are_no_tags() -> None:
    tag_keys(["war"])
    assert tags_named([]) == []


@pytest.mark.parametrize(
    ("name", "slug"),
    [("9/11", "9-11"), ("NATO–Russia", "nato-russia"), ("Æon/École", "æon-école"), ("!", "")],
)
def test_words_of_a_tag_stay_apart_in_its_address(name: str, slug: str) -> None:
    assert slugs_of([name]) == [slug]


def slugs_of(names: list[str]) -> list[str]:
    rows = Tag.objects.in_bulk(tag_keys(names))
    return [row.slug for row in rows.values()]


@pytest.mark.parametrize("at_once", [1, 2, 5])
def test_tags_whose_names_make_one_address_are_numbered(at_once: int) -> None:
    names = ["Cold War", "Cold/War", "Cold-War", "é" * 100, "é" * 99 + "/"]
    slugs = [slug for some in batched(names, at_once) for slug in slugs_of(list(some))]
    assert slugs == ["cold-war", "cold-war-2", "cold-war-3", "é" * 95, "é" * 95 + "-2"]
    assert Tag.objects.count() == 5


def test_tags_without_a_letter_have_addresses_of_their_own() -> None:
    assert len(set(slugs_of(["!", "?", "!?"]))) == 3


@pytest.mark.parametrize("number", [1, 3, 30])
def test_new_tags_take_three_queries_and_a_lock(
    number: int, django_assert_num_queries: Any
) -> None:
    tag_keys(["known"])
    with django_assert_num_queries(3 + (connection.vendor == "postgresql")):
        tag_keys(["known", *(f"new {n}" for n in range(number))])
    with django_assert_num_queries(1):
        tag_keys(["KNOWN", *(f"NEW {n}" for n in range(number))])


@pytest.mark.parametrize("number", [300, 301, 1_300])
def test_any_number_of_tags_is_found_and_made(number: int) -> None:
    names = [f"tag {n}" for n in range(number)]
    keys = tag_keys(names)
    assert len(set(keys)) == number
    assert tag_keys([name.upper() for name in names]) == keys
    assert sorted(tag.pk for tag in tags_named(names)) == sorted(keys)


@pytest.mark.engine
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
