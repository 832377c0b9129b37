import pytest

from posts.models import Archive, Place, Post, SearchTerm
from posts.search import Criteria, did_you_mean, found_alone, read
from tests.factories import make_post
from tests.search.corpus import make_corpus

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _corpus() -> None:
    make_corpus()


def better(typed: str, **criteria) -> str:
    return did_you_mean(typed, Criteria(read(typed), **criteria))


def test_a_misspelt_word_is_corrected_in_its_place():
    right = {
        "tretay": "treaty",
        "traety": "treaty",
        "reaty": "treaty",
        "ttreaty": "treaty",
        "rteaty": "treaty",
        "dreaty": "treaty",
        "treatty": "treaty",
        "Krushchev": "khrushchev",
        "Kruschchev": "khrushchev",
        "Kierkegard": "kierkegaard",
        "elysse palace": "elysee palace",
        '"wintre palace"': '"winter palace"',
        "vesuvios -moon": "vesuvius -moon",
        "Bizmarck telegramm": "bismarck telegram",
    }
    assert {typed: better(typed) for typed in right} == right


def test_nothing_is_said_where_nothing_better_is_known():
    asked = ("qqqqqqq", "treaty", "x", "", "1234", "tretay qqqqqqq", "moon bastille")
    assert {typed: better(typed) for typed in asked} == dict.fromkeys(asked, "")


def test_a_correction_finds_something_under_the_filters():
    france, cuba = (Place.objects.get(slug=slug) for slug in ("france", "cuba"))

    assert better("bastile", filters=((Archive.PLACE, france.pk),)) == "bastille"
    assert better("bastile", filters=((Archive.PLACE, cuba.pk),)) == ""


@pytest.mark.parametrize("status", [Post.Status.WITHDRAWN, Post.Status.APPROVED])
def test_a_word_of_a_hidden_story_is_never_shown(status):
    post = make_post("Quagga sighted")
    post.status = status
    post.save()

    assert SearchTerm.objects.filter(word="quagga").exists()
    assert better("quaga") == ("quagga" if status == Post.Status.APPROVED else "")


def test_words_that_stand_in_no_story_together_are_counted_alone():
    criteria = Criteria(read("moon bastille zzz"))

    assert found_alone(criteria) == [("moon", 2), ("bastille", 1)]
    assert found_alone(Criteria(read("moon"))) == []
