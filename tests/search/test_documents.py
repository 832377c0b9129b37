import pytest

from posts.rendering import render_story
from posts.search import plain_text


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
        ("Rome[^1]\n\n[^1]: Livy", "Rome [1] Livy ↩︎"),
    ],
)
def test_numbers_of_lists_are_text(story, text):
    assert plain_text(render_story(story)) == text


def test_html_that_is_cut_short_is_read():
    assert plain_text("</ol><li>Rome</li><ol><li>Ravenna <ol st") == "Rome 1. Ravenna"
