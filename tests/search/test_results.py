"""What is found for what is typed, the same on both databases."""

from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
import time_machine
from django.core.management import call_command

from posts import search
from posts.models import Archive, Dossier, Place, Post
from posts.search import Criteria
from posts.search.date_queries import day_of, named_day
from posts.search.query import cleaned, read
from posts.search.results import Results, facets, find, number_found
from posts.search.spelling import did_you_mean
from tests.exchange.sites import write_post
from tests.factories import make_category, make_citation, make_post
from tests.search.corpus import STORIES, make_corpus
from tests.search.table import MISSPELT, NAMED, TABLE

pytestmark = pytest.mark.django_db


@pytest.fixture
def corpus() -> dict[str, Post]:
    return make_corpus()


def found(typed: str, **criteria) -> list[str]:
    """Return what is found by the names of the corpus; a dossier by its title."""
    rows = find(Criteria(read(cleaned(typed)), **criteria), 0, 50).rows
    names = {fields["title"]: name for name, fields in STORIES.items()}
    titles = {"post": Post, "dossier": Dossier}
    shown = [titles[kind].objects.get(pk=key).title for kind, key in rows]
    return [names.get(title, title) for title in shown]


def test_the_same_is_found_on_both_databases(corpus):
    results = {typed: found(typed) for typed, _ in TABLE}
    wrong = {
        typed: results[typed]
        for typed, expected in TABLE
        if (results[typed] if isinstance(expected, list) else set(results[typed])) != expected
    }

    assert wrong == {}
    assert len(dict(TABLE)) == len(TABLE)


def test_documents_are_counted_as_they_are_found(corpus):
    make_post("Quagga", status=Post.Status.WITHDRAWN)
    france = ((Archive.PLACE, Place.objects.get(slug="france").pk),)
    asked = [Criteria(read(typed), filters) for typed, _ in TABLE for filters in ((), france)]

    counted = [number_found(criteria) for criteria in asked]

    assert counted == [find(criteria, 0, 1).number for criteria in asked]
    assert [number_found(criteria, most=1) for criteria in asked] == [
        min(number, 1) for number in counted
    ]
    assert {0, 1, 2} < {*counted}


def test_misspelt_words_are_proposed_anew(corpus):
    proposed = {typed: did_you_mean(typed, Criteria(read(typed))) for typed, _ in MISSPELT}
    assert proposed == dict(MISSPELT)


def test_a_day_is_reached_by_its_name_and_its_date(corpus):
    assert {typed: day_of(typed) or named_day(typed) for typed, _ in NAMED} == dict(NAMED)


def test_title_comes_before_bullets_before_story_before_sources():
    texts = {"title": "A xylophone", "description": "xylophone", "story": "A xylophone."}
    plain = {"title": "Other", "description": "Nothing else.", "story": "Nothing else either."}
    by_place = {
        place: make_post(
            **plain | {"slug": place} | ({place: texts[place]} if place in texts else {})
        )
        for place in ("source", "story", "description", "title")
    }
    make_citation(by_place["source"], "On the xylophone")

    rows = find(Criteria(read("xylophone")), 0, 10).rows

    expected = [by_place[place].pk for place in ("title", "description", "story", "source")]
    assert [key for _, key in rows] == expected


def test_by_event_the_earliest_comes_first_and_what_has_no_date_last(corpus):
    assert found("war", by_event=True) == ["westphalia", "ems", "cuba", "berlin", "founding"]
    assert found("map OR mercator moon", by_event=True) == []
    assert found("orbit", by_event=True) == ["sputnik", "Rivals in space"]


def test_filters_narrow_and_facets_count_what_each_choice_would_give(corpus):
    war, science = make_category("War"), make_category("Science")
    for name in ("ems", "cuba", "founding"):
        corpus[name].categories.add(war)
    corpus["founding"].categories.add(science)
    france, germany = (Place.objects.get(slug=slug) for slug in ("france", "germany"))
    in_france = ((Archive.PLACE, france.pk),)

    assert set(found("war", filters=in_france)) == {"ems", "founding"}
    assert found("war", filters=(*in_france, (Archive.CENTURY, 18))) == ["ems"]

    counts = facets(Criteria(read("war"), in_france))
    assert counts[Archive.CATEGORY] == {war.pk: 2, science.pk: 1}
    assert counts[Archive.CENTURY] == {18: 1, 19: 1}
    places = counts[Archive.PLACE]
    assert (places[france.pk], places[germany.pk]) == (2, 3)


