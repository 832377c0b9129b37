"""Every migration runs forwards and backwards with data in place."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.exceptions import NodeNotFoundError
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder
from taggit.models import TaggedItem

import posts.migrations
from posts.editorial import autosave, save
from posts.exchange.out.scratch import EveryStep
from posts.models import (
    Autosave,
    Citation,
    ContentVersion,
    Dossier,
    Place,
    Post,
    Revision,
    WorkingCopy,
)
from tests.factories import (
    make_category,
    make_citation,
    make_dossier,
    make_editor,
    make_image,
    make_place,
    make_post,
)

GAZETTEER = Path(posts.migrations.__file__).parent / "data" / "places.json"
SQUASHED = "0001_squashed_0037"
LAST_SQUASHED = "0037_outbox_subscription_index"
# What made a database before these migrations replaced them.
SIXTEEN = [
    "0001_initial",
    "0002_gazetteer",
    "0003_catalogue",
    "0004_covering_spans",
    "0005_search_index",
    "0006_dossiers",
    "0007_post_links",
    "0008_redirects_to_dossiers",
    "0009_archive_statistics",
    "0010_editorial_desk",
    "0011_desk_groups",
    "0012_picture_uses",
    "0013_fill_picture_uses",
    "0014_redirects_counted",
    "0015_archive_pictures",
    "0016_desk_indexes",
]
# Columns that came after the first schema: what they tell is lost on the way back.
_TRASH = {"trashed_at", "trashed_by_id"}
ADDED = {
    "posts_image": {"transparent"} | _TRASH,
    "posts_dossier": {"language", "trashed_status"} | _TRASH,
    **{f"posts_{name}": {"page_id"} for name in ("redirect", "pictureuse", "revision")},
    "posts_post": {"trashed_status", "proposed_places", "checked_on", "translation_of_id"} | _TRASH,
    "posts_citation": {"key"},
    "posts_dossiercitation": {"key"},
}
# Tables that came after it, and are empty here.
LATER = {
    f"posts_{name}"
    for name in (
        *("note", "notice", "noticepreference", "outboxmessage", "storylink"),
        *("formcount", "letter", "spanpage", "subscription", "profile", "page", "importrun"),
    )
}


# What is there stays as it is, so these walks tell the same until somebody changes it.
of_the_past = pytest.mark.long


def migrate(name: str) -> None:
    """Migrate the app to `name`: a migration, "zero", or "latest".

    To one that another replaces by the steps that were taken before there was that one.
    """
    executor = MigrationExecutor(connection)
    if name == "latest":
        executor.migrate(executor.loader.graph.leaf_nodes())
    elif name == "zero":
        executor.migrate([("posts", None)])
    else:
        executor.loader = EveryStep(connection)
        executor.migrate([("posts", name)])


def names() -> list[str]:
    """Return the migrations as a site of before the squashed one took them."""
    folder = Path(posts.migrations.__file__).parent
    return sorted(path.stem for path in folder.glob("[0-9]*.py") if path.stem != SQUASHED)


def fill() -> None:
    post = make_post(
        categories=[make_category()],
        places=[
            make_place("Strelsau", parent=Place.objects.filter(slug="germany").first()),
            *Place.objects.filter(slug="france"),
        ],
        bullets=[("Event", "It happened.")],
        hero=make_image(),
    )
    make_citation(post)
    post.tags.set(["cold war"])


def stored() -> dict[str, Any]:
    """Return the rows of every table by its name, in the columns that every schema has."""
    found = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            added = ADDED.get(table, set())
            kept = [at for at, column in enumerate(cursor.description) if column[0] not in added]
            rows = (tuple(row[at] for at in kept) for row in cursor.fetchall())
            found[table] = sorted(rows, key=repr)
    return found


def of_posts(rows: dict[str, Any]) -> dict[str, Any]:
    """Return the rows that every schema holds but the first, where places come, and no words."""
    others = ("posts_place", "posts_search", "posts_contentversion", "posts_generation")
    others += ("posts_stored",)  # made again whenever missing
    return {
        table: found
        for table, found in rows.items()
        if table.startswith("posts_") and not table.startswith(others) and table not in LATER
    }


def test_each_migration_since_the_squashed_one_runs_backwards_and_forwards(transactional_db):
    fill()
    before = stored()
    since = names()[names().index(LAST_SQUASHED) :]
    for name in [*reversed(since), *since[1:], "latest"]:
        migrate(name)
        assert of_posts(stored()) == of_posts(before), f"at {name}"


@of_the_past
def test_each_migration_runs_backwards_and_forwards_with_data(transactional_db):
    """Step by step back and forth; what the older schema can hold is the same after each."""
    fill()
    before, germany = stored(), Place.objects.get(slug="germany").pk
    for name in reversed(names()[:-1]):
        migrate(name)
        assert of_posts(stored()) == of_posts(before), f"back at {name}"
    # A place that a post or another place uses survives the way back.
    used = ["europe", "france", "germany", "strelsau"]
    assert list(Place.objects.order_by("slug").values_list("slug", flat=True)) == used
    for name in names()[1:]:
        migrate(name)
        assert of_posts(stored()) == of_posts(before), f"forth at {name}"
    after = stored()
    assert after["posts_contentversion"] == before["posts_contentversion"]
    assert after["taggit_taggeditem"] == before["taggit_taggeditem"]
    assert Place.objects.get(slug="germany").pk == germany
    assert Place.objects.get(slug="germany").parent.slug == "europe"


@of_the_past
def test_what_is_kept_of_works_goes_on_the_way_back_but_for_what_is_of_posts(transactional_db):
    """Of unsaved texts of new posts the latest stays, under the one token that there was."""
    clio, dossier, post = make_editor(), make_dossier(), make_post()
    for row in (dossier, post):
        content = save.draft_of(row).content
        save.save(row, replace(content, title="Other"), by=clio, version=1)
        autosave.keep(type(row)(), [("title", "New")], by=clio, version=None)
        autosave.keep(row, [("title", "Hastings")], by=clio, version=None)
        autosave.be_present(row, by=clio)
    for number in range(3):
        pairs = [("title", f"New {number}")]
        autosave.keep(Post(), pairs, by=clio, version=None, token=autosave.new_token())
    migrate("0008_stored_parts")
    migrate("latest")
    assert [(row.post, row.version) for row in Revision.objects.all()] == [(post, 2), (post, 1)]
    assert [row.post for row in WorkingCopy.objects.all()] == [post]
    assert sorted((row.noun, row.token, row.title) for row in Autosave.objects.all()) == [
        ("post", f"post-{post.pk}", "Hastings"),
        ("post", "post-new", "New 2"),
    ]
    assert Dossier.objects.get().version == 1


@of_the_past
def test_all_of_it_is_taken_away_and_made_again(transactional_db):
    fill()
    migrate("zero")
    migrate("latest")
    assert (Post.objects.count(), TaggedItem.objects.count()) == (0, 0)
    assert Place.objects.get(slug="germany").parent.slug == "europe"


@of_the_past
def test_a_database_of_the_sixteen_moves_on_with_its_data(transactional_db):
    fill()
    version = ContentVersion.current().number
    migrate("0004_groups")
    before = stored()
    recorder = MigrationRecorder(connection)
    recorder.migration_qs.filter(app="posts").delete()
    for name in SIXTEEN:
        recorder.record_applied("posts", name)

    call_command("migrate", verbosity=0)

    after = stored()
    after["posts_generation"] = [row[:-1] for row in after.pop("posts_contentversion")]
    later = LATER | {f"posts_stored{name}" for name in ("parts", "surroundings")}
    assert {name: after.pop(name) for name in later} == {name: [] for name in later}
    renamed = {"django_content_type", "auth_permission", "django_migrations"}
    assert {name: rows for name, rows in after.items() if name not in renamed} == {
        name: rows for name, rows in before.items() if name not in renamed
    }
    assert ContentVersion.current().number == version > 0
    applied = {name for app, name in recorder.applied_migrations() if app == "posts"}
    assert applied == {*SIXTEEN, *names(), SQUASHED}


@pytest.mark.engine
@pytest.mark.django_db
@pytest.mark.parametrize("count", range(1, len(SIXTEEN)))
def test_a_database_of_some_of_the_sixteen_is_refused_untouched(count):
    recorder = MigrationRecorder(connection)
    recorder.migration_qs.filter(app="posts").delete()
    for name in SIXTEEN[:count]:
        recorder.record_applied("posts", name)
    before = stored()

    with pytest.raises(NodeNotFoundError, match="some of the replaced migrations are already"):
        call_command("migrate", verbosity=0)

    assert stored() == before


@pytest.mark.django_db
def test_the_migrations_make_all_that_the_models_ask():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


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


@of_the_past
def test_citations_get_keys_of_their_own_and_keep_those_they_have(transactional_db):
    post, dossier = make_post(), make_dossier()
    known = (("Andrew Chaikin", "1994"), ("Łoś, J. and B", "c. 1200"), ("Chaikin (ed.)", "1994"))
    for author, issued in known:
        row = make_citation(post, "The Man on the Moon", author=author, issued=issued)
    dossier.citations.create(source=row.source)
    make_citation(post, "The Carmen de Proelio")
    migrate("0021_citation_keys")
    Citation.objects.exclude(pk=row.pk).update(key="")
    Citation.objects.filter(pk=row.pk).update(key="chaikin-1994")
    dossier.citations.update(key="")

    migrate("latest")

    keys = Citation.objects.values_list("key", flat=True)
    assert list(keys) == ["chaikin-1994b", "los-1200", "chaikin-1994", "carmen"]
    assert dossier.citations.get().key == "chaikin-1994"
