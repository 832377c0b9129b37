"""Every migration runs forwards and backwards with data in place."""

import json
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from taggit.models import TaggedItem

import posts.migrations
from posts.models import Place, Post
from tests.factories import make_category, make_image, make_place, make_post

GAZETTEER = Path(posts.migrations.__file__).parent / "data" / "places.json"


def migrate(name: str) -> None:
    """Migrate the app to `name`: a migration, "zero", or "latest"."""
    executor = MigrationExecutor(connection)
    if name == "latest":
        executor.migrate(executor.loader.graph.leaf_nodes())
    else:
        executor.migrate([("posts", None if name == "zero" else name)])


@pytest.fixture
def gazetteer(transactional_db):
    """The tables as a new site has them; other tests of this kind leave them empty."""
    migrate("0001_tables")
    migrate("latest")
    yield
    migrate("latest")


def names() -> list[str]:
    folder = Path(posts.migrations.__file__).parent
    return sorted(path.stem for path in folder.glob("[0-9]*.py"))


def fill() -> None:
    post = make_post(
        categories=[make_category()],
        places=[make_place("Strelsau", parent=Place.objects.get(slug="germany"))],
        bullets=[("Event", "It happened.")],
        hero=make_image(),
    )
    post.tags.set(["cold war"])


def stored() -> dict[str, Any]:
    """Return the columns of the only post, whatever schema it stands in."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM posts_post")
        (row,) = cursor.fetchall()
        return dict(zip((column[0] for column in cursor.description), row, strict=True))


def test_each_migration_runs_backwards_and_forwards_with_data(gazetteer):
    """One step back, forth and back; what the older schema can hold is the same after each."""
    fill()
    before, posts = stored(), list(Post.objects.values())
    for older, newer in reversed(list(pairwise(names()))):
        for target in (older, newer, older):
            migrate(target)
            now = stored()
            assert now == {name: before[name] for name in now}, f"{newer}, at {target}"
    migrate("latest")
    assert list(Post.objects.values()) == posts
    assert TaggedItem.objects.count() == 1
    assert Place.objects.get(slug="germany").parent.slug == "europe"


def test_all_of_it_is_taken_away_and_made_again(gazetteer):
    fill()
    migrate("zero")
    migrate("latest")
    assert (Post.objects.count(), TaggedItem.objects.count()) == (0, 0)
    assert Place.objects.get(slug="germany").parent.slug == "europe"


@pytest.mark.django_db
def test_the_gazetteer_is_loaded_whole():
    data = json.loads(GAZETTEER.read_text())
    counts = {kind: Place.objects.filter(kind=kind).count() for kind in Place.Kind.values}
    assert counts == {
        "continent": 7,
        "country": len(data["countries"]),
        "historical": len(data["historical"]),
        "region": 0,
        "city": 0,
    }
    assert (counts["country"] >= 249, counts["historical"] >= 40) == (True, True)


@pytest.mark.django_db
def test_a_former_state_leads_to_those_that_followed():
    soviet_union = Place.objects.get(slug="soviet-union")
    assert (soviet_union.valid_from, soviet_union.valid_to) == (1922, 1991)
    assert soviet_union.successors.count() == 15
    russia = Place.objects.get(iso_alpha2="RU")
    assert (russia.slug, str(russia.calendar_reform)) == ("russia", "1918-02-14")
    assert "soviet-union" in russia.predecessors.values_list("slug", flat=True)


def test_a_place_that_a_post_uses_survives_the_way_back(gazetteer):
    germany = Place.objects.get(slug="germany")
    make_post(places=[germany])
    migrate("0001_tables")
    assert list(Place.objects.order_by("slug").values_list("slug", flat=True)) == [
        "europe",
        "germany",
    ]
    migrate("latest")
    assert Place.objects.get(slug="germany").pk == germany.pk
