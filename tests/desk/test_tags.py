from dataclasses import replace

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.test import Client
from taggit.models import Tag

from posts.desk.tags import TagsField
from posts.editorial.bulk import change_tags
from posts.editorial.previewing import as_page
from posts.editorial.snapshot_io import snapshot_of, write
from posts.exchange.lookups import CachedLookups
from tests.factories import make_post


def test_names_come_through_whole() -> None:
    field = TagsField()
    names = ["1066, and all that", "cold war", 'say "so"']
    data = QueryDict(mutable=True)
    data.setlist("tags", names)
    assert field.clean(field.widget.value_from_datadict(data, {}, "tags")) == tuple(names)


def test_the_chips_take_their_words_from_a_language_that_has_a_file() -> None:
    assert ' lang="en"' in TagsField().widget.render("tags", [], {"id": "id_tags"})


def test_a_tag_that_differs_in_case_only_is_one_tag() -> None:
    assert TagsField().clean(["War", "war", "  war "]) == ("war",)


def test_a_character_that_cannot_be_stored_is_named() -> None:
    with pytest.raises(ValidationError, match="U\\+0000"):
        TagsField().clean(["a\x00"])


def test_the_list_of_choices(desk: Client) -> None:
    make_post(tags=["cold war", "war", "peace"])
    answer = desk.get("/admin/tag-names/", {"term": "WAR"}).json()
    assert answer["results"] == [
        {"id": "cold war", "text": "cold war"},
        {"id": "war", "text": "war"},
    ]
    assert desk.get("/admin/tag-names/", {"term": "\x00"}).json()["results"] == []


@pytest.mark.parametrize(
    ("stored", "again"), [("Été", "ÉTÉ"), ("Москва", "москва"), ("Łódź", "ŁÓDŹ")]
)
def test_capitals_with_accents_make_no_second_tag_at_any_door(
    desk: Client, stored: str, again: str
) -> None:
    tag = Tag.objects.create(name=stored)
    post, by = make_post(), User.objects.get()
    found = desk.get("/admin/tag-names/", {"term": again[:3]}).json()["results"]
    assert found == [{"id": stored, "text": stored}]
    write(post, replace(snapshot_of(post), tags=(again,)))
    change_tags([make_post()], [again], by=by)
    assert CachedLookups().tags([again]) == [tag.pk]
    page = desk.post("/admin/taggit/tag/add/", {"name": again, "slug": "other"}).content.decode()
    assert f"“{stored}” is there already. Merge this tag into it instead." in page
    assert [tag.name for tag in Tag.objects.all()] == [stored]


@pytest.mark.django_db
def test_a_preview_shows_a_tag_that_is_typed_in_other_capitals() -> None:
    Tag.objects.create(name="Été")
    post = make_post()
    shown = as_page(post, replace(snapshot_of(post), tags=("ÉTÉ",)))
    assert [tag.name for tag in shown.tags.all()] == ["Été"]
