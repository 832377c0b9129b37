from pathlib import Path

import pytest

from posts.exchange.jekyll import open_jekyll
from posts.exchange.reader import Options
from posts.exchange.record import Record

DEMO = Path(__file__).parents[2] / "demo"


@pytest.fixture(scope="module")
def stories() -> dict[str, Record]:
    records = open_jekyll(Options((DEMO,), site="demo"))
    return {each.slug: each for each in records if isinstance(each, Record)}


def test_one_story_shows_a_document_that_says_who_set_it(stories):
    shown = {slug: each.story_pictures for slug, each in stories.items() if each.story_pictures}
    assert list(shown) == ["suffrage-new-zealand"]
    picture = shown["suffrage-new-zealand"][0].picture
    told = dict(picture.fields)
    assert (picture.path.name, told["credit"], told["licence"]) == (
        "petition-sheet.webp",
        "Set for the demonstration of this site",
        "CC0-1.0",
    )
    assert "illustration" not in told
    assert len(str(told["alt"])) > 80


@pytest.mark.parametrize(
    ("slug", "tags"),
    [
        ("tasman-1642", ("Abel Tasman", "Tasmania", "Dutch East India Company")),
        ("napoleon-russia-1812", ("Napoleonic Wars", "Grande Armée", "Moscow")),
        ("tsushima-1905", ("Russo-Japanese War", "naval battles", "Tōgō Heihachirō")),
    ],
)
def test_names_among_the_tags_have_their_capitals_and_accents(stories, slug, tags):
    assert stories[slug].tags == tags


def test_caesar_falls_on_the_ides(stories):
    assert "the Ides of March" in stories["ides-of-march"].story


def test_all_but_four_bullets_stand_beside_their_proof(stories):
    bare = {
        slug: [bullet.label for bullet in each.bullets if "[@" not in bullet.text]
        for slug, each in stories.items()
    }
    assert {slug: labels for slug, labels in bare.items() if labels} == {
        "tasman-1642": ["People", "Legacy"],
        "indian-ocean-tsunami-2004": ["Legacy"],
        "great-zimbabwe": ["Legacy"],
    }
