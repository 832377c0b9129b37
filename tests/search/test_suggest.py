import pytest

from posts.models import Post
from posts.search import suggestions, ways
from tests.factories import make_category
from tests.search.corpus import make_corpus

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _corpus() -> None:
    posts = make_corpus()
    posts["cuba"].categories.add(make_category("War"))


def labels(typed: str) -> list[tuple[str, str]]:
    return [(page.kind, page.label) for page in suggestions(typed)]


def test_pages_that_go_on_as_it_begins():
    expected = {
        "fran": [("place", "France")],
        "war": [("category", "War")],
        "revo": [("tag", "revolution")],
        "rivals in sp": [("dossier", "Rivals in space")],
        "footp": [("story", "Footprints on the Moon")],
        "moon footpri": [("story", "Footprints on the Moon")],
        "soren kier": [("story", "Søren Kierkegaard is born")],
        "27 May": [("day", "27 May"), ("story", "The Founding Act")],
        "1789": [("year", "1789"), ("story", "The storming of the Bastille")],
        "44 BC": [("year", "44 BC"), ("story", "The Ides of March")],
        "treaties": [("story", "A treaty divides the ocean")],
        "zzz": [],
        "": [],
        "*": [],
        "'": [],
    }
    assert {typed: labels(typed) for typed in expected} == expected


def test_hidden_stories_and_empty_archives_are_not_told():
    Post.objects.get(title="Footprints on the Moon").delete()
    make_category("Warfare")
    cuba = Post.objects.get(title="Thirteen days")
    cuba.status = Post.Status.WITHDRAWN
    cuba.save()

    assert (labels("footp"), labels("war"), labels("thirteen"), labels("cub")) == ([], [], [], [])


def test_the_page_with_the_very_name_is_a_way():
    assert [(way.kind, way.url) for way in ways("FRANCE")] == [("place", "/places/france/")]
    assert [way.url for way in ways("44 BC")] == ["/years/44-bc/"]
    assert [way.url for way in ways("rivals in Space")] == ["/dossiers/rivals-in-space/"]
    assert ways("fran") == []


@pytest.mark.parametrize(
    ("tag", "typed", "found"),
    [
        ("明治", "明治", ["/tags/%E6%98%8E%E6%B2%BB/"]),
        ("École", "école", ["/tags/%C3%A9cole/"]),
        ("😀", "😀", []),
        ("😀 smile", "😀 smile", ["/tags/smile/"]),
        ("½!", "½!", ["/tags/12/"]),
    ],
)
def test_a_tag_in_any_script_has_its_way_and_one_without_letters_none(tag, typed, found):
    Post.objects.get(title="Thirteen days").tags.add(tag)

    assert [way.url for way in ways(typed) if way.kind == "tag"] == found
    assert [page.url for page in suggestions(typed) if page.kind == "tag"] == found
