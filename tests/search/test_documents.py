import pytest

from posts.rendering import render_story
from posts.search import plain_text
from posts.search.documents import document_of_post
from tests.factories import make_post


@pytest.mark.parametrize(
    ("story", "text"),
    [
        (
            "1945. The war ended.\n\n1950. Schuman spoke.",
            "1945. The war ended. 1950. Schuman spoke.",
        ),
        ("1. Rome\n2. Ravenna", "1. Rome 2. Ravenna"),
        ("44. Rome\n45. Ravenna", "44. Rome 45. Ravenna"),
        ("1. Rome\n   - old\n   - new\n2. Ravenna", "1. Rome old new 2. Ravenna"),
        ("1. Rome\n   7. old\n2. Ravenna", "1. Rome 7. old 2. Ravenna"),
        ("- Rome", "Rome"),
        ("Rome[^1]\n\n[^1]: Livy", "Rome Livy ↩︎"),
    ],
)
def test_numbers_of_lists_are_text(story, text):
    assert plain_text(render_story(story)) == text


def test_html_that_is_cut_short_is_read():
    assert plain_text("</ol><li>Rome</li><ol><li>Ravenna <ol st") == "Rome 1. Ravenna"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("after the Second World War", "ww2"),
        ("World War II ended", "ww2"),
        ("in WWII", "ww2"),
        ("World War One", "ww1"),
        ("the Great War", "ww1"),
        ("the world at war", None),
    ],
)
@pytest.mark.django_db
def test_the_world_wars_have_short_names(text, name):
    story = document_of_post(make_post("A", story=text)).columns.story
    assert {"ww1", "ww2"} & set(story) == ({name} if name else set())


@pytest.mark.django_db
def test_an_address_adds_the_words_that_the_title_has_not():
    post = make_post("The Founding Act", slug="founding-act-of-nato-and-russia")
    assert document_of_post(post).columns.bullets[-4:] == ["of", "nato", "and", "russia"]