def test_a_dossier_stands_in_no_archive(corpus):
    europe = Place.objects.get(slug="europe")

    assert found("orbit", filters=((Archive.PLACE, europe.pk),)) == ["sputnik"]
    assert facets(Criteria(read("gagarin"))) == {
        Archive.CATEGORY: {},
        Archive.CENTURY: {},
        Archive.PLACE: {},
    }


def test_pages_are_cut_from_one_order_and_beyond_the_last_is_nothing(corpus):
    criteria = Criteria(read("war"))
    whole = find(criteria, 0, 50)

    parts = [find(criteria, first, 2).rows for first in (0, 2, 4)]

    assert [row for part in parts for row in part] == whole.rows
    assert whole.number == len(whole.rows) == 5
    assert find(criteria, 50, 20) == search.Results([], 0)


NOW = datetime(2026, 10, 14, 12, tzinfo=UTC)


@time_machine.travel(NOW, tick=False)
def test_only_what_is_public_is_found_and_a_scheduled_story_with_its_second():
    make_post("Draft treaty", status=Post.Status.DRAFT)
    make_post("Withdrawn treaty", status=Post.Status.WITHDRAWN)
    late = make_post("Late treaty", publish_at=NOW + timedelta(seconds=1))
    criteria = Criteria(read("treaty"))

    assert find(criteria, 0, 20).number == 0
    with time_machine.travel(NOW + timedelta(seconds=1), tick=False):
        assert find(criteria, 0, 20).rows == [("post", late.pk)]


def test_the_index_follows_every_change(corpus):
    post = corpus["moon"]
    post.title, post.slug = "Tranquility base", "tranquility-base"
    post.save()
    corpus["haiti"].delete()
    corpus["cuba"].tags.add("blockade")
    source = corpus["salt"].citations.get().source
    source.title = "Walking to Dandi"
    source.save()

    assert found("footprints") == []
    assert found("base") == ["Tranquility base"]
    assert found("haiti") == []
    assert found("blockade") == ["cuba"]
    assert "salt" not in found("eagle")


def test_of_many_those_with_the_words_in_the_title_come_first_and_of_too_many_the_latest(
    monkeypatch,
):
    monkeypatch.setattr("posts.search.results.MOST_RANKED", 5)
    first = make_post("Treaty of old")
    others = [make_post(f"Story {number}", description="A treaty.") for number in range(9)]
    in_order = [("post", post.pk) for post in [first, *reversed(others)]]

    assert find(Criteria(read("treaty")), 0, 20) == Results(in_order, 10)
    assert find(Criteria(read("treaty")), 8, 20) == Results(in_order[8:], 10)

    monkeypatch.setattr("posts.search.results.MOST_LISTED", 6)
    cut = find(Criteria(read("treaty")), 0, 20)

    assert cut.is_cut
    assert cut.rows[0] == ("post", first.pk)
    assert {key for _, key in cut.rows[1:]} == {post.pk for post in others[-5:]}
    assert cut.number == 6


def test_a_long_story_is_found_by_its_first_ten_thousand_words():
    story = " ".join(["word"] * 9_990 + ["needle"] + ["word"] * 100 + ["haystack"])
    make_post("Long", story=story)

    assert (found("needle"), found("haystack")) == (["Long"], [])


def test_phrases_hold_for_a_word_that_stands_hundreds_of_times():
    """Both engines forget the same ones: PostgreSQL keeps 255 places of a word."""
    story = "the treaty " * 240 + "the end " + "the treaty " * 60 + "the close"
    make_post("Often", story=story)

    assert found('"the end"') == ["Often"]
    assert found('"the close"') == []
    assert found("close") == ["Often"]


def test_no_phrase_crosses_from_one_text_into_the_next():
    post = make_post("Alpha", description="beta", story="gamma")
    post.bullets.create(label="", text="delta", position=1)
    post.bullets.create(label="", text="epsilon", position=2)

    crossing = ('"1066 beta"', '"beta delta"', '"delta epsilon"', '"epsilon gamma"')
    assert {typed: found(typed) for typed in crossing} == {typed: [] for typed in crossing}


def test_what_an_import_brings_is_found_and_again_what_it_changes(tmp_path):
    site = tmp_path / "blog"
    write_post(site, body="Harold fell to an arrow.\n")
    call_command("import_posts", "jekyll", str(site), "--write", stdout=StringIO())
    assert found("arrow") == ["Hastings"]

    write_post(site, body="Harold fell to a sword.\n")
    call_command("import_posts", "jekyll", str(site), "--write", stdout=StringIO())
    assert (found("arrow"), found("sword")) == ([], ["Hastings"])
