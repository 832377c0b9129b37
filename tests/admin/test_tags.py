import pytest
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.test import Client

from posts.admin.tags import TagsField
from tests.factories import make_post


def test_names_come_through_whole() -> None:
    field = TagsField()
    names = ["1066, and all that", "cold war", 'say "so"']
    data = QueryDict(mutable=True)
    data.setlist("tags", names)
    assert field.clean(field.widget.value_from_datadict(data, {}, "tags")) == names


def test_the_chips_take_their_words_from_a_language_that_has_a_file() -> None:
    assert ' lang="en"' in TagsField().widget.render("tags", [], {"id": "id_tags"})


def test_a_tag_that_differs_in_case_only_is_one_tag() -> None:
    assert TagsField().clean(["War", "war", "  war "]) == ["war"]


def test_a_character_that_cannot_be_stored_is_named() -> None:
    with pytest.raises(ValidationError, match="U\\+0000"):
        TagsField().clean(["a\x00"])


def test_the_list_of_choices(desk: Client) -> None:
    make_post(tags=["cold war", "war", "peace"])
    answer = desk.get("/admin/tag-names/", {"q": "WAR"}).json()
    assert answer["results"] == [
        {"id": "cold war", "text": "cold war"},
        {"id": "war", "text": "war"},
    ]
    assert desk.get("/admin/tag-names/", {"q": "\x00"}).json()["results"] == []
