import pytest

from posts.exchange.story_pictures import picture_addresses, replace_addresses


def test_pictures_in_a_story_are_found_and_given_other_addresses():
    story = '![a](/a.png) and ![b](<b c.png> "Title")\n\n```\n![c](/c.png)\n```'

    assert picture_addresses(story) == ("/a.png", "b c.png")
    assert replace_addresses(story, {"/a.png": "/media/1.png", "/c.png": "/media/3.png"}) == (
        '![a](/media/1.png) and ![b](<b c.png> "Title")\n\n```\n![c](/c.png)\n```'
    )


@pytest.mark.parametrize(
    "line", ["![a ![b](/b.png)", "![a!](/b.png)", "!![b](/b.png)", "![" * 200_000 + "](/b.png)"]
)
def test_a_picture_begins_at_the_last_mark_before_its_address(line):
    """`benchmarks/hostile.py` measures that it takes time in proportion to the line."""
    assert picture_addresses(f"{line}\n{'![' * 200_000}") == ("/b.png",)
